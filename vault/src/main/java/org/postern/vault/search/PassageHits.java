package org.postern.vault.search;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/// The passages that a query matches, by their numbers, and the way from them to messages.
final class PassageHits {
    /// Up to so many are looked up one by one.
    private static final int FEW = 256;

    private int[] numbers = new int[16];
    private float[] scores = new float[16];
    private int count;
    private int highest;

    private @Nullable FixedBitSet present; // When there are many: by number.
    private float[] scoreByNumber = {};

    private PassageHits() {}

    static PassageHits of(IndexSearcher searcher, Query query, ScoreMode mode, float boost) throws IOException {
        PassageHits hits = new PassageHits();
        ScoreMode all = mode.needsScores() ? ScoreMode.COMPLETE : ScoreMode.COMPLETE_NO_SCORES;
        Weight weight = searcher.createWeight(searcher.rewrite(query), all, boost);
        for (LeafReaderContext segment : searcher.getIndexReader().leaves()) {
            hits.collect(weight.scorer(segment), segment.reader(), mode.needsScores());
        }
        if (hits.count > FEW) {
            hits.spread();
        }
        return hits;
    }

    private void collect(@Nullable Scorer scorer, LeafReader segment, boolean scored) throws IOException {
        if (scorer == null) {
            return;
        }
        Bits live = segment.getLiveDocs();
        NumericDocValues column = segment.getNumericDocValues(IndexFields.NUMBER);
        DocIdSetIterator matches = scorer.iterator();
        for (int doc = matches.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = matches.nextDoc()) {
            if ((live == null || live.get(doc)) && column != null && column.advanceExact(doc)) {
                add((int) column.longValue(), scored ? scorer.score() : 0);
            }
        }
    }

    private void add(int number, float score) {
        numbers = ArrayUtil.grow(numbers, count + 1);
        scores = ArrayUtil.grow(scores, count + 1);
        numbers[count] = number;
        scores[count] = score;
        count++;
        highest = Math.max(highest, number);
    }

    private void spread() {
        FixedBitSet set = new FixedBitSet(highest + 1);
        scoreByNumber = new float[highest + 1];
        for (int i = 0; i < count; i++) {
            set.set(numbers[i]);
            scoreByNumber[numbers[i]] = scores[i];
        }
        present = set;
    }

    /// The messages of a segment that refer to any of these passages; null when there are none.
    @Nullable
    Scorer messages(LeafReader segment, List<String> fields) throws IOException {
        FixedBitSet set = present;
        if (set == null) {
            return byPostings(segment, fields);
        }
        SortedNumericDocValues[] columns = new SortedNumericDocValues[fields.size()];
        int there = 0;
        for (String field : fields) {
            SortedNumericDocValues column = segment.getSortedNumericDocValues(field);
            if (column != null) {
                columns[there++] = column;
            }
        }
        return there == 0
                ? null
                : new PassageScorers.Walk(Arrays.copyOf(columns, there), set, scoreByNumber, segment.maxDoc());
    }

    private @Nullable Scorer byPostings(LeafReader segment, List<String> fields) throws IOException {
        PassageScorers.Gathered found = new PassageScorers.Gathered();
        for (String field : fields) {
            Terms terms = segment.terms(field);
            if (terms == null) {
                continue;
            }
            TermsEnum all = terms.iterator();
            PostingsEnum messages = null;
            for (int i = 0; i < count; i++) {
                if (all.seekExact(IndexFields.number(numbers[i]))) {
                    messages = all.postings(messages, PostingsEnum.NONE);
                    for (int doc = messages.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = messages.nextDoc()) {
                        found.add(doc, scores[i]);
                    }
                }
            }
        }
        return found.scorer();
    }
}
