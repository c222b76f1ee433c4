package org.postern.vault.search;

import java.time.Instant;
import java.util.List;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.jspecify.annotations.Nullable;
import org.postern.vault.SearchQuery;
import org.postern.vault.search.QueryReader.Reading;

/// Makes of a search query what Lucene is asked.
final class SearchPlan {
    private final QueryReader everywhere;
    private final QueryReader sender;
    private final QueryReader subject;

    SearchPlan(TextAnalyzer analyzer) {
        everywhere = new QueryReader(
                analyzer,
                List.of(IndexFields.SUBJECT, IndexFields.FROM, IndexFields.TO, IndexFields.FILES, IndexFields.BODY));
        sender = new QueryReader(analyzer, List.of(IndexFields.FROM));
        subject = new QueryReader(analyzer, List.of(IndexFields.SUBJECT));
    }

    Reading of(SearchQuery query) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        all.add(MatchAllDocsQuery.INSTANCE, Occur.FILTER);
        String problem = addText(all, everywhere, query.words());
        problem = problem == null ? addText(all, sender, query.sender()) : problem;
        problem = problem == null ? addText(all, subject, query.subject()) : problem;
        if (problem != null) {
            return new Reading.NotUnderstood(problem);
        }
        if (query.mailbox() != null) {
            addTerm(all, IndexFields.MAILBOX, query.mailbox().value());
        }
        if (query.folder() != null) {
            addTerm(all, IndexFields.FOLDER, query.folder().value());
        }
        addReceived(all, query.receivedFrom(), query.receivedUntil());
        if (query.asAt() != null) {
            addValid(all, Micros.of(query.asAt()));
        }
        return new Reading.Understood(all.build());
    }

    /// Adds what was typed in one box; an empty box asks for nothing. Returns the problem, if there is one.
    private static @Nullable String addText(BooleanQuery.Builder all, QueryReader reader, @Nullable String typed) {
        if (typed == null || typed.isBlank()) {
            return null;
        }
        return switch (reader.read(typed)) {
            case Reading.Understood(Query query) -> {
                all.add(query, Occur.MUST);
                yield null;
            }
            case Reading.NotUnderstood(String problem) -> problem;
        };
    }

    private static void addTerm(BooleanQuery.Builder all, String field, String value) {
        all.add(new TermQuery(new Term(field, value)), Occur.FILTER);
    }

    private static void addReceived(BooleanQuery.Builder all, @Nullable Instant from, @Nullable Instant until) {
        if (from != null || until != null) {
            long lowest = from == null ? Long.MIN_VALUE : Micros.of(from);
            long highest = until == null ? Long.MAX_VALUE : Micros.of(until) - 1;
            all.add(LongPoint.newRangeQuery(IndexFields.RECEIVED, lowest, highest), Occur.FILTER);
        }
    }

    /// Begun at or before the instant, and ended after it.
    private static void addValid(BooleanQuery.Builder all, long asAt) {
        all.add(LongPoint.newRangeQuery(IndexFields.START, Long.MIN_VALUE, asAt), Occur.FILTER);
        all.add(NumericDocValuesField.newSlowRangeQuery(IndexFields.UNTIL, asAt + 1, Long.MAX_VALUE), Occur.FILTER);
    }
}
