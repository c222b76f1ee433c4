package org.postern.cli.offline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Counts what a put or a get did; safe from any number of threads.
final class Tally {
    private static final int PROBLEMS_MAX = 1_000;
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong files = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong added = new AtomicLong();
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong others = new AtomicLong();
    private final AtomicLong removed = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final List<String> problems = new ArrayList<>(); // Guarded by itself.

    /// A file that was there as it is.
    void unchanged(FileMark mark) {
        files.incrementAndGet();
        bytes.addAndGet(mark.kind() == FileMark.Kind.LINK ? 0 : mark.size());
        messages.addAndGet(mark.messages());
        others.addAndGet(mark.messages() == 0 ? 1 : 0);
    }

    /// A file that was read and stored, or written out.
    void moved(FileMark mark) {
        unchanged(mark);
        read.incrementAndGet();
        added.addAndGet(Math.max(1, mark.messages()));
    }

    void removed(long items, long folders) {
        removed.addAndGet(items + folders);
    }

    void problem(String problem) {
        failed.incrementAndGet();
        synchronized (problems) {
            if (problems.size() < PROBLEMS_MAX) {
                problems.add(problem);
            }
        }
    }

    /// Files that are dealt with, however it went.
    long done() {
        return files.get() + failed.get();
    }

    long messages() {
        return messages.get();
    }

    long files() {
        return files.get();
    }

    long bytes() {
        return bytes.get();
    }

    /// Messages, and files that are none, that were moved.
    long added() {
        return added.get();
    }

    /// Files whose bytes were read.
    long read() {
        return read.get();
    }

    /// Files that hold no message.
    long others() {
        return others.get();
    }

    long removed() {
        return removed.get();
    }

    long failed() {
        return failed.get();
    }

    /// What went wrong, the first thousand of it.
    List<String> problems() {
        synchronized (problems) {
            return List.copyOf(problems);
        }
    }
}
