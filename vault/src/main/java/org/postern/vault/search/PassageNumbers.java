package org.postern.vault.search;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;

/// Which passages the index knows, and the number of each: what is new in memory, what is older in the index.
///
/// Not safe from many threads: the index calls it under a lock of its own.
final class PassageNumbers {
    private final SearcherManager searchers;
    private final Map<Passage.Key, Integer> fresh = new HashMap<>();
    private int next;

    PassageNumbers(SearcherManager searchers, int next) {
        this.searchers = searchers;
        this.next = next;
    }

    OptionalInt find(Passage.Key key) throws IOException {
        Integer known = fresh.get(key);
        if (known != null) {
            return OptionalInt.of(known);
        }
        IndexSearcher searcher = searchers.acquire();
        try {
            for (LeafReaderContext segment : searcher.getIndexReader().leaves()) {
                OptionalInt number = find(segment, key);
                if (number.isPresent()) {
                    return number;
                }
            }
            return OptionalInt.empty();
        } finally {
            searchers.release(searcher);
        }
    }

    private static OptionalInt find(LeafReaderContext segment, Passage.Key key) throws IOException {
        Terms terms = segment.reader().terms(IndexFields.PASSAGE);
        if (terms == null) {
            return OptionalInt.empty();
        }
        TermsEnum all = terms.iterator();
        if (!all.seekExact(key.term())) {
            return OptionalInt.empty();
        }
        PostingsEnum documents = all.postings(null, PostingsEnum.NONE);
        NumericDocValues numbers = segment.reader().getNumericDocValues(IndexFields.NUMBER);
        for (int doc = documents.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = documents.nextDoc()) {
            boolean live = segment.reader().getLiveDocs() == null
                    || segment.reader().getLiveDocs().get(doc);
            if (live && numbers.advanceExact(doc)) {
                return OptionalInt.of((int) numbers.longValue());
            }
        }
        return OptionalInt.empty();
    }

    int add(Passage.Key key) {
        fresh.put(key, next);
        return next++;
    }

    /// The number that the next passage will have.
    int next() {
        return next;
    }

    /// All that was added is seen by searches now.
    void refreshed() {
        fresh.clear();
    }
}
