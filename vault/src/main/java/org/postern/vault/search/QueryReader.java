package org.postern.vault.search;

import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.QueryBuilder;

/// Reads what a person typed: words that must all be there, `"phrases"`, and `prefix*`.
///
/// Anything else is punctuation. There is no further grammar, so nothing that is typed can fail in a way that needs
/// explaining beyond the few problems named here.
final class QueryReader {
    /// What was typed, read.
    sealed interface Reading {
        record Understood(Query query) implements Reading {}

        record NotUnderstood(String problem) implements Reading {}
    }

    private static final int MAX_LENGTH = 2_000;
    private static final int MAX_WORDS = 50;
    private static final int MIN_PREFIX = 2;

    private final QueryBuilder builder;
    private final TextAnalyzer analyzer;
    private final List<String> fields;

    /// @param fields where each word may be found; the first count for more
    QueryReader(TextAnalyzer analyzer, List<String> fields) {
        this.analyzer = analyzer;
        this.builder = new QueryBuilder(analyzer);
        this.fields = fields;
    }

    Reading read(String typed) {
        if (typed.length() > MAX_LENGTH) {
            return problem("it is longer than " + MAX_LENGTH + " characters. Use fewer words.");
        }
        List<TypedWord> words = TypedWord.cut(typed);
        if (words.size() > MAX_WORDS) {
            return problem("it has more than " + MAX_WORDS + " words. Use fewer words.");
        }
        if (words.stream().anyMatch(TypedWord::unclosed)) {
            return problem("a quotation mark is not closed. Put \" before and after a phrase, or leave it out.");
        }
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        int clauses = 0;
        for (TypedWord word : words) {
            if (word.prefix() && isTooShort(word.text())) {
                return problem("\"" + word.text() + "*\" would find nearly everything. Put at least " + MIN_PREFIX
                        + " letters before the *.");
            }
            List<Query> alternatives = alternatives(word);
            if (!alternatives.isEmpty()) {
                all.add(new DisjunctionMaxQuery(alternatives, 0.1f), Occur.MUST);
                clauses++;
            }
        }
        return clauses == 0
                ? problem("it holds no letters or digits to look for. Type one or more words.")
                : new Reading.Understood(all.build());
    }

    private static Reading problem(String problem) {
        return new Reading.NotUnderstood("The search could not be understood: " + problem);
    }

    private static boolean isTooShort(String prefix) {
        return prefix.codePointCount(0, prefix.length()) < MIN_PREFIX
                && prefix.codePoints().noneMatch(Character::isIdeographic);
    }

    private List<Query> alternatives(TypedWord word) {
        List<Query> alternatives = new ArrayList<>();
        for (String field : fields) {
            Query query = word.prefix() || isOneIdeograph(word.text())
                    ? prefix(field, word.text())
                    : builder.createPhraseQuery(field, word.text());
            if (query != null) {
                alternatives.add(new BoostQuery(query, boost(field)));
            }
        }
        return alternatives;
    }

    /// Such text is indexed by pairs of characters, so one alone is looked for as the start of a pair.
    private static boolean isOneIdeograph(String text) {
        return text.codePointCount(0, text.length()) == 1 && Character.isIdeographic(text.codePointAt(0));
    }

    private static float boost(String field) {
        return switch (field) {
            case IndexFields.SUBJECT -> 3f;
            case IndexFields.FROM, IndexFields.FILES -> 2f;
            default -> 1f;
        };
    }

    /// The last word of the text as a prefix, the words before it whole; null when it holds none.
    private @org.jspecify.annotations.Nullable Query prefix(String field, String text) {
        List<String> words = Words.of(analyzer, field, text);
        if (words.isEmpty()) {
            return null;
        }
        Query last = new PrefixQuery(new Term(field, words.getLast()));
        if (words.size() == 1) {
            return last;
        }
        BooleanQuery.Builder all = new BooleanQuery.Builder().add(last, Occur.MUST);
        for (String word : words.subList(0, words.size() - 1)) {
            all.add(new org.apache.lucene.search.TermQuery(new Term(field, word)), Occur.MUST);
        }
        return all.build();
    }
}
