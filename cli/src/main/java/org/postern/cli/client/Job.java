package org.postern.cli.client;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.postern.cli.terminal.Quantities;
import tools.jackson.databind.JsonNode;

/// One piece of long work on the server, as the API shows it.
///
/// @param total how much there is to do; -1 while unknown
/// @param current what is being worked on; empty when nothing is
/// @param document all of it, as it came
public record Job(
        String id,
        String kind,
        State state,
        String phase,
        long done,
        long total,
        long messages,
        long bytes,
        String current,
        JsonNode document) {
    /// A job's life; while it is queued or runs there is something to follow.
    public enum State {
        AWAITING_APPROVAL,
        QUEUED,
        RUNNING,
        SUCCEEDED,
        WARNING,
        FAILED,
        CANCELLED,
        INTERRUPTED,
        REJECTED,
        EXPIRED;

        public boolean isFinal() {
            return this != QUEUED && this != RUNNING;
        }
    }

    public static Job of(JsonNode document) {
        JsonNode progress = document.path("progress");
        return new Job(
                document.path("id").asString(""),
                document.path("kind").asString(""),
                State.valueOf(document.path("state").asString("queued").toUpperCase(Locale.ROOT)),
                progress.path("phase").asString(""),
                progress.path("done").asLong(0),
                progress.path("total").asLong(-1),
                progress.path("messages").asLong(0),
                progress.path("bytes").asLong(0),
                progress.path("current").asString(""),
                document);
    }

    /// How far it is, in words: what was fetched or written so far, and what is being worked on.
    public String note() {
        String so = messages == 0 ? "" : Quantities.count(messages) + " messages, " + Quantities.bytes(bytes);
        String now = current.isEmpty() ? phase : current;
        return so + (so.isEmpty() || now.isEmpty() ? "" : ", ") + now;
    }

    public JsonNode result() {
        return document.path("result");
    }

    /// Why it failed; null when it did not.
    public @Nullable String failure() {
        JsonNode detail = document.path("error").path("detail");
        return detail.isMissingNode() || detail.isNull() ? null : detail.asString("");
    }

    public String advice() {
        return document.path("error").path("advice").asString("");
    }

    public ExitCode exitCode() {
        return switch (state) {
            case QUEUED, RUNNING, SUCCEEDED -> ExitCode.OK;
            case AWAITING_APPROVAL -> ExitCode.AWAITING;
            case WARNING -> ExitCode.PARTLY;
            case FAILED, CANCELLED, INTERRUPTED, REJECTED, EXPIRED -> ExitCode.FAILED;
        };
    }
}
