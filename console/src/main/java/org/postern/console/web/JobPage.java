package org.postern.console.web;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.console.approval.Proposal;
import org.postern.console.job.Approvals;
import org.postern.console.job.Decisions;
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
    private static final int BECAUSE_MAX = 500;

    private final Pages pages;
    private final Jobs jobs;
    private final Approvals approvals;
    private final Decisions decisions;

    JobPage(Pages pages, Jobs jobs, Approvals approvals, Decisions decisions) {
        this.pages = pages;
        this.jobs = jobs;
        this.approvals = approvals;
        this.decisions = decisions;
    }

    /// What a second administrator is asked.
    ///
    /// @param order its digest, which goes back with the answer
    /// @param whyNot why who looks at it cannot decide; empty when he can
    public record Asked(Proposal proposal, String order, String whyNot) {}

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
        Shell shell = Shell.of(request, JobText.title(found), "jobs");
        List<Asked> asked = approvals.waiting(found.id()).stream()
                .map(proposal -> asked(proposal, shell.who()))
                .toList();
        Job now = asked.isEmpty() ? find(job) : found; // It may have expired just now.
        return pages.page("job", Map.of("shell", shell, "job", now, "asked", asked));
    }

    /// The job's card alone; a page that shows it asks for it again while the job runs.
    @GetMapping("/{job}/card")
    public ResponseEntity<String> card(@PathVariable String job, HttpServletRequest request) {
        return pages.page(
                "jobcard",
                Map.of("job", find(job), "csrf", Shell.of(request, "", "").csrf()));
    }

    private Asked asked(Proposal proposal, String who) {
        return new Asked(proposal, proposal.digest(), decisions.whyNot(proposal, who));
    }

    /// @param order the digest of what was on the page
    @PostMapping("/{job}/approve")
    public ResponseEntity<String> approve(@PathVariable String job, @RequestParam String order, Principal who) {
        decisions.approve(find(job).id(), order, who.getName());
        return Pages.redirect("/jobs/" + job);
    }

    @PostMapping("/{job}/reject")
    public ResponseEntity<String> reject(
            @PathVariable String job, @RequestParam(defaultValue = "") String because, Principal who) {
        String reason = because.length() > BECAUSE_MAX ? because.substring(0, BECAUSE_MAX) : because;
        decisions.reject(find(job).id(), who.getName(), reason.replaceAll("\\p{Cntrl}", " "));
        return Pages.redirect("/jobs/" + job);
    }

    @PostMapping("/{job}/cancel")
    public ResponseEntity<String> cancel(@PathVariable String job, Principal who) {
        Job found = find(job);
        decisions.withdraw(found.id(), who.getName());
        jobs.cancel(found.id());
        return Pages.redirect("/jobs/" + found.id());
    }

    private Job find(String id) {
        return jobs.find(id)
                .orElseThrow(() -> ProblemException.notFound("job", "The list of jobs shows which there are."));
    }
}
