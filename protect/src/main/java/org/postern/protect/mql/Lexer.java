package org.postern.protect.mql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.postern.protect.mql.Token.Kind;

/// Cuts a rule's source into tokens.
final class Lexer {
    /// The longest public rule has 60 KB; a source beyond this is refused unread.
    static final int MOST_CHARACTERS = 1 << 20;

    private static final Set<String> WORDS = Set.of("and", "or", "not", "in", "is", "of", "true", "false", "null");
    private static final List<String> SIGNS = List.of(
            "==", "!=", "=~", "!~", "<=", ">=", "<", ">", "=", "+", "-", "*", "/", "%", "(", ")", "[", "]", ",", ":");

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String source) {
        this.source = source;
    }

    static List<Token> tokens(String source) throws SyntaxException {
        if (source.length() > MOST_CHARACTERS) {
            throw new SyntaxException(
                    new Position(1, 1),
                    "The rule has " + source.length() + " characters; " + MOST_CHARACTERS + " are the most.");
        }
        return new Lexer(source).run();
    }

    private List<Token> run() throws SyntaxException {
        for (skipBlanks(); at < source.length(); skipBlanks()) {
            next();
        }
        tokens.add(new Token(Kind.END, "", at, at));
        return List.copyOf(tokens);
    }

    private void skipBlanks() {
        while (at < source.length()) {
            if (source.startsWith("//", at)) {
                int end = source.indexOf('\n', at);
                at = end < 0 ? source.length() : end;
            } else if (Character.isWhitespace(source.charAt(at)) || source.charAt(at) == '\ufeff') {
                at++;
            } else {
                return;
            }
        }
    }

    private void next() throws SyntaxException {
        char first = source.charAt(at);
        if (first == '"') {
            escapedString();
        } else if (first == '\'') {
            rawString();
        } else if (digit(first)) {
            number();
        } else if (first == '.') {
            int end = at;
            while (end < source.length() && source.charAt(end) == '.') {
                end++;
            }
            add(Kind.DOTS, end);
        } else if (nameStart(first)) {
            word();
        } else if (first == '$' && at + 1 < source.length() && nameStart(source.charAt(at + 1))) {
            int end = nameEnd(at + 1);
            tokens.add(new Token(Kind.LIST, source.substring(at + 1, end), at, end));
            at = end;
        } else {
            sign();
        }
    }

    private void add(Kind kind, int end) {
        tokens.add(new Token(kind, source.substring(at, end), at, end));
        at = end;
    }

    private void word() {
        int end = nameEnd(at);
        String text = source.substring(at, end);
        if (text.equals("in") && end < source.length() && source.charAt(end) == '~') {
            add(Kind.WORD, end + 1);
        } else {
            add(WORDS.contains(text) ? Kind.WORD : Kind.NAME, end);
        }
    }

    private void number() throws SyntaxException {
        int end = digitsEnd(at);
        boolean decimal = end + 1 < source.length() && source.charAt(end) == '.' && digit(source.charAt(end + 1));
        if (decimal) {
            end = digitsEnd(end + 1);
        }
        if (end < source.length() && nameStart(source.charAt(end))) {
            throw error(end, "A number ends in \"" + source.charAt(end) + "\". Put a blank between them.");
        }
        if (end - at > 18) {
            throw error(at, "The number is too large.");
        }
        add(decimal ? Kind.DECIMAL : Kind.INTEGER, end);
    }

    private void sign() throws SyntaxException {
        for (String sign : SIGNS) {
            if (source.startsWith(sign, at)) {
                add(Kind.SIGN, at + sign.length());
                return;
            }
        }
        throw error(at, "\"" + Character.toString(source.codePointAt(at)) + "\" has no meaning here.");
    }

    /// In single quotes all stands for itself; a quote is doubled.
    private void rawString() throws SyntaxException {
        StringBuilder text = new StringBuilder();
        for (int from = at + 1; ; from++) {
            if (from >= source.length()) {
                throw error(at, "The string that begins here does not end. Close it by a single quote.");
            }
            char next = source.charAt(from);
            if (next != '\'') {
                text.append(next);
            } else if (source.startsWith("''", from)) {
                text.append('\'');
                from++;
            } else {
                tokens.add(new Token(Kind.STRING, text.toString(), at, from + 1));
                at = from + 1;
                return;
            }
        }
    }

    private void escapedString() throws SyntaxException {
        StringBuilder text = new StringBuilder();
        int from = at + 1;
        while (from < source.length() && source.charAt(from) != '"') {
            if (source.charAt(from) == '\\') {
                from = escape(from, text);
            } else {
                text.append(source.charAt(from++));
            }
        }
        if (from >= source.length()) {
            throw error(at, "The string that begins here does not end. Close it by a double quote.");
        }
        tokens.add(new Token(Kind.STRING, text.toString(), at, from + 1));
        at = from + 1;
    }

    private int escape(int from, StringBuilder text) throws SyntaxException {
        char letter = from + 1 < source.length() ? source.charAt(from + 1) : ' ';
        switch (letter) {
            case 'r' -> text.append('\r');
            case 'n' -> text.append('\n');
            case 't' -> text.append('\t');
            case '\'', '"', '\\' -> text.append(letter);
            case 'u' -> {
                return codePoint(from, text);
            }
            default ->
                throw error(
                        from,
                        "\"\\" + letter + "\" is no escape. Those are \\r \\n \\t \\' \\\" \\\\ \\u{HEX}; a string in"
                                + " single quotes needs none.");
        }
        return from + 2;
    }

    private int codePoint(int from, StringBuilder text) throws SyntaxException {
        int end = source.indexOf('}', from);
        String hex = end < 0 || !source.startsWith("\\u{", from) ? "" : source.substring(from + 3, end);
        if (hex.length() >= 2 && hex.length() <= 8 && hex.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
            long point = Long.parseLong(hex, 16);
            if (Character.isValidCodePoint((int) Math.min(point, Integer.MAX_VALUE))) {
                text.appendCodePoint((int) point);
                return end + 1;
            }
        }
        throw error(from, "\"\\u\" wants two to eight hexadecimal digits of a code point in braces, as in \\u{200b}.");
    }

    private SyntaxException error(int offset, String message) {
        return new SyntaxException(Position.of(source, offset), message);
    }

    private int digitsEnd(int from) {
        int end = from;
        while (end < source.length() && digit(source.charAt(end))) {
            end++;
        }
        return end;
    }

    private int nameEnd(int from) {
        int end = from;
        while (end < source.length() && (nameStart(source.charAt(end)) || digit(source.charAt(end)))) {
            end++;
        }
        return end;
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean nameStart(char c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
