package org.postern.mail;

/// Where lines begin and end in bytes whose line ends are CRLF, LF, CR or any mix of them.
final class Lines {
    private Lines() {}

    /// The index after the line end that starts at `at`; `at` itself where no line end starts.
    ///
    /// CR CR LF, which broken gateways make of CRLF, is one line end: as two it would end the header too early.
    static int afterBreak(byte[] bytes, int at, int limit) {
        if (at >= limit) {
            return at;
        }
        if (bytes[at] == '\n') {
            return at + 1;
        }
        if (bytes[at] != '\r') {
            return at;
        }
        if (at + 1 < limit && bytes[at + 1] == '\n') {
            return at + 2;
        }
        boolean doubled = at + 2 < limit && bytes[at + 1] == '\r' && bytes[at + 2] == '\n';
        return doubled ? at + 3 : at + 1;
    }

    /// The index of the first CR or LF at or after `from`; `limit` when there is none.
    static int endOfText(byte[] bytes, int from, int limit) {
        int at = from;
        while (at < limit && bytes[at] != '\n' && bytes[at] != '\r') {
            at++;
        }
        return at;
    }

    /// Where the line end begins that stands just before the line starting at `lineStart`.
    static int beforeBreak(byte[] bytes, int lineStart, int floor) {
        if (lineStart <= floor) {
            return lineStart;
        }
        byte last = bytes[lineStart - 1];
        if (last == '\r') {
            return lineStart - 1;
        }
        if (last != '\n') {
            return lineStart;
        }
        boolean pair = lineStart - 2 >= floor && bytes[lineStart - 2] == '\r';
        return pair ? lineStart - 2 : lineStart - 1;
    }

    static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }
}
