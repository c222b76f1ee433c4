package org.postern.protect.engine;

/// How many single characters have to be put in, taken out or changed to make one text of another.
public final class Levenshtein {
    private Levenshtein() {}

    /// Time is the product of both lengths: callers bound them.
    public static int distance(String left, String right) {
        int[] a = left.codePoints().toArray();
        int[] b = right.codePoints().toArray();
        int[] row = new int[b.length + 1];
        for (int column = 0; column <= b.length; column++) {
            row[column] = column;
        }
        for (int at = 1; at <= a.length; at++) {
            int diagonal = row[0];
            row[0] = at;
            for (int column = 1; column <= b.length; column++) {
                int change = diagonal + (a[at - 1] == b[column - 1] ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(change, 1 + Math.min(row[column], row[column - 1]));
            }
        }
        return row[b.length];
    }
}
