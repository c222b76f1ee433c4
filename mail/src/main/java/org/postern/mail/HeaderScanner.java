package org.postern.mail;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Finds the fields of one header and where its body starts (RFC 5322 §2.2, obsolete forms of §4.5 included).
///
/// The header ends at a blank line, at a delimiter of an enclosing multipart, or at the first line that can be no
/// field: a missing blank line costs no body text.
final class HeaderScanner {
    /// @param end where the fields end, before the blank line
    /// @param bodyStart after the blank line; equal to `end` when it is missing
    record Header(List<HeaderField> fields, int end, int bodyStart) {}

    private final byte[] bytes;
    private final Boundaries boundaries;
    private final int maxFields;

    HeaderScanner(byte[] bytes, Boundaries boundaries, int maxFields) {
        this.bytes = bytes;
        this.boundaries = boundaries;
        this.maxFields = maxFields;
    }

    Header scan(int start) {
        List<HeaderField> fields = new ArrayList<>();
        int at = start == 0 ? afterStrayLine(afterEnvelopeLine(0)) : afterEnvelopeLine(start);
        while (at < bytes.length) {
            int blankEnd = Lines.afterBreak(bytes, at, bytes.length);
            if (blankEnd > at) {
                return new Header(fields, at, blankEnd);
            }
            int colon = colon(at);
            if (colon < 0 || boundaries.at(at) != null) {
                return new Header(fields, at, at);
            }
            at = field(at, colon, fields);
        }
        return new Header(fields, bytes.length, bytes.length);
    }

    /// The mbox line that mail carries when it was cut from a file without care.
    private int afterEnvelopeLine(int start) {
        int from = start < bytes.length && bytes[start] == '>' ? start + 1 : start;
        boolean envelope = from + 5 <= bytes.length
                && bytes[from] == 'F'
                && bytes[from + 1] == 'r'
                && bytes[from + 2] == 'o'
                && bytes[from + 3] == 'm'
                && bytes[from + 4] == ' ';
        if (!envelope || colon(from) >= 0) {
            return start;
        }
        return Lines.afterBreak(bytes, Lines.endOfText(bytes, from, bytes.length), bytes.length);
    }

    /// A message whose first line is the rest of a folded one that was lost: the header goes on behind it.
    private int afterStrayLine(int start) {
        if (start >= bytes.length || !Lines.isBlank(bytes[start])) {
            return start;
        }
        int next = Lines.afterBreak(bytes, Lines.endOfText(bytes, start, bytes.length), bytes.length);
        return colon(next) >= 0 ? next : start;
    }

    /// The index of the colon after a field name that starts at `at`; -1 when the line begins no field.
    private int colon(int at) {
        int name = at;
        while (name < bytes.length && bytes[name] > ' ' && bytes[name] < 0x7f && bytes[name] != ':') {
            name++;
        }
        int colon = name;
        while (colon < bytes.length && Lines.isBlank(bytes[colon])) { // RFC 5322 §4.5.8
            colon++;
        }
        return name > at && colon < bytes.length && bytes[colon] == ':' ? colon : -1;
    }

    /// Records the field with its folded lines and returns where the next line starts.
    private int field(int at, int colon, List<HeaderField> fields) {
        int textEnd = Lines.endOfText(bytes, colon + 1, bytes.length);
        int next = Lines.afterBreak(bytes, textEnd, bytes.length);
        while (next < bytes.length && Lines.isBlank(bytes[next])) {
            textEnd = Lines.endOfText(bytes, next, bytes.length);
            next = Lines.afterBreak(bytes, textEnd, bytes.length);
        }
        if (fields.size() < maxFields) {
            fields.add(new HeaderField(name(at, colon), new ByteRange(at, next), new ByteRange(colon + 1, textEnd)));
        }
        return next;
    }

    private String name(int at, int colon) {
        int end = colon;
        while (Lines.isBlank(bytes[end - 1])) {
            end--;
        }
        return new String(bytes, at, end - at, StandardCharsets.ISO_8859_1);
    }
}
