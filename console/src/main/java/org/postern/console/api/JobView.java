package org.postern.console.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.postern.console.job.Job;
import org.postern.console.job.JobProgress;
import tools.jackson.databind.JsonNode;

/// A job as the API shows it; `result` is shaped by the kind.
public record JobView(
        String id,
        String tenant,
        String kind,
        String subject,
        String orderedBy,
        @Nullable String decidedBy,
        String state,
        Instant requestedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        JobProgress progress,
        @Nullable JsonNode result,
        Job.@Nullable Fault error) {
    static JobView of(Job job) {
        return new JobView(
                job.id(),
                job.tenant().value(),
                Input.lower(job.kind()),
                job.subject(),
                job.orderedBy(),
                job.decidedBy(),
                Input.lower(job.state()),
                job.requestedAt(),
                job.startedAt(),
                job.endedAt(),
                job.progress(),
                job.result(),
                job.error());
    }
}
