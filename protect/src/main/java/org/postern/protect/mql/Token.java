package org.postern.protect.mql;

/// One word of a rule's source.
///
/// @param text what it stands for: a string's characters without its quotes and escapes, a name, a sign
record Token(Kind kind, String text, int start, int end) {
    enum Kind {
        STRING("a string"),
        INTEGER("a whole number"),
        DECIMAL("a decimal number"),
        NAME("a name"),
        LIST("a list's name"),
        WORD("a keyword"),
        SIGN("a sign"),
        DOTS("dots"),
        END("the end");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    boolean is(String sign) {
        return (kind == Kind.SIGN || kind == Kind.WORD) && text.equals(sign);
    }

    /// How an error names it.
    String shown() {
        return switch (kind) {
            case END -> "the end of the rule";
            case STRING -> kind.words;
            case INTEGER, DECIMAL, NAME, WORD, SIGN, DOTS -> "\"" + text + "\"";
            case LIST -> "\"$" + text + "\"";
        };
    }
}
