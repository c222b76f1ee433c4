package org.postern.connections.graph;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.connections.flow.ByteBudget;
import tools.jackson.databind.JsonNode;

/// What Graph answered to one operation, alone or in a batch.
///
/// @param retryAfter what the service asks to wait; null where it does not say
/// @param json null where the body was none or not JSON
/// @param bytes null where the body was none or JSON
/// @param lease the memory that `bytes` takes of the reader's budget
@SuppressWarnings("ArrayRecordComponent") // A message's bytes, handed on and never compared.
record Reply(
        int status,
        @Nullable Duration retryAfter,
        @Nullable JsonNode json,
        byte @Nullable [] bytes,
        ByteBudget.Lease lease) {
    boolean succeeded() {
        return status >= 200 && status < 300;
    }

    String code() {
        return json == null ? "" : json.path("error").path("code").asString("");
    }

    String reason() {
        String message = json == null ? "" : json.path("error").path("message").asString("");
        return message.length() > 300 ? message.substring(0, 300) + "…" : message;
    }

    /// `404 ErrorItemNotFound`, for messages.
    String summary() {
        return status + (code().isEmpty() ? "" : " " + code()) + (reason().isEmpty() ? "" : " (" + reason() + ")");
    }

    Optional<Duration> waitAsked() {
        return Optional.ofNullable(retryAfter);
    }

    JsonNode body() {
        if (json == null) {
            throw new MalformedReplyException("Graph answered " + status + " without the JSON that belongs there");
        }
        return json;
    }
}
