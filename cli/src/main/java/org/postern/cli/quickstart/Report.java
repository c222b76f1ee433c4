package org.postern.cli.quickstart;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.cli.terminal.Quantities;
import org.postern.cli.terminal.Table;

/// What the story counted, filled step by step; what a step did not reach stays zero.
final class Report {
    long mailboxes;
    long messages;
    long rawBytes;
    long storedBytes;
    long requests;
    double seconds;
    long found;
    long deleted;
    long restored;
    long notRestorable;
    long exported;
    long identical;
    long mismatched;
    long serverHeapMaxBytes;

    @Nullable
    String failedStep;

    @Nullable
    String reason;

    Map<String, @Nullable Object> document() {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("ok", failedStep == null);
        document.put("mailboxes", mailboxes);
        document.put("messages", messages);
        document.put("rawBytes", rawBytes);
        document.put("storedBytes", storedBytes);
        document.put("requests", requests);
        document.put("seconds", Math.round(seconds * 1000) / 1000.0);
        document.put("messagesPerSecond", Math.round(messagesPerSecond()));
        document.put("requestsPerThousand", Math.round(requestsPerThousand() * 10) / 10.0);
        document.put("found", found);
        document.put("deleted", deleted);
        document.put("restored", restored);
        document.put("notRestorable", notRestorable);
        document.put("exported", exported);
        document.put("identical", identical);
        document.put("mismatched", mismatched);
        document.put("serverHeapMaxBytes", serverHeapMaxBytes);
        document.put("failedStep", failedStep);
        document.put("reason", reason);
        return document;
    }

    void print(PrintStream out, int columns) {
        Table table = new Table("The whole story", ">", "");
        table.row("messages", Quantities.count(messages), "in " + mailboxes + " mailboxes");
        table.row("bytes raw", Quantities.bytes(rawBytes), "");
        table.row("bytes stored", Quantities.bytes(storedBytes), ratio());
        table.row("requests", Quantities.count(requests), decimal(requestsPerThousand()) + " per 1,000 messages");
        table.row(
                "first sync",
                decimal(seconds) + " s",
                Quantities.count(Math.round(messagesPerSecond())) + " messages/s");
        table.row("deleted", Quantities.count(deleted), "in the lab, and seen by the next sync");
        table.row("found", Quantities.count(found), "by search, as at the instant before");
        table.row("restored", Quantities.count(restored), "");
        table.row("not restorable", Quantities.count(notRestorable), notRestorable == 0 ? "" : Story.NOT_TAKEN);
        table.row("exported", Quantities.count(exported), "as EML files");
        table.row("byte-identical", Quantities.count(identical), "of " + Quantities.count(messages));
        table.row("mismatched", Quantities.count(mismatched), mismatched == 0 ? "" : "SEE ABOVE");
        table.print(out, columns);
        if (failedStep != null) {
            out.println("FAILED at step \"" + failedStep + "\": " + reason);
        }
    }

    private double messagesPerSecond() {
        return seconds == 0 ? 0 : messages / seconds;
    }

    private double requestsPerThousand() {
        return messages == 0 ? 0 : 1000.0 * requests / messages;
    }

    private String ratio() {
        return rawBytes == 0 ? "" : String.format(Locale.ROOT, "%.2f of raw", (double) storedBytes / rawBytes);
    }

    private static String decimal(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }
}
