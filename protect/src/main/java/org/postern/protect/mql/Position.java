package org.postern.protect.mql;

/// A place in a rule's source, both counted from one; columns count code units.
public record Position(int line, int column) implements Comparable<Position> {
    public static Position of(String source, int offset) {
        int line = 1;
        int start = 0;
        for (int at = source.indexOf('\n'); at >= 0 && at < offset; at = source.indexOf('\n', at + 1)) {
            line++;
            start = at + 1;
        }
        return new Position(line, Math.max(1, offset - start + 1));
    }

    @Override
    public int compareTo(Position other) {
        return line == other.line ? Integer.compare(column, other.column) : Integer.compare(line, other.line);
    }

    @Override
    public String toString() {
        return line + ":" + column;
    }
}
