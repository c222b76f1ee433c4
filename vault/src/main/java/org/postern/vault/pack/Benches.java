package org.postern.vault.pack;

import java.security.SecureRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// A fixed number of [Bench]es: bounds how much is hashed, compressed and sealed at once, and the memory for it.
public final class Benches implements AutoCloseable {
    private final BlockingQueue<Bench> idle = new LinkedBlockingQueue<>();
    private final int count;

    public Benches(int count, SecureRandom random) {
        this.count = count;
        for (int i = 0; i < count; i++) {
            idle.add(new Bench(random));
        }
    }

    /// Work that may fail in a checked way of its own.
    @FunctionalInterface
    public interface Work<T, E extends Exception> {
        T at(Bench bench) throws E;
    }

    /// Borrows a bench for `work`, which must not borrow another.
    public <T, E extends Exception> T use(Work<T, E> work) throws E {
        Bench bench = take();
        try {
            return work.at(bench);
        } finally {
            idle.add(bench);
        }
    }

    private Bench take() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return idle.take();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        for (int i = 0; i < count; i++) {
            take().close();
        }
    }
}
