package org.postern.cli.terminal;

import java.time.Duration;
import java.time.Instant;

/// Progress as lines, for logs and pipes: one when it starts to move, then at most one every two seconds, and the last.
final class PlainProgress implements Progress {
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Terminal terminal;
    private final String task;
    private Instant nextLine = Instant.MIN;
    private String last = "";
    private String printed = "";

    PlainProgress(Terminal terminal, String task) {
        this.terminal = terminal;
        this.task = task;
    }

    @Override
    public void at(long done, long total, String note) {
        String amount = total < 0
                ? Quantities.count(done)
                : Quantities.count(done) + " of " + Quantities.count(total)
                        + (total == 0 ? "" : " (" + 100 * done / total + " %)");
        last = task + ": " + amount + (note.isEmpty() ? "" : ", " + Text.line(note));
        Instant now = terminal.clock().instant();
        if (!now.isBefore(nextLine)) {
            print();
            nextLine = now.plus(PAUSE);
        }
    }

    private void print() {
        if (!last.equals(printed)) {
            terminal.err().println(last);
            printed = last;
        }
    }

    @Override
    public void close() {
        print();
    }
}
