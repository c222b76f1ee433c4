package org.postern.mail;

import java.util.ArrayList;
import java.util.List;

/// Reads address lists (RFC 5322 §3.4 with the obsolete forms of §4.4) and makes the best of anything else.
///
/// One walk over the text: quoted strings and comments are taken whole, and what is between separators is judged when
/// it is complete.
final class AddressParser {
    private final String text;
    private final int maxAddresses;
    private final List<EmailAddress> found = new ArrayList<>();
    /// The current address outside angle brackets, quoted strings still quoted, comments left out.
    private final StringBuilder words = new StringBuilder();

    private final StringBuilder comment = new StringBuilder();
    private String angle = "";
    private boolean hasAngle;
    private int at;
    private boolean quotesExhausted;

    AddressParser(String text, int maxAddresses) {
        this.text = text;
        this.maxAddresses = maxAddresses;
    }

    List<EmailAddress> parse() {
        while (at < text.length() && found.size() < maxAddresses) {
            char next = text.charAt(at);
            switch (next) {
                case '"' -> quoted();
                case '(' -> comment();
                case '<' -> angle();
                case ',', ';' -> separator();
                case ':' -> groupStart();
                case '>' -> at++; // Closes nothing.
                default -> {
                    words.append(next == '\r' || next == '\n' || next == '\t' ? ' ' : next);
                    at++;
                }
            }
        }
        finish();
        return List.copyOf(found);
    }

    private void quoted() {
        int end = afterQuoted(at);
        if (end > at + 1) {
            words.append(text, at, end);
        }
        at = end;
    }

    private void separator() {
        at++;
        finish();
    }

    /// A colon after a phrase begins a group; in anything like an address it is junk that stays.
    private void groupStart() {
        at++;
        if (words.indexOf("@") < 0 && words.indexOf("[") < 0 && !hasAngle) {
            clear();
        } else {
            words.append(':');
        }
    }

    /// Where the quoted string that starts at `from` ends; just after the quote when it is never closed.
    private int afterQuoted(int from) {
        for (int i = from + 1; i < text.length() && !quotesExhausted; i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == '"') {
                return i + 1;
            }
        }
        quotesExhausted = true;
        return from + 1;
    }

    private void comment() {
        int end = afterComment(at);
        if (comment.isEmpty()) {
            boolean closed = text.charAt(end - 1) == ')';
            comment.append(text, at + 1, Math.max(at + 1, closed ? end - 1 : end));
        }
        words.append(' ');
        at = end;
    }

    /// Comments nest (RFC 5322 §3.2.2); one that is never closed runs to the end.
    private int afterComment(int from) {
        int depth = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else {
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            }
            if (depth == 0) {
                return i + 1;
            }
        }
        return text.length();
    }

    /// Takes what stands in angle brackets, without comments; of several the first that says anything counts.
    private void angle() {
        StringBuilder spec = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != '>' && text.charAt(at) != '<') {
            char c = text.charAt(at);
            int end = c == '"' ? afterQuoted(at) : c == '(' ? afterComment(at) : at + 1;
            if (c != '(' && (c != '"' || end > at + 1)) {
                spec.append(text, at, end);
            }
            at = end;
        }
        at += at < text.length() && text.charAt(at) == '>' ? 1 : 0;
        if (!hasAngle || angle.isBlank()) {
            angle = spec.toString();
            hasAngle = true;
        }
    }

    private void finish() {
        if (hasAngle) {
            AddressSpec spec = AddressSpec.of(withoutRoute(angle));
            add(AddressSpec.displayName(words.toString()), spec.localPart(), spec.domain());
        } else if (!words.toString().isBlank()) {
            AddressSpec spec = AddressSpec.of(words.toString());
            String name = spec.rest().isEmpty() ? comment.toString() : spec.rest();
            add(AddressSpec.displayName(name), spec.localPart(), spec.domain());
        }
        clear();
    }

    /// RFC 5322 §4.4: `<@relay,@relay:local@domain>`.
    private static String withoutRoute(String spec) {
        String stripped = spec.strip();
        int colon = stripped.startsWith("@") ? stripped.indexOf(':') : -1;
        return colon < 0 ? stripped : stripped.substring(colon + 1);
    }

    private void add(String name, String localPart, String domain) {
        if (!name.isEmpty() || !localPart.isEmpty() || !domain.isEmpty()) {
            found.add(new EmailAddress(name, localPart, domain));
        }
    }

    private void clear() {
        words.setLength(0);
        comment.setLength(0);
        angle = "";
        hasAngle = false;
    }
}
