package org.postern.console.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postern.connections.ConnectionCheck;
import org.postern.console.mailbox.MailboxList;

/// How the pages write figures, times and states.
public final class Format {
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern(
                    "d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SHORT =
            DateTimeFormatter.ofPattern("d MMM uuuu HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter INPUT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB", "PB"};

    private Format() {}

    public static String count(long number) {
        return String.format(Locale.ENGLISH, "%,d", number);
    }

    public static String bytes(long bytes) {
        double amount = bytes;
        int unit = 0;
        while (amount >= 1000 && unit < UNITS.length - 1) {
            amount /= 1000;
            unit++;
        }
        return String.format(Locale.ENGLISH, unit == 0 || amount >= 100 ? "%.0f %s" : "%.1f %s", amount, UNITS[unit]);
    }

    /// `stored` as a share of `raw`, to stand after a figure; empty while nothing is held.
    public static String share(long stored, long raw) {
        return raw <= 0 ? "" : String.format(Locale.ENGLISH, ", %.0f %% of it", 100.0 * stored / raw);
    }

    public static String when(@Nullable Instant instant, String otherwise) {
        return instant == null ? otherwise : WHEN.format(instant);
    }

    public static String shortWhen(Instant instant) {
        return SHORT.format(instant);
    }

    /// As a `datetime-local` field has it.
    static String input(@Nullable Instant instant) {
        return instant == null ? "" : INPUT.format(instant);
    }

    public static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    public static String mark(ConnectionCheck.Outcome outcome) {
        return switch (outcome) {
            case PASSED -> "✓";
            case FAILED -> "✗";
            case SKIPPED -> "–";
        };
    }

    public static String words(MailboxList.SyncState state) {
        return switch (state) {
            case NEVER -> "not synced yet";
            case RUNNING -> "syncing";
            case OK -> "up to date";
            case WARNING -> "with warnings";
            case ERROR -> "failed";
            case LEFT -> "left the directory";
        };
    }

    public static String tone(MailboxList.SyncState state) {
        return switch (state) {
            case NEVER, LEFT -> "";
            case RUNNING -> "live";
            case OK -> "good";
            case WARNING -> "warn";
            case ERROR -> "bad";
        };
    }

    public static boolean anyRunning(List<MailboxList.Entry> mailboxes) {
        return mailboxes.stream().anyMatch(mailbox -> mailbox.state() == MailboxList.SyncState.RUNNING);
    }

    public static String details(Map<String, String> details) {
        return details.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(" · "));
    }

    /// The name of a person where it is given with an address (`"Anna" <anna@contoso.com>`), else the address.
    public static String person(String sender) {
        int address = sender.lastIndexOf('<');
        String name = address < 0 ? "" : sender.substring(0, address).strip();
        if (name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")) {
            name = name.substring(1, name.length() - 1).replace("\\", "").strip();
        }
        return name.isEmpty() ? sender : name;
    }

    /// Text as one segment of a path, or as the value of a query.
    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
