package org.postern.bench;

import java.time.Instant;
import java.util.SplittableRandom;

/// What a catalog that has grown for a year looks like: so many objects, in mailboxes and folders of uneven size.
///
/// The first sync brings 60% of the messages, folder by folder; the rest comes in over the year, message by message, to
/// mailboxes drawn at random, most of it to the first two folders. 5 of 8 objects are messages, the others leaves. A
/// message has 1.6 versions on average: it is read, moved or deleted later.
///
/// @param objects how many, and how many versions, nearly
record GrownShape(long objects, int mailboxes, int folders) {
    static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
    static final int DAYS = 365;
    private static final double FIRST = 0.6;

    static GrownShape of(long objects) {
        return new GrownShape(objects, (int) Math.max(1, objects / 20_000), 40);
    }

    long messages() {
        return objects * 5 / 8;
    }

    long firstMessages() {
        return (long) (messages() * FIRST);
    }

    /// One for ten messages after the first sync and for a few hundred in it.
    long changes() {
        return Math.max(1, objects / 40);
    }

    long packs() {
        return Math.max(1, objects / 2_000);
    }

    static String mailboxName(int mailbox) {
        return "mailbox-%05d".formatted(mailbox);
    }

    static String folderName(int folder) {
        return "folder-%03d".formatted(folder);
    }

    /// The share of a folder: a quarter lies in the first, 15% in the second, the rest ever less.
    double share(int folder) {
        return switch (folder) {
            case 0 -> 0.25;
            case 1 -> 0.15;
            default -> 0.6 / (folder + 4) / rest();
        };
    }

    private double rest() {
        double sum = 0;
        for (int folder = 2; folder < folders; folder++) {
            sum += 1.0 / (folder + 4);
        }
        return sum;
    }

    int drawFolder(SplittableRandom random) {
        double drawn = random.nextDouble();
        for (int folder = 0; folder < folders - 1; folder++) {
            drawn -= share(folder);
            if (drawn < 0) {
                return folder;
            }
        }
        return folders - 1;
    }
}
