package org.postern.protect.explode;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/// The words of a script in JavaScript, each once: a lexer that never fails, not a parser (ECMA-262 §12).
record JavaScriptWords(List<String> identifiers, List<String> keywords, List<String> strings) {
    private static final int MOST = 20_000;
    private static final int LONGEST = 4 << 20;
    private static final Set<String> KEYWORDS = Set.of(
            "await",
            "break",
            "case",
            "catch",
            "class",
            "const",
            "continue",
            "debugger",
            "default",
            "delete",
            "do",
            "else",
            "enum",
            "export",
            "extends",
            "finally",
            "for",
            "function",
            "if",
            "implements",
            "import",
            "in",
            "instanceof",
            "interface",
            "let",
            "new",
            "package",
            "private",
            "protected",
            "public",
            "return",
            "static",
            "super",
            "switch",
            "this",
            "throw",
            "try",
            "typeof",
            "var",
            "void",
            "while",
            "with",
            "yield");
    private static final Set<String> LITERALS = Set.of("true", "false", "null");

    static @Nullable Object of(ExplodedFile file) {
        Lexer lexer = new Lexer();
        if (file.is("js")) {
            lexer.read(Text.orBytes(file));
        } else if (file.is("html", "svg")) {
            Pages.of(file).ifPresent(page -> {
                for (Element script : page.select("script")) {
                    if (Pages.language(script).equals("JavaScript")) {
                        lexer.read(script.data());
                    }
                }
            });
        } else {
            return null;
        }
        return new JavaScriptWords(
                List.copyOf(lexer.identifiers), List.copyOf(lexer.keywords), List.copyOf(lexer.strings));
    }

    private static final class Lexer {
        private final Set<String> identifiers = new LinkedHashSet<>();
        private final Set<String> keywords = new LinkedHashSet<>();
        private final Set<String> strings = new LinkedHashSet<>();
        private String source = "";
        private int at;
        /// Whether a `/` here divides; else it begins a regular expression.
        private boolean afterValue;

        void read(String text) {
            source = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
            at = 0;
            afterValue = false;
            while (at < source.length()) {
                next();
            }
        }

        private void next() {
            char c = source.charAt(at);
            if (Character.isJavaIdentifierStart(c) || (c == '\\' && source.startsWith("u", at + 1))) {
                word();
            } else if (c == '"' || c == '\'' || c == '`') {
                string(c);
            } else if (Character.isDigit(c)) {
                number();
            } else if (c == '/' && (source.startsWith("//", at) || source.startsWith("/*", at))) {
                comment();
            } else if (c == '/' && !afterValue) {
                regularExpression();
            } else {
                at++;
                afterValue = c <= ' ' ? afterValue : c == ')' || c == ']' || c == '}';
            }
        }

        private void word() {
            int start = at;
            while (at < source.length()
                    && (Character.isJavaIdentifierPart(source.charAt(at)) || source.charAt(at) == '\\')) {
                at++;
            }
            String word = source.substring(start, at);
            boolean keyword = KEYWORDS.contains(word);
            if (keyword) {
                add(keywords, word);
            } else if (!LITERALS.contains(word)) {
                add(identifiers, word);
            }
            afterValue = !keyword || word.equals("this") || word.equals("super");
        }

        private void string(char quote) {
            StringBuilder text = new StringBuilder();
            at++;
            while (at < source.length() && source.charAt(at) != quote) {
                char c = source.charAt(at);
                if (c == '\n' && quote != '`') {
                    break;
                }
                if (c == '\\' && at + 1 < source.length()) {
                    escape(text);
                } else {
                    text.append(c);
                    at++;
                }
            }
            at++;
            add(strings, text.toString());
            afterValue = true;
        }

        private void escape(StringBuilder text) {
            char c = source.charAt(at + 1);
            int digits = c == 'x' ? 2 : c == 'u' ? 4 : 0;
            if (digits > 0
                    && at + 2 + digits <= source.length()
                    && source.substring(at + 2, at + 2 + digits).chars().allMatch(d -> Character.digit(d, 16) >= 0)) {
                text.append((char) Integer.parseInt(source.substring(at + 2, at + 2 + digits), 16));
                at += 2 + digits;
                return;
            }
            text.append(
                    switch (c) {
                        case 'n' -> "\n";
                        case 't' -> "\t";
                        case 'r' -> "\r";
                        case '\n' -> "";
                        default -> String.valueOf(c);
                    });
            at += 2;
        }

        private void number() {
            while (at < source.length() && (Character.isLetterOrDigit(source.charAt(at)) || source.charAt(at) == '.')) {
                at++;
            }
            afterValue = true;
        }

        private void comment() {
            boolean line = source.startsWith("//", at);
            int end = source.indexOf(line ? "\n" : "*/", at + 2);
            at = end < 0 ? source.length() : end + (line ? 1 : 2);
        }

        private void regularExpression() {
            boolean set = false;
            at++;
            while (at < source.length() && source.charAt(at) != '\n') {
                char c = source.charAt(at++);
                if (c == '\\') {
                    at++;
                } else if (c == '[' || c == ']') {
                    set = c == '[';
                } else if (c == '/' && !set) {
                    break;
                }
            }
            afterValue = true;
        }

        private static void add(Set<String> words, String word) {
            if (words.size() < MOST) {
                words.add(word);
            }
        }
    }
}
