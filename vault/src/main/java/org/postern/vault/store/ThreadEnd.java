package org.postern.vault.store;

/// Waits for threads that were asked to end, whatever interrupts who waits: what they hold is still in use until then.
public final class ThreadEnd {
    private ThreadEnd() {}

    public static void await(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
