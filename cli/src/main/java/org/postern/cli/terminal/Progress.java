package org.postern.cli.terminal;

/// Shows how far a long piece of work is; closing it leaves the last state on the screen.
public interface Progress extends AutoCloseable {
    /// @param total how much there is in all, or -1 while unknown
    /// @param note what is being worked on, such as a mailbox's address
    void at(long done, long total, String note);

    @Override
    void close();

    /// A bar that moves for a person, plain lines for a log file.
    static Progress of(Terminal terminal, boolean plain, String task) {
        return plain || !terminal.interactive() ? new PlainProgress(terminal, task) : new BarProgress(terminal, task);
    }
}
