package org.postern.vault.search;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.TwoPhaseIterator;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/// The two ways in which messages of matching passages are gone through.
final class PassageScorers {
    private PassageScorers() {}

    /// Over messages gathered before, in their order.
    static final class Gathered {
        private long[] found = new long[16]; // The document above, the score's bits below.
        private int count;

        void add(int doc, float score) {
            found = ArrayUtil.grow(found, count + 1);
            found[count++] = ((long) doc << 32) | Float.floatToRawIntBits(score); // Scores are not negative.
        }

        /// Each message once, with its best score; null when there is none.
        @Nullable
        Scorer scorer() {
            if (count == 0) {
                return null;
            }
            Arrays.sort(found, 0, count);
            int kept = 0;
            for (int i = 0; i < count; i++) {
                boolean last = i + 1 == count || (int) (found[i + 1] >>> 32) != (int) (found[i] >>> 32);
                if (last) {
                    found[kept++] = found[i];
                }
            }
            return new Listed(found, kept);
        }
    }

    private static final class Listed extends Scorer {
        private final long[] found;
        private final int count;
        private int at = -1;

        Listed(long[] found, int count) {
            this.found = found;
            this.count = count;
        }

        @Override
        public int docID() {
            return at < 0 ? -1 : at >= count ? DocIdSetIterator.NO_MORE_DOCS : (int) (found[at] >>> 32);
        }

        @Override
        public DocIdSetIterator iterator() {
            return new DocIdSetIterator() {
                @Override
                public int docID() {
                    return Listed.this.docID();
                }

                @Override
                public int nextDoc() {
                    at++;
                    return docID();
                }

                @Override
                public int advance(int target) {
                    int place = Arrays.binarySearch(found, Math.max(0, at), count, (long) target << 32);
                    at = place >= 0 ? place : -place - 1;
                    return docID();
                }

                @Override
                public long cost() {
                    return count;
                }
            };
        }

        @Override
        public float getMaxScore(int upTo) {
            return Float.MAX_VALUE;
        }

        @Override
        public float score() {
            return Float.intBitsToFloat((int) found[at]);
        }
    }

    /// Over all messages, looking at the passages of each.
    static final class Walk extends Scorer {
        private static final float CHECK = 12; // What looking at one message costs, by Lucene's measure.
        private final SortedNumericDocValues[] columns;
        private final FixedBitSet present;
        private final float[] scores;
        private final DocIdSetIterator all;
        private float score;

        Walk(SortedNumericDocValues[] columns, FixedBitSet present, float[] scores, int maxDoc) {
            this.columns = columns;
            this.present = present;
            this.scores = scores;
            this.all = DocIdSetIterator.all(maxDoc);
        }

        @Override
        public int docID() {
            return all.docID();
        }

        @Override
        public DocIdSetIterator iterator() {
            return TwoPhaseIterator.asDocIdSetIterator(twoPhaseIterator());
        }

        @Override
        public TwoPhaseIterator twoPhaseIterator() {
            return new TwoPhaseIterator(all) {
                @Override
                public boolean matches() throws IOException {
                    return look(approximation.docID());
                }

                @Override
                public float matchCost() {
                    return CHECK;
                }
            };
        }

        private boolean look(int doc) throws IOException {
            boolean found = false;
            score = 0;
            for (SortedNumericDocValues column : columns) {
                if (column.advanceExact(doc)) {
                    for (int i = column.docValueCount(); i > 0; i--) {
                        long number = column.nextValue();
                        if (number < present.length() && present.get((int) number)) {
                            found = true;
                            score = Math.max(score, scores[(int) number]);
                        }
                    }
                }
            }
            return found;
        }

        @Override
        public float getMaxScore(int upTo) {
            return Float.MAX_VALUE;
        }

        @Override
        public float score() {
            return score;
        }
    }
}
