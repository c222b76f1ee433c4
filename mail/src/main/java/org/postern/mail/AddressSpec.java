package org.postern.mail;

/// An `addr-spec` found in text that has no angle brackets, or stood in them.
///
/// @param rest words around the address, quotes still on
record AddressSpec(String localPart, String domain, String rest) {
    /// Reads `local @ domain` with the blanks that RFC 5322 §4.4 allows around dots and the at sign.
    static AddressSpec of(String text) {
        String spec = text.strip();
        int sign = lastAt(spec);
        if (sign < 0) {
            boolean oneWord = spec.chars().noneMatch(Character::isWhitespace) || isQuoted(spec);
            return oneWord && !spec.contains("=?")
                    ? new AddressSpec(unquoted(spec), "", "")
                    : new AddressSpec("", "", spec);
        }
        int start = localStart(spec, sign);
        int end = domainEnd(spec, sign + 1);
        String local = unquotedWords(spec.substring(start, sign));
        String domain = withoutBlanks(spec.substring(sign + 1, end));
        domain = domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
        return new AddressSpec(local, domain, (spec.substring(0, start) + " " + spec.substring(end)).strip());
    }

    /// A phrase as people read it: encoded words decoded, quotes taken off, blanks joined.
    static String displayName(String phrase) {
        String name = EncodedWords.decode(unquotedWords(phrase.strip()));
        return name.replaceAll("\\s+", " ").strip();
    }

    private static int lastAt(String spec) {
        boolean quoted = false;
        int found = -1;
        for (int i = 0; i < spec.length(); i++) {
            char c = spec.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '@' && !quoted) {
                found = i;
            }
        }
        return found;
    }

    /// Walks back over atoms, dots and one quoted string, and over blanks only where a dot or the sign joins.
    private static int localStart(String spec, int sign) {
        int at = beforeBlanks(spec, sign);
        while (at > 0) {
            char c = spec.charAt(at - 1);
            if (c == '"') {
                at = quoteStart(spec, at - 1);
            } else if (Character.isWhitespace(c)) {
                int word = beforeBlanks(spec, at);
                if (word == 0 || (spec.charAt(at) != '.' && spec.charAt(word - 1) != '.')) {
                    return at;
                }
                at = word;
            } else {
                at--;
            }
        }
        return at;
    }

    private static int quoteStart(String spec, int closing) {
        for (int i = closing - 1; i >= 0; i--) {
            if (spec.charAt(i) == '"' && (i == 0 || spec.charAt(i - 1) != '\\')) {
                return i;
            }
        }
        return 0;
    }

    private static int beforeBlanks(String spec, int from) {
        int at = from;
        while (at > 0 && Character.isWhitespace(spec.charAt(at - 1))) {
            at--;
        }
        return at;
    }

    private static int domainEnd(String spec, int from) {
        int at = afterBlanks(spec, from);
        while (at < spec.length()) {
            if (Character.isWhitespace(spec.charAt(at))) {
                int word = afterBlanks(spec, at);
                if (word == spec.length() || (spec.charAt(word) != '.' && spec.charAt(at - 1) != '.')) {
                    return at;
                }
                at = word;
            } else {
                at++;
            }
        }
        return at;
    }

    private static int afterBlanks(String spec, int from) {
        int at = from;
        while (at < spec.length() && Character.isWhitespace(spec.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isQuoted(String text) {
        return text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
    }

    private static String unquoted(String text) {
        return isQuoted(text) ? unquotedWords(text) : text;
    }

    /// Takes off quotes and the backslashes in them; outside of quotes blanks around dots go.
    private static String unquotedWords(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted && i + 1 < text.length()) {
                plain.append(text.charAt(++i));
            } else if (c != '\r' && c != '\n') {
                plain.append(c);
            }
        }
        return plain.toString().strip();
    }

    private static String withoutBlanks(String text) {
        StringBuilder joined = new StringBuilder(text.length());
        text.chars().filter(c -> !Character.isWhitespace(c)).forEach(c -> joined.append((char) c));
        return joined.toString();
    }
}
