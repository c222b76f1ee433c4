package org.postern.protect.function;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What has to stand in a text for a regular expression to match in it, as far as that can be told: one of some
/// literals,
/// in lower case.
///
/// A search for literals is a hundred times quicker than the automaton, and most patterns need not be tried on most
/// texts. What is told is necessary, never enough; of what the reader does not understand, nothing is told.
final class RequiredText {
    private static final int MOST_EXACT = 32;
    private static final int SHORTEST = 2;
    private static final int MOST_LITERALS = 64;
    private static final int DEEPEST = 100;

    /// What is known of a part of a pattern.
    ///
    /// @param exact all texts that it matches; null where there are too many
    /// @param required literals of which one has to stand in any match; null where nothing is known
    private record Known(
            @Nullable Set<String> exact, @Nullable Set<String> required) {
        static final Known NOTHING = new Known(null, null);
        static final Known EMPTY = new Known(Set.of(""), null);

        /// What is required, whether all texts are known or only some part of them.
        @Nullable
        Set<String> needed() {
            return better(required, exact);
        }
    }

    /// The pattern is written in a way that this reader does not know.
    private static final class NotUnderstoodException extends Exception {
        private static final long serialVersionUID = 1;

        NotUnderstoodException() {
            super("not understood", null, false, false);
        }
    }

    private final String pattern;
    private int at;
    private int depth;

    private RequiredText(String pattern) {
        this.pattern = pattern;
    }

    /// The literals of which one has to be in the text, in lower case; empty when nothing is known.
    static List<String> of(String pattern) {
        try {
            RequiredText reader = new RequiredText(pattern);
            Known known = reader.alternatives();
            Set<String> needed = reader.at == pattern.length() ? known.needed() : null;
            return needed == null
                    ? List.of()
                    : needed.stream()
                            .filter(one ->
                                    needed.stream().noneMatch(other -> !other.equals(one) && one.contains(other)))
                            .toList();
        } catch (NotUnderstoodException e) {
            return List.of();
        }
    }

    private Known alternatives() throws NotUnderstoodException {
        if (++depth > DEEPEST) {
            throw new NotUnderstoodException();
        }
        Known known = sequence();
        while (at < pattern.length() && pattern.charAt(at) == '|') {
            at++;
            known = either(known, sequence());
        }
        depth--;
        return known;
    }

    private static Known either(Known left, Known right) {
        if (left.exact != null && right.exact != null && left.exact.size() + right.exact.size() <= MOST_EXACT) {
            Set<String> both = new LinkedHashSet<>(left.exact);
            both.addAll(right.exact);
            return new Known(both, null);
        }
        Set<String> one = left.needed();
        Set<String> other = right.needed();
        if (one == null || other == null || one.size() + other.size() > MOST_LITERALS) {
            return Known.NOTHING;
        }
        Set<String> both = new LinkedHashSet<>(one);
        both.addAll(other);
        return new Known(null, both);
    }

    private Known sequence() throws NotUnderstoodException {
        Set<String> exact = Set.of("");
        boolean whole = true;
        Set<String> required = null;
        while (at < pattern.length() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
            Known next = repeated();
            Set<String> joined = next.exact == null ? null : joined(exact, next.exact);
            if (joined != null) {
                exact = joined;
                continue;
            }
            required = better(required, exact);
            required = better(required, next.needed());
            whole = false;
            exact = next.exact == null ? Set.of("") : next.exact;
        }
        return whole ? new Known(exact, null) : new Known(null, better(required, exact));
    }

    private static @Nullable Set<String> joined(Set<String> first, Set<String> second) {
        if (first.size() * second.size() > MOST_EXACT) {
            return null;
        }
        Set<String> all = new LinkedHashSet<>();
        first.forEach(start -> second.forEach(end -> all.add(start + end)));
        return all;
    }

    /// The set of which a member is found in the fewest texts.
    private static @Nullable Set<String> better(@Nullable Set<String> one, @Nullable Set<String> other) {
        int left = worth(one);
        int right = worth(other);
        return left <= 0 && right <= 0 ? null : right > left ? other : one;
    }

    private static int worth(@Nullable Set<String> literals) {
        if (literals == null || literals.isEmpty() || literals.size() > MOST_LITERALS) {
            return 0;
        }
        int shortest = literals.stream().mapToInt(String::length).min().orElse(0);
        return shortest < SHORTEST ? 0 : Math.max(1, shortest * 8 - literals.size());
    }

    private Known repeated() throws NotUnderstoodException {
        Known known = atom();
        while (at < pattern.length()) {
            switch (pattern.charAt(at)) {
                case '*' -> known = optional(known, true);
                case '?' -> known = optional(known, false);
                case '+' -> known = new Known(null, known.needed());
                case '{' -> {
                    int end = pattern.indexOf('}', at);
                    String range = end < 0 ? "" : pattern.substring(at + 1, end);
                    if (!range.matches("\\d{1,4}(,\\d{0,4})?")) {
                        throw new NotUnderstoodException(); // A brace that stands for itself.
                    }
                    known = times(known, range);
                    at = end;
                }
                default -> {
                    return known;
                }
            }
            at++;
            if (at < pattern.length() && pattern.charAt(at) == '?') {
                at++; // As few as possible: the same texts.
            }
        }
        return known;
    }

    private static Known optional(Known known, boolean many) {
        if (many || known.exact == null || known.exact.size() >= MOST_EXACT) {
            return Known.NOTHING;
        }
        Set<String> exact = new LinkedHashSet<>(known.exact);
        exact.add("");
        return new Known(exact, null);
    }

    private static Known times(Known known, String range) {
        int comma = range.indexOf(',');
        int least = Integer.parseInt(comma < 0 ? range : range.substring(0, comma));
        boolean once = comma < 0 && least == 1;
        if (least == 0) {
            return range.equals("0,1") ? optional(known, false) : Known.NOTHING;
        }
        return once ? known : new Known(null, known.needed());
    }

    private Known atom() throws NotUnderstoodException {
        char c = pattern.charAt(at++);
        return switch (c) {
            case '(' -> group();
            case '[' -> bracket();
            case '\\' -> escape();
            case '.' -> Known.NOTHING;
            case '^', '$' -> Known.EMPTY;
            case '*', '+', '?', ')' -> throw new NotUnderstoodException();
            default -> literal(c);
        };
    }

    /// Some letters beyond ASCII have more forms than two; those are left to the automaton.
    private static Known literal(char c) {
        return simple(c) ? new Known(Set.of(String.valueOf(Character.toLowerCase(c))), null) : Known.NOTHING;
    }

    private static boolean simple(char c) {
        boolean western = c >= 0xc0 && c <= 0xff;
        boolean caseless = Character.getType(c) == Character.OTHER_LETTER; // As in Chinese and Hebrew.
        return c < 0x80 || western || caseless;
    }

    private Known group() throws NotUnderstoodException {
        if (pattern.startsWith("?", at)) {
            int colon = pattern.indexOf(':', at);
            int close = pattern.indexOf(')', at);
            if (pattern.startsWith("?P<", at) || pattern.startsWith("?<", at)) {
                at = pattern.indexOf('>', at) + 1;
            } else if (close >= 0 && pattern.substring(at + 1, close).matches("[imsU]*(-[imsU]+)?")) {
                at = close + 1;
                return Known.EMPTY;
            } else if (colon >= 0 && pattern.substring(at + 1, colon).matches("[imsU]*(-[imsU]+)?")) {
                at = colon + 1;
            } else {
                throw new NotUnderstoodException();
            }
        }
        Known inner = alternatives();
        if (at >= pattern.length() || pattern.charAt(at) != ')') {
            throw new NotUnderstoodException();
        }
        at++;
        return inner;
    }

    private Known escape() throws NotUnderstoodException {
        if (at >= pattern.length()) {
            throw new NotUnderstoodException();
        }
        char c = pattern.charAt(at++);
        return switch (c) {
            case 'd', 'D', 's', 'S', 'w', 'W', 'C' -> Known.NOTHING;
            case 'b', 'B', 'A', 'z' -> Known.EMPTY;
            case 'n' -> literal('\n');
            case 'r' -> literal('\r');
            case 't' -> literal('\t');
            case 'p', 'P' -> {
                skipClassName();
                yield Known.NOTHING;
            }
            case 'x' -> hex();
            default -> {
                if (Character.isLetterOrDigit(c)) {
                    throw new NotUnderstoodException();
                }
                yield literal(c);
            }
        };
    }

    private void skipClassName() throws NotUnderstoodException {
        at = pattern.startsWith("{", at) ? pattern.indexOf('}', at) + 1 : at + 1;
        if (at <= 0) {
            throw new NotUnderstoodException();
        }
    }

    private Known hex() throws NotUnderstoodException {
        boolean braces = pattern.startsWith("{", at);
        int start = braces ? at + 1 : at;
        int end = braces ? pattern.indexOf('}', at) : Math.min(at + 2, pattern.length());
        if (end < start || end - start > 8 || !pattern.substring(start, end).matches("[0-9A-Fa-f]{1,8}")) {
            throw new NotUnderstoodException();
        }
        at = braces ? end + 1 : end;
        long point = Long.parseLong(pattern.substring(start, end), 16);
        return point <= Character.MAX_VALUE ? literal((char) point) : Known.NOTHING;
    }

    /// A class of a few ASCII characters is all of them; of any other nothing is known.
    private Known bracket() throws NotUnderstoodException {
        boolean negated = pattern.startsWith("^", at);
        at += negated ? 1 : 0;
        Set<String> members = new LinkedHashSet<>();
        boolean few = !negated;
        for (boolean first = true; first || !pattern.startsWith("]", at); first = false) {
            if (at >= pattern.length()) {
                throw new NotUnderstoodException();
            }
            if (pattern.startsWith("[:", at)) {
                int end = pattern.indexOf(":]", at);
                if (end < 0) {
                    throw new NotUnderstoodException();
                }
                at = end + 2;
                few = false;
                continue;
            }
            char c = pattern.charAt(at++);
            Known member = c == '\\' ? escape() : literal(c);
            if (pattern.startsWith("-", at) && !pattern.startsWith("-]", at)) {
                at++;
                char end = pattern.charAt(at++);
                if (end == '\\') {
                    escape();
                }
                few = false;
            }
            few &= member.exact != null && !member.exact.contains("");
            if (member.exact != null) {
                members.addAll(member.exact);
            }
        }
        at++;
        return few && members.size() <= 8 ? new Known(new LinkedHashSet<>(members), null) : Known.NOTHING;
    }

    /// How a text is written for its literals to be looked for: in lower case, without the long s, which regular
    /// expressions that ignore case take for an s.
    static String prepared(String lower) {
        return lower.indexOf('\u017f') < 0 ? lower : lower.replace('\u017f', 's');
    }

    /// A pattern's literals, as a test of prepared texts.
    static java.util.function.Predicate<String> test(String pattern) {
        List<String> literals = new ArrayList<>(of(pattern));
        if (literals.isEmpty()) {
            return _ -> true;
        }
        return text -> {
            for (String literal : literals) {
                if (text.contains(literal)) {
                    return true;
                }
            }
            return false;
        };
    }
}
