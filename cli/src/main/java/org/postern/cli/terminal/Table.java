package org.postern.cli.terminal;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Rows under a heading, aligned for a terminal; the widest flexible column gives way when a line would not fit.
public final class Table {
    private static final int CELL_MIN = 12;

    private final List<String> heading;
    private final boolean[] rightAligned;
    private final List<List<String>> rows = new ArrayList<>();

    /// A heading that begins with `>` makes a right-aligned column, for numbers; such columns are never cut.
    public Table(String... headings) {
        heading = Arrays.stream(headings)
                .map(text -> text.startsWith(">") ? text.substring(1) : text)
                .toList();
        rightAligned = new boolean[headings.length];
        for (int column = 0; column < headings.length; column++) {
            rightAligned[column] = headings[column].startsWith(">");
        }
    }

    public Table row(String... cells) {
        if (cells.length != heading.size()) {
            throw new IllegalArgumentException("a row of " + cells.length + " cells under " + heading.size());
        }
        rows.add(Arrays.stream(cells).map(Text::line).toList());
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    public void print(PrintStream out, int columns) {
        int[] widths = widths(columns);
        out.println(line(heading, widths));
        out.println(rule(widths));
        rows.forEach(row -> out.println(line(row, widths)));
    }

    private int[] widths(int columns) {
        int[] widths = new int[heading.size()];
        for (int column = 0; column < widths.length; column++) {
            int at = column;
            widths[column] = Math.max(
                    Text.width(heading.get(column)),
                    rows.stream().mapToInt(row -> Text.width(row.get(at))).max().orElse(0));
        }
        int excess = Arrays.stream(widths).sum() + 2 * (widths.length - 1) - columns;
        while (excess > 0) {
            int widest = widestFlexible(widths);
            if (widest < 0) {
                break;
            }
            widths[widest]--;
            excess--;
        }
        return widths;
    }

    private int widestFlexible(int[] widths) {
        int widest = -1;
        for (int column = 0; column < widths.length; column++) {
            boolean canGive = !rightAligned[column] && widths[column] > CELL_MIN;
            if (canGive && (widest < 0 || widths[column] > widths[widest])) {
                widest = column;
            }
        }
        return widest;
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = Text.cut(cells.get(column), widths[column]);
            String gap = " ".repeat(widths[column] - Text.width(cell));
            line.append(column == 0 ? "" : "  ").append(rightAligned[column] ? gap + cell : cell + gap);
        }
        return line.toString().stripTrailing();
    }

    private static String rule(int[] widths) {
        StringBuilder rule = new StringBuilder();
        for (int width : widths) {
            rule.append(rule.isEmpty() ? "" : "  ").append("─".repeat(width));
        }
        return rule.toString();
    }
}
