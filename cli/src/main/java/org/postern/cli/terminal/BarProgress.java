package org.postern.cli.terminal;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/// Progress as a bar that is redrawn in place, for a person at a terminal.
final class BarProgress implements Progress {
    private static final int REDRAW_MILLIS = 200;
    /// What the task, the percentage, the counts, the times and a bar worth looking at take of a line.
    private static final int BAR_CELLS = 72;
    private static final int NOTE_CELLS_LEAST = 12;

    private final ProgressBar bar;
    private final int noteCells;

    BarProgress(Terminal terminal, String task) {
        noteCells = Math.max(NOTE_CELLS_LEAST, terminal.columns() - task.length() - BAR_CELLS);
        bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(-1)
                .setUpdateIntervalMillis(REDRAW_MILLIS)
                .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                .showSpeed()
                .setConsumer(new ConsoleProgressBarConsumer(terminal.err(), Math.max(40, terminal.columns() - 1)))
                .build();
    }

    @Override
    public void at(long done, long total, String note) {
        bar.maxHint(total);
        bar.stepTo(done);
        bar.setExtraMessage(note.isEmpty() ? "" : " " + Text.cut(Text.line(note), noteCells));
    }

    @Override
    public void close() {
        bar.close();
    }
}
