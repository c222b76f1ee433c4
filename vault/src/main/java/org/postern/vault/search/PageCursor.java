package org.postern.vault.search;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.postern.vault.SearchQuery;

/// A place in an ordered result: the sort values of the last hit shown, so that pages do not shift when mail arrives.
///
/// By date the order is total and stable. By relevance it is as stable as the scores, which shift a little as the
/// index grows.
final class PageCursor {
    private static final int LENGTH = 1 + Float.BYTES + 3 * Long.BYTES;

    private PageCursor() {}

    static Sort sort(SearchQuery.Order order) {
        SortField received = new SortField(IndexFields.RECEIVED, SortField.Type.LONG, true);
        SortField start = new SortField(IndexFields.START, SortField.Type.LONG, true);
        SortField tie = new SortField(IndexFields.TIE, SortField.Type.LONG);
        return switch (order) {
            case RELEVANCE -> new Sort(SortField.FIELD_SCORE, received, start, tie);
            case NEWEST_FIRST -> new Sort(received, start, tie);
        };
    }

    static String of(FieldDoc last, SearchQuery.Order order) {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH).put(tag(order));
        int first = order == SearchQuery.Order.RELEVANCE ? 1 : 0;
        bytes.putFloat(first == 1 ? (Float) last.fields[0] : 0);
        for (int i = first; i < first + 3; i++) {
            bytes.putLong((Long) last.fields[i]);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /// The place that a cursor names; empty when it is none of ours or of another order.
    static Optional<FieldDoc> read(String cursor, SearchQuery.Order order, int maxDoc) {
        byte[] decoded;
        try {
            decoded = Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException foreign) {
            return Optional.empty();
        }
        if (decoded.length != LENGTH || decoded[0] != tag(order)) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(decoded, 1, LENGTH - 1);
        float score = bytes.getFloat();
        Object[] places = {bytes.getLong(), bytes.getLong(), bytes.getLong()};
        Object[] fields =
                order == SearchQuery.Order.RELEVANCE ? new Object[] {score, places[0], places[1], places[2]} : places;
        // The highest document id: equal sort values mean the hit that was shown last.
        return Optional.of(new FieldDoc(Math.max(0, maxDoc - 1), score, fields));
    }

    private static byte tag(SearchQuery.Order order) {
        return switch (order) {
            case RELEVANCE -> 1;
            case NEWEST_FIRST -> 2;
        };
    }
}
