package org.postern.connections.flow;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes one message's bytes as they are decoded, and hands them out as one array with its share of the budget.
///
/// Serves one answer's messages one after the other; its first segment is used again for each. A message whose length
/// is known before goes straight into the array that is handed out.
public final class BodyBuffer extends OutputStream {
    private static final int FIRST = 128 << 10;
    private static final int MAX_SEGMENT = 4 << 20;

    private final ByteBudget budget;
    private final int maxBytes;
    private final byte[] first;
    private final List<byte[]> more = new ArrayList<>();
    private byte[] segment;
    private int used;
    private int before;
    private ByteBudget.@Nullable Lease large;
    private boolean over;

    public BodyBuffer(ByteBudget budget, int maxBytes) {
        this(budget, maxBytes, FIRST);
    }

    private BodyBuffer(ByteBudget budget, int maxBytes, int first) {
        this.budget = budget;
        this.maxBytes = maxBytes;
        this.first = new byte[first];
        this.segment = this.first;
    }

    /// For one message that the service says has `length` bytes; more or fewer are taken as well.
    public static BodyBuffer expecting(ByteBudget budget, int maxBytes, int length) throws InterruptedException {
        ByteBudget.Lease large = length >= ByteBudget.LARGE_BYTES ? budget.takeLarge() : null;
        BodyBuffer buffer = new BodyBuffer(budget, maxBytes, length);
        buffer.large = large;
        return buffer;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (over || before + used + length > maxBytes) {
            over = true; // The rest is read past, so that the other answers of the batch still come.
            return;
        }
        int from = offset;
        int left = length;
        while (left > 0) {
            if (used == segment.length) {
                grow();
            }
            int count = Math.min(left, segment.length - used);
            System.arraycopy(bytes, from, segment, used, count);
            used += count;
            from += count;
            left -= count;
        }
    }

    private void grow() throws IOException {
        before += used;
        used = 0;
        if (before >= ByteBudget.LARGE_BYTES && large == null) {
            try {
                large = budget.takeLarge();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for room for a large message");
            }
        }
        segment = new byte[Math.min(MAX_SEGMENT, Math.max(FIRST, before))];
        more.add(segment);
    }

    /// Whether the message was larger than the limit, in which case none of it is kept.
    public boolean oversize() {
        return over;
    }

    public byte[] toBytes() {
        if (more.isEmpty() && used == first.length && first.length > FIRST) {
            return first; // As long as it was said to be, and used for no other message.
        }
        byte[] all = new byte[before + used];
        int offset = more.isEmpty() ? used : first.length;
        System.arraycopy(first, 0, all, 0, offset);
        for (byte[] next : more) {
            int count = Math.min(next.length, all.length - offset);
            System.arraycopy(next, 0, all, offset, count);
            offset += count;
        }
        return all;
    }

    /// The share of the budget that belongs to what was taken.
    public ByteBudget.Lease lease() throws InterruptedException {
        ByteBudget.Lease held = large;
        large = null;
        return held == null ? budget.take(before + used) : held;
    }

    /// Makes ready for the next message, or gives everything up.
    public void clear() {
        more.clear();
        segment = first;
        used = 0;
        before = 0;
        over = false;
        if (large != null) {
            large.close();
            large = null;
        }
    }
}
