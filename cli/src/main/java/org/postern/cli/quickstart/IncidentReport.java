package org.postern.cli.quickstart;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.postern.cli.terminal.Quantities;
import org.postern.cli.terminal.Table;

/// What an incident in the lab came to.
final class IncidentReport {
    int tenants;
    final Set<String> stolen = new TreeSet<>();
    final Set<String> accused = new TreeSet<>();
    /// Tenants whose re-establishment says, by the log, that others used the old key.
    final Set<String> told = new TreeSet<>();

    int reestablished;
    long lostItems;
    long delayed;
    long messages;
    long delivered;
    double alarmSeconds;
    double reestablishSeconds;
    double seconds;
    int openedBefore;
    int openedAfter;

    @Nullable
    String failedStep;

    @Nullable
    String reason;

    long missed() {
        return stolen.stream().filter(tenant -> !accused.contains(tenant)).count();
    }

    long falselyAccused() {
        return accused.stream().filter(tenant -> !stolen.contains(tenant)).count();
    }

    boolean isGood() {
        return failedStep == null
                && missed() == 0
                && falselyAccused() == 0
                && told.equals(stolen)
                && reestablished == tenants
                && lostItems == 0
                && delayed == 0
                && openedAfter == 0;
    }

    Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("ok", isGood());
        document.put("tenants", tenants);
        document.put("stolen", stolen.size());
        document.put("accused", accused.size());
        document.put("missed", missed());
        document.put("falselyAccused", falselyAccused());
        document.put("toldInReports", told.size());
        document.put("reestablished", reestablished);
        document.put("lostItems", lostItems);
        document.put("delayedMail", delayed);
        document.put("messages", messages);
        document.put("deliveredMeanwhile", delivered);
        document.put("mailboxesOpenedByThieves", openedBefore);
        document.put("mailboxesOpenedAfterwards", openedAfter);
        document.put("alarmSeconds", rounded(alarmSeconds));
        document.put("reestablishSeconds", rounded(reestablishSeconds));
        document.put("seconds", rounded(seconds));
        if (failedStep != null) {
            document.put("failedStep", failedStep);
            document.put("reason", String.valueOf(reason));
        }
        return document;
    }

    private static double rounded(double seconds) {
        return Math.round(seconds * 1_000) / 1_000.0;
    }

    void print(PrintStream out, int columns) {
        Table table = new Table("What", ">Count");
        table.row("Tenants", Integer.toString(tenants));
        table.row("Keys stolen and used", Integer.toString(stolen.size()));
        table.row("Tenants accused", Integer.toString(accused.size()));
        table.row("Thefts missed", Long.toString(missed()));
        table.row("Falsely accused", Long.toString(falselyAccused()));
        table.row("Told in the reports of new keys", Integer.toString(told.size()));
        table.row("Mailboxes that thieves opened", Integer.toString(openedBefore));
        table.row("… with the same keys afterwards", Integer.toString(openedAfter));
        table.row("Tenants with new keys", Integer.toString(reestablished));
        table.row("Messages compared", Quantities.count(messages));
        table.row("… delivered during the incident", Quantities.count(delivered));
        table.row("Items lost", Long.toString(lostItems));
        table.row("Failed requests of honest use", Long.toString(delayed));
        table.row("Seconds from use to alarm", String.format(Locale.ROOT, "%.1f", alarmSeconds));
        table.row("Seconds for all new keys", String.format(Locale.ROOT, "%.1f", reestablishSeconds));
        table.row("Seconds in all", String.format(Locale.ROOT, "%.1f", seconds));
        table.print(out, columns);
        out.println(
                failedStep == null
                        ? (isGood() ? "All as it should be." : "NOT as it should be.")
                        : "Failed at \"" + failedStep + "\": " + reason);
    }
}
