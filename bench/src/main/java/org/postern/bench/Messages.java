package org.postern.bench;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jooq.DSLContext;

/// Makes the rows of messages up, in the order in which they would have come in: the same every time.
final class Messages {
    private static final long DAY = Duration.ofDays(1).toNanos() / 1_000;
    private final GrownShape shape;
    private final long tenant;
    private final SplittableRandom random = new SplittableRandom(1);
    private final double[] firstShares;
    private long written;
    private long objects;

    Messages(GrownShape shape, long tenant) {
        this.shape = shape;
        this.tenant = tenant;
        this.firstShares = new double[shape.folders()];
        double sum = 0;
        for (int folder = 0; folder < shape.folders(); folder++) {
            sum += shape.share(folder);
            firstShares[folder] = sum;
        }
    }

    boolean hasNext() {
        return written < shape.messages();
    }

    long written() {
        return written;
    }

    static long micros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
    }

    /// A name that nothing hashes to, evenly spread over all names.
    static byte[] name(long number) {
        SplittableRandom random = new SplittableRandom(number);
        ByteBuffer name = ByteBuffer.allocate(32);
        for (int i = 0; i < 4; i++) {
            name.putLong(random.nextLong());
        }
        return name.array();
    }

    /// An item or an object of its own rows.
    private record Row(long item, long object, int leaves, int mailbox, int folder, long at) {}

    void write(DSLContext sql, int count) {
        List<Row> rows = new ArrayList<>(count);
        for (int i = 0; i < count && hasNext(); i++) {
            rows.add(next());
        }
        items(sql, rows);
        objects(sql, rows);
        contents(sql, rows);
        versions(sql, rows);
    }

    private Row next() {
        written++;
        int leaves = random.nextInt(5) < 3 ? 1 : 0;
        long object = objects + 1;
        objects += 1 + leaves;
        if (written > shape.firstMessages()) {
            double progress = (double) (written - shape.firstMessages()) / (shape.messages() - shape.firstMessages());
            long at = micros(GrownShape.START) + DAY + (long) (progress * (GrownShape.DAYS - 1) * DAY);
            return new Row(written, object, leaves, random.nextInt(shape.mailboxes()), shape.drawFolder(random), at);
        }
        double place = (double) (written - 1) / shape.firstMessages() * shape.mailboxes();
        int mailbox = (int) place;
        int folder = 0;
        while (folder < shape.folders() - 1 && place - mailbox >= firstShares[folder]) {
            folder++;
        }
        return new Row(written, object, leaves, mailbox, folder, micros(GrownShape.START) + mailbox * 10_000_000L);
    }

    private static void items(DSLContext sql, List<Row> rows) {
        GrownCatalog.each(sql, "INSERT INTO item (id, mailbox_id, name) VALUES (?, ?, ?)", statement -> {
            for (Row row : rows) {
                GrownCatalog.add(statement, row.item, row.mailbox + 1L, itemName(row));
            }
        });
    }

    /// As long as the service's immutable ids, and as alike at their beginnings.
    private static String itemName(Row row) {
        return "AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A%08xq8fTbXkZQ0mVJtYpWc1nRgAAAAAB%08xDAAAuR3kPz7WmE6%016xAA="
                .formatted(row.mailbox, row.folder, row.item * 0x9E3779B97F4A7C15L);
    }

    private void objects(DSLContext sql, List<Row> rows) {
        GrownCatalog.each(
                sql,
                "INSERT INTO object (id, tenant_id, kind, name, pack, place, length, plain_length)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                statement -> {
                    for (Row row : rows) {
                        for (int i = 0; i <= row.leaves; i++) {
                            long id = row.object + i;
                            int length = 2_000 + random.nextInt(40_000);
                            long pack = Math.min(shape.packs(), 1 + id / 2_000);
                            long place = id % 2_000 * 24_000;
                            int kind = i == 0 ? 1 : 2;
                            GrownCatalog.add(statement, id, tenant, kind, name(id), pack, place, length, 3 * length);
                        }
                    }
                });
    }

    private void contents(DSLContext sql, List<Row> rows) {
        GrownCatalog.each(
                sql,
                "INSERT INTO content (object_id, size, subject, sender, recipients, sent_at, message_id,"
                        + " has_attachments) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                statement -> {
                    for (Row row : rows) {
                        GrownCatalog.add(
                                statement,
                                row.object,
                                3_000L + random.nextInt(80_000),
                                "Re: what we said of number %d, and what is to be done".formatted(row.item % 9_973),
                                "Somebody Else <somebody%d@partner.example>".formatted(row.item % 4_999),
                                "Person <person%d@example.org>\nAnother <other%d@example.org>"
                                        .formatted(row.mailbox, row.item % 997),
                                row.at - 60_000_000,
                                "<%016x.%d@mail.partner.example>".formatted(row.item * 0x9E3779B97F4A7C15L, row.item),
                                row.leaves);
                    }
                });
    }

    private void versions(DSLContext sql, List<Row> rows) {
        GrownCatalog.each(
                sql,
                "INSERT INTO message_version (item_id, from_at, until_at, mailbox_id, folder_id, content_id,"
                        + " change_key, received_at, marks, categories, missing)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', '')",
                statement -> {
                    for (Row row : rows) {
                        long from = row.at;
                        int folder = row.folder;
                        int count = drawVersions();
                        for (int i = 1; i <= count; i++) {
                            boolean ends = i < count || random.nextInt(100) < 15;
                            long until = ends ? from + 60_000_000 + lasting() : Long.MAX_VALUE;
                            GrownCatalog.add(
                                    statement,
                                    row.item,
                                    from,
                                    until,
                                    row.mailbox + 1L,
                                    (long) row.mailbox * shape.folders() + folder + 1,
                                    row.object,
                                    "CQAAABYAAAC5HeQ/PtaYToSsq7UVd%06xAB%02x".formatted(row.item & 0xFFFFFF, i),
                                    row.at,
                                    i > 1 ? 1 : 0);
                            from = until;
                            folder = random.nextInt(10) < 3 ? shape.drawFolder(random) : folder;
                        }
                    }
                });
    }

    /// 1.6 on average.
    private int drawVersions() {
        int drawn = random.nextInt(100);
        return drawn < 60 ? 1 : drawn < 85 ? 2 : drawn < 95 ? 3 : 4;
    }

    /// From minutes to months, mostly short.
    private long lasting() {
        double drawn = random.nextDouble();
        return (long) (drawn * drawn * drawn * 180 * DAY);
    }
}
