package org.postern.mail;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.postern.mail.EncodingForm.LineEnd;
import org.postern.mail.QuotedPrintableForm.Habit;

/// Reads quoted-printable that may be regular enough to be encoded again to the same bytes, and finds its form.
///
/// Notes of every byte value whether it stood raw or escaped, and where; from that the encoder's habits follow.
final class QuotedPrintableReader {
    private final byte[] bytes;
    private final int end;
    private final byte[] content;
    private final boolean[] raw = new boolean[256];
    private final boolean[] escaped = new boolean[256];
    private final boolean[] escapedFirst = new boolean[256];
    private final LineEnd lineEnd;
    private int at;
    private int length;
    private int lineStart;
    private int longestSoft;
    private int longestHard;
    private boolean hardBreaks;
    private boolean escapedBreaks;
    private boolean rawTail;
    private boolean lowerCase;
    private int lastSoftEnd = -1;
    private boolean breaksAfterLineFeed;
    private boolean afterLineFeed;

    private QuotedPrintableReader(byte[] bytes, ByteRange body) {
        this.bytes = bytes;
        this.at = body.start();
        this.lineStart = at;
        this.end = body.end();
        this.content = new byte[body.length()];
        this.lineEnd = lineEnd(Lines.endOfText(bytes, at, end));
    }

    /// The content and the form it seems to have; the caller proves it by encoding.
    static Optional<ExactBody> read(byte[] bytes, ByteRange body) {
        QuotedPrintableReader reader = new QuotedPrintableReader(bytes, body);
        return reader.decode() ? reader.result() : Optional.empty();
    }

    private LineEnd lineEnd(int at) {
        if (at >= end) {
            return LineEnd.CRLF;
        }
        if (bytes[at] == '\n') {
            return LineEnd.LF;
        }
        return at + 1 < end && bytes[at + 1] == '\n' ? LineEnd.CRLF : LineEnd.CR;
    }

    private boolean decode() {
        while (at < end) {
            byte next = bytes[at];
            if (next == '=') {
                if (!escape()) {
                    return false;
                }
            } else if (next == '\r' || next == '\n') {
                hardBreak();
            } else {
                plain();
            }
        }
        longestHard = Math.max(longestHard, at - lineStart);
        return true;
    }

    /// Bytes that stand for themselves, up to the next escape or line end.
    private void plain() {
        int i = at;
        byte next = bytes[i];
        do {
            raw[next & 0xff] = true;
            i++;
            next = i < end ? bytes[i] : (byte) '=';
        } while (next != '=' && next != '\r' && next != '\n');
        System.arraycopy(bytes, at, content, length, i - at);
        length += i - at;
        at = i;
        afterLineFeed = false;
    }

    /// An escape or a soft break; false for anything else after `=`.
    private boolean escape() {
        int breakEnd = Lines.afterBreak(bytes, at + 1, end);
        if (breakEnd > at + 1) {
            longestSoft = Math.max(longestSoft, at + 1 - lineStart);
            breaksAfterLineFeed |= afterLineFeed;
            lastSoftEnd = breakEnd;
            at = breakEnd;
            lineStart = at;
            return true;
        }
        int octet = at + 2 < end ? Hex.octet(bytes, at + 1) : -1;
        if (octet < 0) {
            return false;
        }
        note(octet);
        content[length++] = (byte) octet;
        at += 3;
        afterLineFeed = octet == '\n';
        return true;
    }

    private void note(int octet) {
        lowerCase |= bytes[at + 1] >= 'a' || bytes[at + 2] >= 'a';
        escapedBreaks |= octet == '\r' || octet == '\n';
        boolean tail = at + 3 == end || bytes[at + 3] == '\r' || bytes[at + 3] == '\n';
        if (tail && Lines.isBlank((byte) octet)) {
            return; // Blanks are always escaped there: that tells nothing.
        }
        if (at == lineStart) {
            escapedFirst[octet] = true;
        } else {
            escaped[octet] = true;
        }
    }

    private void hardBreak() {
        afterLineFeed = false;
        rawTail |= at > lineStart && Lines.isBlank(bytes[at - 1]);
        longestHard = Math.max(longestHard, at - lineStart);
        hardBreaks = true;
        int next = Lines.afterBreak(bytes, at, end);
        while (at < next) {
            content[length++] = bytes[at++];
        }
        lineStart = at;
    }

    private Optional<ExactBody> result() {
        StringBuilder exceptions = new StringBuilder();
        StringBuilder first = new StringBuilder();
        for (int octet = 0; octet < 256; octet++) {
            boolean rule = QuotedPrintableForm.isEscapedByRule(octet);
            boolean always = escaped[octet] || (escapedFirst[octet] && !raw[octet]);
            if (rule ? raw[octet] : always) {
                exceptions.append((char) octet);
            } else if (!rule && escapedFirst[octet]) {
                first.append((char) octet);
            }
        }
        if (exceptions.length() > QuotedPrintableForm.MAX_LIST || first.length() > QuotedPrintableForm.MAX_LIST) {
            return Optional.empty();
        }
        if (longestSoft != 0 && (longestSoft < 4 || longestSoft > 10_000)) {
            return Optional.empty();
        }
        QuotedPrintableForm form =
                new QuotedPrintableForm(lineEnd, longestSoft, habits(), exceptions.toString(), first.toString());
        return Optional.of(new ExactBody(Arrays.copyOf(content, length), form));
    }

    private Set<Habit> habits() {
        Set<Habit> habits = EnumSet.noneOf(Habit.class);
        note(habits, Habit.LOWER_CASE, lowerCase);
        note(habits, Habit.FILLS_LAST, longestHard >= longestSoft);
        note(habits, Habit.RAW_TAIL, rawTail);
        note(habits, Habit.BINARY, escapedBreaks && !hardBreaks);
        note(habits, Habit.ENDS_SOFT, lastSoftEnd == end);
        note(habits, Habit.BREAKS_AFTER_LINE_FEED, breaksAfterLineFeed);
        return habits;
    }

    private static void note(Set<Habit> habits, Habit habit, boolean seen) {
        if (seen) {
            habits.add(habit);
        }
    }
}
