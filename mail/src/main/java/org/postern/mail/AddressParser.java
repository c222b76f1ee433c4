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
        words.append(text, at, end);
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

    private int afterQuoted(int from) {
        for (int i = from + 1; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == '"') {
                return i + 1;
            }
        }
        return text.length();
    }

    private void comment() {
        int depth = 0;
        int start = at + 1;
        do {
            char c = text.charAt(at);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            at += c == '\\' ? 2 : 1;
        } while (depth > 0 && at < text.length());
        if (comment.isEmpty()) {
            comment.append(text, start, Math.max(start, Math.min(text.length(), depth == 0 ? at - 1 : at)));
        }
        words.append(' ');
    }

    private void angle() {
        int start = at + 1;
        at = start;
        while (at < text.length() && text.charAt(at) != '>' && text.charAt(at) != '<') {
            at = text.charAt(at) == '"' ? afterQuoted(at) : at + 1;
        }
        if (!hasAngle || angle.isBlank()) {
            angle = text.substring(start, Math.min(at, text.length()));
            hasAngle = true;
        }
        at += at < text.length() && text.charAt(at) == '>' ? 1 : 0;
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
