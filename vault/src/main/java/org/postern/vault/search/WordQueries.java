package org.postern.vault.search;

import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.QueryBuilder;
import org.jspecify.annotations.Nullable;
import org.postern.vault.search.Criterion.Form;

/// Looks for words in the heads of messages and in passages; a hit in the subject counts for more than one in a text.
final class WordQueries {
    private static final float TIE_BREAKER = 0.1f;
    private static final List<String> BODY = List.of(IndexFields.BODY_PASSAGES);
    private static final List<String> ATTACHED = List.of(IndexFields.ATTACHED_PASSAGES);
    private static final List<String> ALL_PASSAGES = List.of(IndexFields.BODY_PASSAGES, IndexFields.ATTACHED_PASSAGES);

    private final QueryBuilder builder;
    private final TextAnalyzer analyzer;

    WordQueries(TextAnalyzer analyzer) {
        this.analyzer = analyzer;
        this.builder = new QueryBuilder(analyzer);
    }

    Query of(Criterion.Words words) {
        return switch (words.where()) {
            case EVERYWHERE ->
                best(
                        words,
                        List.of(
                                IndexFields.SUBJECT,
                                IndexFields.FROM,
                                IndexFields.TO,
                                IndexFields.CC,
                                IndexFields.FILES),
                        ALL_PASSAGES);
            case FROM -> best(words, List.of(IndexFields.FROM), List.of());
            case TO -> best(words, List.of(IndexFields.TO), List.of());
            case CC -> best(words, List.of(IndexFields.CC), List.of());
            case SUBJECT -> best(words, List.of(IndexFields.SUBJECT), List.of());
            case BODY -> best(words, List.of(), BODY);
            case ATTACHMENT -> best(words, List.of(IndexFields.FILES), ATTACHED);
        };
    }

    /// Folders by their names.
    Query folder(String name, Form form) {
        Query query = query(IndexFields.FOLDER_NAME, name, form);
        return query == null ? new MatchNoDocsQuery("a folder's name without letters") : query;
    }

    private Query best(Criterion.Words words, List<String> heads, List<String> passages) {
        List<Query> alternatives = new ArrayList<>();
        for (String field : heads) {
            Query query = query(field, words.text(), words.form());
            if (query != null) {
                alternatives.add(new BoostQuery(query, boost(field)));
            }
        }
        Query text = passages.isEmpty() ? null : query(IndexFields.TEXT, words.text(), words.form());
        if (text != null) {
            alternatives.add(new PassageQuery(text, passages));
        }
        return alternatives.isEmpty()
                ? new MatchNoDocsQuery("no word")
                : new DisjunctionMaxQuery(alternatives, TIE_BREAKER);
    }

    private static float boost(String field) {
        return switch (field) {
            case IndexFields.SUBJECT -> 3f;
            case IndexFields.FROM, IndexFields.FILES -> 2f;
            default -> 1f;
        };
    }

    private @Nullable Query query(String field, String text, Form form) {
        return form == Form.PREFIX || isOneIdeograph(text)
                ? prefix(field, text)
                : builder.createPhraseQuery(field, text);
    }

    /// Such text is indexed by pairs of characters, so one alone is looked for as the start of a pair.
    private static boolean isOneIdeograph(String text) {
        return text.codePointCount(0, text.length()) == 1 && Character.isIdeographic(text.codePointAt(0));
    }

    /// The last word of the text as a prefix, the words before it whole; null when it holds none.
    private @Nullable Query prefix(String field, String text) {
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
            all.add(new TermQuery(new Term(field, word)), Occur.MUST);
        }
        return all.build();
    }
}
