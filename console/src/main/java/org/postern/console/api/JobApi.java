package org.postern.console.api;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.postern.console.job.Decisions;
import org.postern.console.job.ExportShelf;
import org.postern.console.job.Job;
import org.postern.console.job.Jobs;
import org.postern.console.mailbox.Finder;
import org.postern.console.problem.Problem;
import org.postern.console.problem.ProblemException;
import org.postern.mail.TenantId;
import org.springframework.core.io.FileSystemResource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/// Long work: how it stands, live; to cancel; and the file of an export.
@RestController
@RequestMapping("/api/v1/jobs")
public class JobApi {
    private static final Duration EVENT_EVERY = Duration.ofMillis(250);
    private static final Duration QUIET_MAX = Duration.ofSeconds(10);
    private static final int STREAMS_MAX = 200;

    private final Jobs jobs;
    private final Decisions decisions;
    private final Finder finder;
    private final ExportShelf shelf;
    private final JsonMapper json;
    private final Semaphore streams = new Semaphore(STREAMS_MAX);

    public JobApi(Jobs jobs, Decisions decisions, Finder finder, ExportShelf shelf, JsonMapper json) {
        this.jobs = jobs;
        this.decisions = decisions;
        this.finder = finder;
        this.shelf = shelf;
        this.json = json;
    }

    @GetMapping
    public Listing<JobView> list(
            @RequestParam(required = false) @Nullable String tenant,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = Input.LIMIT_DEFAULT) int limit) {
        TenantId only = tenant == null || tenant.isBlank()
                ? null
                : finder.tenant(tenant).id();
        List<Job> found = jobs.list(only, after, Input.limit(limit));
        return new Listing<>(
                found.stream().map(JobView::of).toList(),
                found.size() == limit ? found.getLast().id() : null);
    }

    @GetMapping("/{job}")
    public JobView show(@PathVariable String job) {
        return JobView.of(find(job));
    }

    /// The job each time it changes, as server-sent events `job`, until it has ended.
    @GetMapping(path = "/{job}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    public void events(@PathVariable String job, HttpServletResponse response)
            throws IOException, InterruptedException {
        Job seen = find(job);
        if (!streams.tryAcquire()) {
            throw new ProblemException(new Problem(
                    503, "Too much at once", STREAMS_MAX + " watch jobs already.", "Ask for the job now and then."));
        }
        try {
            response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
            response.setHeader("X-Accel-Buffering", "no");
            stream(seen, response.getOutputStream());
        } finally {
            streams.release();
        }
    }

    private void stream(Job first, OutputStream out) throws IOException, InterruptedException {
        Job seen = first;
        send(out, seen);
        while (!seen.state().isFinal()) {
            Thread.sleep(EVENT_EVERY);
            Job next = jobs.awaitChange(seen, QUIET_MAX).orElseThrow();
            if (next.equals(seen)) {
                out.write(":\n\n".getBytes(StandardCharsets.UTF_8)); // A comment keeps proxies from closing the stream.
                out.flush();
            } else {
                send(out, next);
            }
            seen = next;
        }
    }

    private void send(OutputStream out, Job job) throws IOException {
        String event = "event: job\ndata: " + json.writeValueAsString(JobView.of(job)) + "\n\n";
        out.write(event.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @PostMapping("/{job}/cancel")
    public ResponseEntity<JobView> cancel(@PathVariable String job, Principal who) {
        Job found = find(job);
        decisions.withdraw(found.id(), who.getName());
        jobs.cancel(found.id());
        return ResponseEntity.accepted().body(JobView.of(find(job)));
    }

    @GetMapping("/{job}/download")
    public ResponseEntity<FileSystemResource> download(@PathVariable String job) {
        Path file = shelf.file(find(job))
                .orElseThrow(() -> ProblemException.notFound(
                        "file of this job",
                        "Only an export that succeeded has one, for " + ExportShelf.LIFE.toHours()
                                + " hours; export again."));
        boolean mbox = file.getFileName().toString().endsWith(".mbox");
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(mbox ? "application/mbox" : "application/zip"))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(file.getFileName().toString(), StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .body(new FileSystemResource(file));
    }

    private Job find(String id) {
        return jobs.find(id)
                .orElseThrow(() -> ProblemException.notFound("job", "List the jobs to see which there are."));
    }
}
