package org.postern.vault.search;

import java.io.IOException;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.Bits;
import org.postern.vault.SearchQuery;

/// What forgetting asks of a search index, and what it cleans there.
public final class IndexUpkeep {
    private static final int DELETED_AT_ONCE = 10_000;
    private final SearchIndex index;
    private final SearchPlan plan;

    IndexUpkeep(SearchIndex index, SearchPlan plan) {
        this.index = index;
        this.plan = plan;
    }

    /// What the index can say of some documents and a query, as of the last refresh.
    ///
    /// @param matching those that the query finds
    /// @param other those that it certainly does not find; neither has what is not in the index, or not read whole
    public record Told(Set<IndexKey> matching, Set<IndexKey> other) {
        public Told {
            matching = Set.copyOf(matching);
            other = Set.copyOf(other);
        }
    }

    /// A query that cannot be understood says nothing of any.
    public Told ask(String words, Collection<IndexKey> keys) {
        return index.look(searcher -> {
            try {
                Query query = plan.of(SearchQuery.words(words), searcher);
                Query these = new TermInSetQuery(
                        IndexFields.KEY, keys.stream().map(IndexKey::term).toList());
                Set<IndexKey> matching = find(searcher, these, query, Occur.FILTER, keys.size());
                Set<IndexKey> read = find(searcher, these, SearchPlan.unread(), Occur.MUST_NOT, keys.size());
                read.removeAll(matching);
                return new Told(matching, read);
            } catch (QueryProblem notUnderstood) {
                return new Told(Set.of(), Set.of());
            }
        });
    }

    private static Set<IndexKey> find(IndexSearcher searcher, Query these, Query other, Occur occur, int most)
            throws IOException {
        Query both = new BooleanQuery.Builder()
                .add(SearchPlan.kind(IndexFields.MESSAGE_KIND), Occur.FILTER)
                .add(these, Occur.FILTER)
                .add(other, occur)
                .build();
        Set<IndexKey> found = new HashSet<>();
        for (ScoreDoc hit : searcher.search(both, Math.max(1, most)).scoreDocs) {
            found.add(IndexKey.ofText(searcher.storedFields()
                    .document(hit.doc, Set.of(IndexFields.STORED_KEY))
                    .get(IndexFields.STORED_KEY)));
        }
        return found;
    }

    /// Deletes the texts that no message refers to any more, and returns how many. Only the thread that tells the index
    /// its messages may call this: a message whose texts are known and that is not told yet would lose them.
    public long purge() {
        long[] purged = new long[1];
        index.exclusively(writer -> {
            List<Long> orphans = index.look(searcher -> orphans(searcher, referred(searcher)));
            for (int start = 0; start < orphans.size(); start += DELETED_AT_ONCE) {
                long[] numbers = orphans.subList(start, Math.min(orphans.size(), start + DELETED_AT_ONCE)).stream()
                        .mapToLong(Long::longValue)
                        .toArray();
                writer.deleteDocuments(new BooleanQuery.Builder()
                        .add(SearchPlan.kind(IndexFields.PASSAGE_KIND), Occur.FILTER)
                        .add(NumericDocValuesField.newSlowSetQuery(IndexFields.NUMBER, numbers), Occur.FILTER)
                        .build());
            }
            purged[0] = orphans.size();
        });
        return purged[0];
    }

    private static BitSet referred(IndexSearcher searcher) throws IOException {
        BitSet numbers = new BitSet();
        for (LeafReaderContext segment : searcher.getIndexReader().leaves()) {
            for (String field : List.of(IndexFields.BODY_PASSAGES, IndexFields.ATTACHED_PASSAGES)) {
                SortedNumericDocValues column = segment.reader().getSortedNumericDocValues(field);
                for (int doc = next(column); doc != DocIdSetIterator.NO_MORE_DOCS; doc = column.nextDoc()) {
                    for (int i = 0; isLive(segment.reader(), doc) && i < column.docValueCount(); i++) {
                        numbers.set((int) column.nextValue());
                    }
                }
            }
        }
        return numbers;
    }

    private static List<Long> orphans(IndexSearcher searcher, BitSet referred) throws IOException {
        List<Long> orphans = new java.util.ArrayList<>();
        for (LeafReaderContext segment : searcher.getIndexReader().leaves()) {
            NumericDocValues column = segment.reader().getNumericDocValues(IndexFields.NUMBER);
            for (int doc = next(column); doc != DocIdSetIterator.NO_MORE_DOCS; doc = column.nextDoc()) {
                if (isLive(segment.reader(), doc) && !referred.get((int) column.longValue())) {
                    orphans.add(column.longValue());
                }
            }
        }
        return orphans;
    }

    private static int next(@org.jspecify.annotations.Nullable DocIdSetIterator column) throws IOException {
        return column == null ? DocIdSetIterator.NO_MORE_DOCS : column.nextDoc();
    }

    private static boolean isLive(LeafReader reader, int doc) {
        Bits live = reader.getLiveDocs();
        return live == null || live.get(doc);
    }
}
