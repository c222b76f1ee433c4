package org.postern.console.job;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.mail.TenantId;
import tools.jackson.databind.JsonNode;

/// A piece of long work as it stands at one moment.
///
/// @param subject what it works on, as people know it, such as `anna@contoso.com`
/// @param orderedBy an administrator, or what does it by itself, such as `schedule`
/// @param decidedBy the second administrator, who approved or rejected it; null where none was asked or did
/// @param result shaped by the kind; null until there is one
/// @param error null unless it failed
public record Job(
        String id,
        TenantId tenant,
        JobKind kind,
        String subject,
        String orderedBy,
        @Nullable String decidedBy,
        JobState state,
        Instant requestedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        JobProgress progress,
        @Nullable JsonNode result,
        @Nullable Fault error) {
    /// Why a job failed, and what to do.
    public record Fault(String detail, String advice) {}

    public Optional<JsonNode> outcome() {
        return Optional.ofNullable(result);
    }

    public Optional<Fault> fault() {
        return Optional.ofNullable(error);
    }

    Job running(Instant now) {
        return new Job(
                id,
                tenant,
                kind,
                subject,
                orderedBy,
                decidedBy,
                JobState.RUNNING,
                requestedAt,
                now,
                null,
                progress,
                null,
                null);
    }

    Job at(JobProgress now) {
        return new Job(
                id,
                tenant,
                kind,
                subject,
                orderedBy,
                decidedBy,
                state,
                requestedAt,
                startedAt,
                endedAt,
                now,
                result,
                error);
    }

    Job ended(Instant now, JobState end, @Nullable JsonNode with, @Nullable Fault why) {
        return new Job(
                id, tenant, kind, subject, orderedBy, decidedBy, end, requestedAt, startedAt, now, progress, with, why);
    }

    Job decided(@Nullable String by) {
        return new Job(
                id,
                tenant,
                kind,
                subject,
                orderedBy,
                by,
                state,
                requestedAt,
                startedAt,
                endedAt,
                progress,
                result,
                error);
    }
}
