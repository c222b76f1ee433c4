package org.postern.vault.search;

import java.io.IOException;
import java.io.Reader;
import org.apache.lucene.analysis.CharFilter;

/// Reads the characters that Unicode lets stand within a word as blanks, so that its pieces are words of their own:
/// also the fields of a line of numbers with commas or semicolons between them.
final class WordJoints extends CharFilter {
    private static final String JOINTS = ".,;:_'\u2019\u2018\u00b7\u2024\ufe52\uff0e\uff07\uff1a\uff3f\u203f";

    WordJoints(Reader in) {
        super(in);
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        int count = input.read(buffer, offset, length);
        for (int i = offset; i < offset + count; i++) {
            char c = buffer[i];
            if ((c < '`' || c > '~') && JOINTS.indexOf(c) >= 0) {
                buffer[i] = ' ';
            }
        }
        return count;
    }

    @Override
    protected int correct(int offset) {
        return offset; // One character for one.
    }
}
