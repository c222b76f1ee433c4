package org.postern.console.api;

import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postern.console.approval.Proposal;
import org.postern.console.job.Approvals;
import org.postern.console.job.Decisions;
import org.postern.console.problem.ProblemException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Orders that wait for a second administrator, and his word on them.
@RestController
@RequestMapping("/api/v1")
public class ApprovalApi {
    private static final int BECAUSE_MAX = 500;

    /// What waits.
    ///
    /// @param asks why a second person is needed
    /// @param statement what will be done
    /// @param order names all of it; goes back with the approval, so that what was seen is what is approved
    public record Waiting(
            String job,
            String tenant,
            String kind,
            String subject,
            String orderedBy,
            Instant orderedAt,
            Instant expiresAt,
            String asks,
            List<String> statement,
            String order) {}

    /// @param order as it was shown
    public record Approval(@Nullable String order) {}

    public record Rejection(@Nullable String because) {}

    private final Approvals approvals;
    private final Decisions decisions;

    public ApprovalApi(Approvals approvals, Decisions decisions) {
        this.approvals = approvals;
        this.decisions = decisions;
    }

    /// The oldest first.
    @GetMapping("/approvals")
    public Listing<Waiting> list() {
        return Listing.whole(
                approvals.waiting().stream().map(ApprovalApi::shown).toList());
    }

    @GetMapping("/jobs/{job}/approval")
    public Waiting show(@PathVariable String job) {
        return approvals
                .waiting(job)
                .map(ApprovalApi::shown)
                .orElseThrow(() -> ProblemException.notFound(
                        "job that waits for approval", "List the approvals to see which wait."));
    }

    /// Begins the job.
    @PostMapping("/jobs/{job}/approval")
    public ResponseEntity<JobView> approve(@PathVariable String job, @RequestBody Approval body, Principal who) {
        String order = Input.required("order", body.order(), 64);
        return ResponseEntity.accepted().body(JobView.of(decisions.approve(job, order, who.getName())));
    }

    @PostMapping("/jobs/{job}/rejection")
    public JobView reject(@PathVariable String job, @RequestBody Rejection body, Principal who) {
        String because = Objects.requireNonNullElse(Input.optional("because", body.because(), BECAUSE_MAX), "");
        return JobView.of(decisions.reject(job, who.getName(), because.replaceAll("\\p{Cntrl}", " ")));
    }

    private static Waiting shown(Proposal proposal) {
        return new Waiting(
                proposal.job(),
                proposal.tenant(),
                proposal.kind(),
                proposal.subject(),
                proposal.orderedBy(),
                proposal.orderedAt(),
                proposal.expiresAt(),
                proposal.asks(),
                proposal.statement(),
                proposal.digest());
    }
}
