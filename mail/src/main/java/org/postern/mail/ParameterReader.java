package org.postern.mail;

/// Walks over `value; name=value; ...` and forgives what mailers get wrong there.
final class ParameterReader {
    private final String text;
    private int at;

    ParameterReader(String text) {
        this.text = text;
    }

    boolean hasNext() {
        while (at < text.length() && (text.charAt(at) == ';' || isSpace(text.charAt(at)) || text.charAt(at) == '(')) {
            skipSpaceAndComments();
            if (at < text.length() && text.charAt(at) == ';') {
                at++;
            }
        }
        return at < text.length();
    }

    /// The first word; what follows it without a semicolon is taken for parameters.
    String value() {
        skipSpaceAndComments();
        if (at < text.length() && text.charAt(at) == '"') {
            return quoted().strip();
        }
        StringBuilder word = new StringBuilder();
        while (at < text.length() && text.charAt(at) != ';') {
            if (isSpace(text.charAt(at)) || text.charAt(at) == '(') {
                skipSpaceAndComments();
                // "text / html" is one value, "text/html charset=x" is not.
                if (!continuesValue(word)) {
                    break;
                }
            } else {
                word.append(text.charAt(at++));
            }
        }
        return word.toString();
    }

    private boolean continuesValue(StringBuilder word) {
        return at < text.length()
                && (text.charAt(at) == '/' || (!word.isEmpty() && word.charAt(word.length() - 1) == '/'));
    }

    String name() {
        int start = at;
        while (at < text.length() && text.charAt(at) != '=' && text.charAt(at) != ';') {
            at++;
        }
        return text.substring(start, at).strip();
    }

    /// The value after `=`; empty where there is none.
    String parameterValue(String name) {
        if (at >= text.length() || text.charAt(at) != '=') {
            return "";
        }
        at++;
        skipSpaceAndComments();
        if (at < text.length() && text.charAt(at) == '"') {
            return quoted();
        }
        int start = at;
        while (at < text.length() && text.charAt(at) != ';') {
            at++;
        }
        String token = unfolded(text.substring(start, at)).strip();
        return name.startsWith("name") || name.startsWith("filename") ? token : withoutTail(token);
    }

    /// A token ends at a space or comment; only file names are often written unquoted with spaces in them.
    private static String withoutTail(String token) {
        for (int i = 0; i < token.length(); i++) {
            if (isSpace(token.charAt(i))) {
                return token.substring(0, i);
            }
        }
        return token;
    }

    private String quoted() {
        StringBuilder content = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            char next = text.charAt(at);
            if (next == '\\' && at + 1 < text.length() && isEscapable(text.charAt(at + 1))) {
                at++;
                content.append(text.charAt(at));
            } else if (next != '\r' && next != '\n') { // RFC 5322 §3.2.2: unfolding drops line ends only.
                content.append(next);
            }
            at++;
        }
        at++;
        return content.toString();
    }

    /// RFC 5322 lets any character be escaped, but mailers send Windows paths with plain backslashes.
    private static boolean isEscapable(char c) {
        return c == '"' || c == '\\';
    }

    private void skipSpaceAndComments() {
        while (at < text.length() && (isSpace(text.charAt(at)) || text.charAt(at) == '(')) {
            at = text.charAt(at) == '(' ? afterComment() : at + 1;
        }
    }

    /// Comments nest (RFC 5322 §3.2.2); one that is never closed runs to the end.
    private int afterComment() {
        int depth = 0;
        for (int i = at; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '\\' -> i++;
                case '(' -> depth++;
                case ')' -> depth--;
                default -> {}
            }
            if (depth == 0) {
                return i + 1;
            }
        }
        return text.length();
    }

    private static String unfolded(String folded) {
        return folded.replace("\r", "").replace("\n", "");
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }
}
