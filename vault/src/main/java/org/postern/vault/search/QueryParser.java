package org.postern.vault.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.vault.search.Criterion.Form;
import org.postern.vault.search.Criterion.Where;

/// Reads the query language of `docs/search.md`.
///
/// ```
/// any   = all { OR all }
/// all   = one { [AND] one }
/// one   = [NOT | -] ( "(" any ")" | field ":" ( word | "(" any ")" ) | word )
/// ```
/// Whatever is typed is either understood or answered with what is wrong and where; the work is bounded by the limits
/// on length, words and nesting.
final class QueryParser {
    private static final int MAX_LENGTH = 2_000;
    private static final int MAX_WORDS = 50;
    private static final int MAX_DEPTH = 20;
    private static final int MIN_PREFIX = 2;

    private final String typed;
    private final List<QueryToken> tokens;
    private final Where everywhere;
    private int next;
    private int depth;

    private QueryParser(String typed, List<QueryToken> tokens, Where everywhere) {
        this.typed = typed;
        this.tokens = tokens;
        this.everywhere = everywhere;
    }

    /// @param where words without a field are looked for
    static Criterion parse(String typed, Where where) throws QueryProblem {
        if (typed.length() > MAX_LENGTH) {
            throw new QueryProblem("it is longer than " + MAX_LENGTH + " characters. Use fewer words.");
        }
        List<QueryToken> tokens = QueryToken.cut(typed);
        if (tokens.stream().filter(QueryToken.Word.class::isInstance).count() > MAX_WORDS) {
            throw new QueryProblem("it has more than " + MAX_WORDS + " words. Use fewer words.");
        }
        QueryParser parser = new QueryParser(typed, tokens, where);
        Optional<Criterion> all = parser.any(where);
        if (parser.next < tokens.size()) {
            throw new QueryProblem(
                    tokens.get(parser.next).at(), "a ) has no ( before it. Remove it, or add the other one.");
        }
        return all.orElseThrow(
                () -> new QueryProblem("it holds no letters or digits to look for. Type one or more words."));
    }

    /// Empty when there is nothing but punctuation.
    private Optional<Criterion> any(Where where) throws QueryProblem {
        List<Criterion> parts = new ArrayList<>();
        all(where).ifPresent(parts::add);
        while (peek() instanceof QueryToken.Or or) {
            next++;
            if (atEnd()) {
                throw new QueryProblem(or.at(), "nothing follows OR. Write what else may hold, or remove it.");
            }
            all(where).ifPresent(parts::add);
        }
        return join(parts, Criterion.Any::new);
    }

    private Optional<Criterion> all(Where where) throws QueryProblem {
        int start = next;
        List<Criterion> parts = new ArrayList<>();
        while (!atEnd() && !(peek() instanceof QueryToken.Or)) {
            if (peek() instanceof QueryToken.And(int at)) {
                next++;
                if (next == start + 1 || atEnd() || peek() instanceof QueryToken.Or) {
                    throw new QueryProblem(at, "AND has nothing on one side. Write what else must hold, or remove it.");
                }
            } else {
                one(where).ifPresent(parts::add);
            }
        }
        if (next == start && peek() instanceof QueryToken.Or or) {
            throw new QueryProblem(or.at(), "OR has nothing before it. Write what may hold, or remove it.");
        }
        return join(parts, Criterion.All::new);
    }

    private static Optional<Criterion> join(
            List<Criterion> parts, java.util.function.Function<List<Criterion>, Criterion> many) {
        return parts.size() < 2 ? parts.stream().findFirst() : Optional.of(many.apply(parts));
    }

    private Optional<Criterion> one(Where where) throws QueryProblem {
        QueryToken token = tokens.get(next++);
        return switch (token) {
            case QueryToken.Not(int at) -> {
                if (atEnd() || peek() instanceof QueryToken.And || peek() instanceof QueryToken.Or) {
                    throw new QueryProblem(at, "nothing follows NOT. Write what must not hold, or remove it.");
                }
                yield deeper(at, where, this::one).map(Criterion.Not::new);
            }
            case QueryToken.Open(int at) -> group(at, where);
            case QueryToken.FieldName field -> field(field, where);
            case QueryToken.Word word -> words(word, where);
            case QueryToken.Close _, QueryToken.And _, QueryToken.Or _ ->
                throw new IllegalStateException("the callers look for these in " + typed);
        };
    }

    private Optional<Criterion> group(int at, Where where) throws QueryProblem {
        Optional<Criterion> inner = deeper(at, where, this::any);
        if (!(peek() instanceof QueryToken.Close)) {
            throw new QueryProblem(at, "a ( is not closed. Add the ), or remove it.");
        }
        next++;
        return inner;
    }

    @FunctionalInterface
    private interface Rule {
        Optional<Criterion> read(Where where) throws QueryProblem;
    }

    private Optional<Criterion> deeper(int at, Where where, Rule rule) throws QueryProblem {
        if (++depth > MAX_DEPTH) {
            throw new QueryProblem(at, "it is nested more than " + MAX_DEPTH + " deep. Use fewer parentheses.");
        }
        Optional<Criterion> inner = rule.read(where);
        depth--;
        return inner;
    }

    private Optional<Criterion> field(QueryToken.FieldName field, Where where) throws QueryProblem {
        Optional<Where> words = QueryValues.where(field.name());
        if (words.isPresent()) {
            if (where != everywhere) {
                throw new QueryProblem(field.at(), "a field stands within another field. Close the other one first.");
            }
            if (peek() instanceof QueryToken.Open(int at)) {
                next++;
                return group(at, words.get());
            }
            return words(value(field), words.get());
        }
        return Optional.of(QueryValues.read(field.name(), field.at(), value(field)));
    }

    private QueryToken.Word value(QueryToken.FieldName field) throws QueryProblem {
        if (peek() instanceof QueryToken.Word word) {
            next++;
            return word;
        }
        throw new QueryProblem(
                field.at(), "nothing follows " + field.name() + ":. Write its value right behind the colon.");
    }

    private static Optional<Criterion> words(QueryToken.Word word, Where where) throws QueryProblem {
        if (word.form() == Form.PREFIX && isTooShort(word.text())) {
            throw new QueryProblem(
                    word.at(),
                    "\"" + word.text() + "*\" would find nearly everything. Put at least " + MIN_PREFIX
                            + " letters before the *.");
        }
        boolean letters = word.text().codePoints().anyMatch(QueryParser::isWordPart);
        return letters ? Optional.of(new Criterion.Words(where, word.text(), word.form())) : Optional.empty();
    }

    private static boolean isWordPart(int c) {
        return Character.isLetterOrDigit(c) || Character.getType(c) == Character.OTHER_SYMBOL;
    }

    private static boolean isTooShort(String prefix) {
        return prefix.codePoints().filter(Character::isLetterOrDigit).count() < MIN_PREFIX
                && prefix.codePoints().noneMatch(Character::isIdeographic);
    }

    private boolean atEnd() {
        return next >= tokens.size() || tokens.get(next) instanceof QueryToken.Close;
    }

    private @org.jspecify.annotations.Nullable QueryToken peek() {
        return next < tokens.size() ? tokens.get(next) : null;
    }
}
