package org.postern.vault.search;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.Weight;
import org.jspecify.annotations.Nullable;

/// Finds the messages that refer to a passage which matches another query, and ranks each by its best passage.
///
/// The passages are looked up once for a search. Few are turned into messages by their numbers' postings, many by
/// looking at each message's numbers: so a rare word costs little and a common one no more than a walk over a column.
final class PassageQuery extends Query {
    private final Query words;
    private final List<String> fields;

    /// @param fields with the numbers of the passages that count
    PassageQuery(Query words, List<String> fields) {
        this.words = Objects.requireNonNull(words);
        this.fields = List.copyOf(fields);
    }

    @Override
    public Weight createWeight(IndexSearcher searcher, ScoreMode scoreMode, float boost) throws IOException {
        PassageHits hits = PassageHits.of(searcher, words, scoreMode, boost);
        return new Weight(this) {
            @Override
            public Explanation explain(LeafReaderContext segment, int doc) {
                return Explanation.noMatch("not explained");
            }

            @Override
            public @Nullable ScorerSupplier scorerSupplier(LeafReaderContext segment) throws IOException {
                Scorer scorer = hits.messages(segment.reader(), fields);
                return scorer == null ? null : new DefaultScorerSupplier(scorer);
            }

            @Override
            public boolean isCacheable(LeafReaderContext segment) {
                return false;
            }
        };
    }

    @Override
    public void visit(QueryVisitor visitor) {
        visitor.visitLeaf(this);
    }

    @Override
    public String toString(String field) {
        return fields + " has (" + words + ")";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PassageQuery same && words.equals(same.words) && fields.equals(same.fields);
    }

    @Override
    public int hashCode() {
        return Objects.hash(words, fields);
    }
}
