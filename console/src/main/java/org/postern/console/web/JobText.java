package org.postern.console.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postern.console.job.Job;
import org.postern.console.job.JobKind;
import org.postern.console.job.JobProgress;
import org.postern.console.job.JobState;
import tools.jackson.databind.JsonNode;

/// Says in words and figures what a job does and did.
public final class JobText {
    private static final int ROWS_MAX = 200;

    /// One figure of a result.
    public record Figure(String label, String value) {}

    /// One thing that a result names, such as a message.
    public record Row(String what, String outcome, String detail, String tone) {}

    private JobText() {}

    public static String title(Job job) {
        String kind = switch (job.kind()) {
            case SYNC -> "Sync of ";
            case RESTORE -> job.subject().startsWith("preview") ? "Restore: " : "Restore of ";
            case EXPORT -> "Export of ";
            case RETENTION -> "Retention: ";
            case ROLL -> "New key: ";
            case REESTABLISH -> "Re-establish ";
            case CHANGE -> "Change: ";
            case DRILL -> "Drill: ";
            case REVERIFY -> "Comparison of ";
        };
        return kind + job.subject();
    }

    /// How the job stands, in a word; a preview that is done has changed nothing and says so.
    public static String state(Job job) {
        boolean preview = job.kind() == JobKind.RESTORE && job.subject().startsWith("preview");
        return preview && job.state() == JobState.SUCCEEDED
                ? "nothing changed yet"
                : Format.lower(job.state()).replace('_', ' ');
    }

    public static String tone(JobState state) {
        return switch (state) {
            case QUEUED, CANCELLED, EXPIRED -> "";
            case RUNNING -> "live";
            case SUCCEEDED -> "good";
            case WARNING, INTERRUPTED, AWAITING_APPROVAL -> "warn";
            case FAILED, REJECTED -> "bad";
        };
    }

    public static String progress(Job job) {
        JobProgress progress = job.progress();
        StringBuilder text = new StringBuilder(progress.phase());
        Long total = progress.total();
        if (total != null) {
            text.append(", ")
                    .append(Format.count(progress.done()))
                    .append(" of ")
                    .append(Format.count(total));
        }
        text.append(" · ").append(Format.count(progress.messages())).append(" messages, ");
        text.append(Format.bytes(progress.bytes()));
        if (progress.messagesPerSecond() > 0) {
            text.append(String.format(Locale.ENGLISH, " · %,.0f a second", progress.messagesPerSecond()));
        }
        Long left = progress.secondsLeft();
        if (left != null && left > 0) {
            text.append(left >= 90 ? " · about " + (left + 30) / 60 + " min left" : " · about " + left + " s left");
        }
        return text.toString();
    }

    public static List<Figure> figures(Job job) {
        JsonNode result = job.result();
        if (result != null && job.kind() == JobKind.RETENTION) {
            return retention(result);
        }
        List<Figure> figures = new ArrayList<>();
        if (result != null) {
            for (Map.Entry<String, JsonNode> part : result.properties()) {
                JsonNode figure = part.getValue();
                if (figure.isNumber() && (figures.isEmpty() || figure.doubleValue() != 0)) {
                    figures.add(new Figure(label(part.getKey()), value(part.getKey(), figure)));
                }
            }
        }
        return figures;
    }

    /// Zeros too: that nothing went is what one wants to know.
    private static List<Figure> retention(JsonNode result) {
        boolean dry = result.path("dryRun").asBoolean();
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure(dry ? "versions would go" : "versions forgotten", count(result, "versions")));
        figures.add(new Figure(
                dry ? "of mail in them" : "of mail was in them",
                Format.bytes(result.path("bytes").asLong())));
        figures.add(new Figure("kept by holds", count(result, "heldVersions")));
        if (!dry) {
            figures.add(new Figure("objects dropped", count(result, "objectsDropped")));
            figures.add(
                    new Figure("freed", Format.bytes(result.path("bytesFreed").asLong())));
        }
        if (result.path("undecidedVersions").asLong() > 0) {
            figures.add(new Figure("kept as no search can tell", count(result, "undecidedVersions")));
        }
        if (result.path("packsKept").asLong() > 0) {
            figures.add(new Figure("packs to be freed later", count(result, "packsKept")));
        }
        return figures;
    }

    private static String count(JsonNode result, String name) {
        return Format.count(result.path(name).asLong());
    }

    private static String value(String name, JsonNode number) {
        return switch (name) {
            case "bytes", "size" -> Format.bytes(number.asLong());
            case "seconds" -> String.format(Locale.ENGLISH, "%.1f s", number.asDouble());
            default ->
                name.endsWith("Seconds")
                        ? String.format(Locale.ENGLISH, "%.1f s", number.asDouble())
                        : Format.count(number.asLong());
        };
    }

    /// `alreadyThere` as `already there`.
    private static String label(String name) {
        return name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }

    public static String rowsTitle(Job job) {
        return switch (job.kind()) {
            case SYNC -> "Mailboxes that need a look";
            case ROLL, REESTABLISH, DRILL -> "Connections";
            case RESTORE, EXPORT, RETENTION, CHANGE, REVERIFY -> "Messages";
        };
    }

    public static List<Row> rows(Job job) {
        JsonNode result = job.result();
        if (result == null) {
            return List.of();
        }
        List<Row> rows = new ArrayList<>();
        for (JsonNode failed : result.path("failed")) {
            rows.add(new Row(text(failed, "mailbox"), text(failed, "outcome"), text(failed, "reason"), "warn"));
        }
        for (JsonNode item : result.path("items")) {
            String outcome = text(item, "outcome").replace('_', ' ');
            rows.add(new Row(text(item, "subject"), outcome, text(item, "detail"), tone(outcome)));
        }
        for (JsonNode connection : result.path("connections")) {
            String outcome = text(connection, "outcome").replace('_', ' ');
            rows.add(new Row(
                    text(connection, "tenant") + " " + text(connection, "function"),
                    outcome,
                    text(connection, "waitingFor"),
                    outcome.startsWith("done") ? "good" : "warn"));
        }
        return rows.size() > ROWS_MAX ? rows.subList(0, ROWS_MAX) : rows;
    }

    private static String tone(String outcome) {
        return switch (outcome) {
            case "created", "replaced", "moved back", "marked" -> "good";
            case "already there", "skipped", "elsewhere" -> "";
            default -> "warn";
        };
    }

    /// Whether a second administrator is to decide on it.
    public static boolean waits(Job job) {
        return job.state() == JobState.AWAITING_APPROVAL;
    }

    public static boolean hasFile(Job job) {
        return job.kind() == JobKind.EXPORT && (job.state() == JobState.SUCCEEDED || job.state() == JobState.WARNING);
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asString("");
    }
}
