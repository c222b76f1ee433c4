package org.postern.console.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.console.job.Job;
import org.postern.console.job.Jobs;
import org.postern.console.problem.ProblemException;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Long work, live.
@Controller
@RequestMapping("/jobs")
public class JobPage {
    private static final int PAGE = 50;

    private final Pages pages;
    private final Jobs jobs;

    JobPage(Pages pages, Jobs jobs) {
        this.pages = pages;
        this.jobs = jobs;
    }

    @GetMapping
    public ResponseEntity<String> list(
            @RequestParam(required = false) @Nullable String before, HttpServletRequest request) {
        List<Job> all = jobs.list(null, before, PAGE);
        return pages.page(
                "jobs",
                Map.of(
                        "shell", Shell.of(request, "Jobs", "jobs"),
                        "live",
                                all.stream()
                                        .filter(job -> !job.state().isFinal())
                                        .toList(),
                        "ended",
                                all.stream()
                                        .filter(job -> job.state().isFinal())
                                        .toList(),
                        "next", all.size() == PAGE ? all.getLast().id() : ""));
    }

    @GetMapping("/{job}")
    public ResponseEntity<String> show(@PathVariable String job, HttpServletRequest request) {
        Job found = find(job);
        return pages.page("job", Map.of("shell", Shell.of(request, JobText.title(found), "jobs"), "job", found));
    }

    /// The job's card alone; a page that shows it asks for it again while the job runs.
    @GetMapping("/{job}/card")
    public ResponseEntity<String> card(@PathVariable String job, HttpServletRequest request) {
        return pages.page(
                "jobcard",
                Map.of("job", find(job), "csrf", Shell.of(request, "", "").csrf()));
    }

    @PostMapping("/{job}/cancel")
    public ResponseEntity<String> cancel(@PathVariable String job) {
        Job found = find(job);
        jobs.cancel(found.id());
        return Pages.redirect("/jobs/" + found.id());
    }

    private Job find(String id) {
        return jobs.find(id)
                .orElseThrow(() -> ProblemException.notFound("job", "The list of jobs shows which there are."));
    }
}
