package org.postern.protect.explode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.Supplier;
import org.postern.protect.engine.Frame;
import org.postern.protect.engine.Unknown;

/// What may still be spent on looking into the files of one message, by all rules together.
final class Budget {
    /// @param files files found within others
    /// @param bytes unpacked, all files together
    /// @param fileBytes unpacked of one file
    /// @param depth files within files
    /// @param time for unpacking and scanning, all files together
    record Limits(int files, long bytes, int fileBytes, int depth, Duration time) {
        static final Limits DEFAULT = new Limits(500, 64 << 20, 32 << 20, 8, Duration.ofSeconds(4));
    }

    private static final int CHUNK = 16 << 10;

    private enum Key {
        OF_THE_MESSAGE
    }

    private final Frame frame;
    private final Limits limits;
    private long filesLeft;
    private long bytesLeft;
    private long nanosLeft;
    private long deadline;
    private boolean running;

    Budget(Frame frame, Limits limits) {
        this.frame = frame;
        this.limits = limits;
        this.filesLeft = limits.files();
        this.bytesLeft = limits.bytes();
        this.nanosLeft = limits.time().toNanos();
    }

    /// The one that all rules share that look at the frame's message.
    static Budget of(Frame frame) {
        return (Budget) java.util.Objects.requireNonNull(
                frame.finding(Key.OF_THE_MESSAGE, _ -> new Budget(frame, Limits.DEFAULT)));
    }

    Limits limits() {
        return limits;
    }

    Unknown missing(String what) {
        return frame.missing(what);
    }

    /// Runs work on the message's time, which is not the time of the rule that happens to ask first.
    <T extends @org.jspecify.annotations.Nullable Object> T timed(Supplier<T> work) {
        if (running) {
            return work.get();
        }
        long start = frame.nanoTime();
        deadline = start + nanosLeft;
        running = true;
        try {
            checkTime();
            return work.get();
        } finally {
            running = false;
            long spent = frame.nanoTime() - start;
            nanosLeft -= spent;
            frame.excuse(spent);
        }
    }

    void checkTime() {
        if (frame.nanoTime() - deadline >= 0) {
            throw new SpentException("file.explode: more time than one message's files may take");
        }
    }

    void takeFile() {
        if (--filesLeft < 0) {
            throw new SpentException("file.explode: more than " + limits.files() + " files within files");
        }
        checkTime();
    }

    void takeBytes(long count) {
        bytesLeft -= count;
        if (bytesLeft < 0) {
            throw new SpentException("file.explode: more than " + (limits.bytes() >> 20) + " MiB unpacked");
        }
    }

    /// Reads to the end; refuses what is longer than one file may be.
    byte[] read(InputStream in) throws IOException {
        return read(in, limits.fileBytes(), true);
    }

    /// Reads as much as one part may have; a stream that breaks off gives what came before.
    byte[] readSome(InputStream in, int most) {
        try {
            return read(in, most, false);
        } catch (IOException e) {
            throw new MalformedException("a stream cannot be read");
        }
    }

    private byte[] read(InputStream in, int most, boolean whole) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        while (true) {
            int count = next(in, chunk, out.size() > 0);
            if (count < 0) {
                return out.toByteArray();
            }
            takeBytes(count);
            checkTime();
            if (out.size() + count > most) {
                if (whole) {
                    throw new TooLargeException();
                }
                out.write(chunk, 0, most - out.size());
                return out.toByteArray();
            }
            out.write(chunk, 0, count);
        }
    }

    /// What was read before a stream broke is worth looking at.
    private static int next(InputStream in, byte[] chunk, boolean some) throws IOException {
        try {
            return in.read(chunk);
        } catch (IOException broken) {
            if (some) {
                return -1;
            }
            throw broken;
        }
    }

    /// One file is larger than one may be; others may fit.
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1;

        TooLargeException() {
            super("a file is larger than one may be");
        }
    }
}
