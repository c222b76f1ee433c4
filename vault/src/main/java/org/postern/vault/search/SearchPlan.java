package org.postern.vault.search;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;
import org.postern.vault.SearchQuery;
import org.postern.vault.search.Criterion.Where;

/// Makes of a search query what Lucene is asked.
final class SearchPlan {
    private static final int MAX_FOLDERS = 20_000;

    private final WordQueries words;

    SearchPlan(TextAnalyzer analyzer) {
        words = new WordQueries(analyzer);
    }

    /// @param searcher finds the folders that a query names
    Query of(SearchQuery query, IndexSearcher searcher) throws QueryProblem, IOException {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        all.add(kind(IndexFields.MESSAGE_KIND), Occur.FILTER);
        addText(all, Where.EVERYWHERE, query.words(), searcher);
        addText(all, Where.FROM, query.sender(), searcher);
        addText(all, Where.SUBJECT, query.subject(), searcher);
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
        return all.build();
    }

    /// Adds what was typed in one box; an empty box asks for nothing.
    private void addText(BooleanQuery.Builder all, Where where, @Nullable String typed, IndexSearcher searcher)
            throws QueryProblem, IOException {
        if (typed != null && !typed.isBlank()) {
            all.add(query(QueryParser.parse(typed, where), searcher), Occur.MUST);
        }
    }

    private Query query(Criterion criterion, IndexSearcher searcher) throws IOException {
        return switch (criterion) {
            case Criterion.All(List<Criterion> parts) -> join(parts, Occur.MUST, searcher);
            case Criterion.Any(List<Criterion> parts) -> join(parts, Occur.SHOULD, searcher);
            case Criterion.Not(Criterion what) ->
                new BooleanQuery.Builder()
                        .add(kind(IndexFields.MESSAGE_KIND), Occur.FILTER)
                        .add(query(what, searcher), Occur.MUST_NOT)
                        .build();
            case Criterion.Words asked -> words.of(asked);
            case Criterion.InFolder(String name, Criterion.Form form) -> inFolder(words.folder(name, form), searcher);
            case Criterion.OfType(String type) -> fixed(new TermQuery(new Term(IndexFields.TYPE, type)));
            case Criterion.Has(Criterion.Feature feature) -> fixed(has(feature));
            case Criterion.Received(long from, long until) ->
                fixed(LongPoint.newRangeQuery(IndexFields.RECEIVED, from, until - 1));
            case Criterion.Size(long least, long most) -> fixed(LongPoint.newRangeQuery(IndexFields.SIZE, least, most));
        };
    }

    private Query join(List<Criterion> parts, Occur occur, IndexSearcher searcher) throws IOException {
        BooleanQuery.Builder joined = new BooleanQuery.Builder();
        for (Criterion part : parts) {
            joined.add(query(part, searcher), occur);
        }
        return joined.build();
    }

    /// Narrows, and counts nothing for the order.
    private static Query fixed(Query query) {
        return new ConstantScoreQuery(query);
    }

    private static Query has(Criterion.Feature feature) {
        return switch (feature) {
            case ATTACHMENT -> new TermQuery(new Term(IndexFields.ATTACHMENT, "1"));
            case UNREAD -> unread();
        };
    }

    /// Messages with an attachment whose text could not be read.
    static Query unread() {
        return new PassageQuery(
                new org.apache.lucene.search.TermRangeQuery(IndexFields.UNREAD, null, null, true, true),
                List.of(IndexFields.ATTACHED_PASSAGES, IndexFields.BODY_PASSAGES));
    }

    private static Query inFolder(Query names, IndexSearcher searcher) throws IOException {
        List<BytesRef> places = new ArrayList<>();
        for (ScoreDoc folder : searcher.search(names, MAX_FOLDERS).scoreDocs) {
            BytesRef place = searcher.storedFields().document(folder.doc).getBinaryValue(IndexFields.STORED_PLACE);
            if (place != null) {
                places.add(place);
            }
        }
        return places.isEmpty()
                ? new MatchNoDocsQuery("no folder of that name")
                : fixed(new TermInSetQuery(IndexFields.PLACE, places));
    }

    static Query kind(String kind) {
        return new TermQuery(new Term(IndexFields.KIND, kind));
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
