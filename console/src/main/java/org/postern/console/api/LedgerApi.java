package org.postern.console.api;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.connections.Connections;
import org.postern.connections.Ledger;
import org.postern.connections.LedgerEvidence;
import org.postern.connections.MailAnchor;
import org.postern.console.mailbox.Finder;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// A tenant's ledger, to read and to verify.
@RestController
@RequestMapping("/api/v1/tenants/{tenant}/ledger")
public class LedgerApi {
    public record Entry(
            long number,
            Instant at,
            String kind,
            String actor,
            Map<String, String> details,
            String previous,
            String hash) {}

    /// `entries` when the chain is whole; else the first `number` that is wrong, and why.
    public record Verification(
            boolean whole,
            @Nullable Long entries,
            @Nullable Long number,
            @Nullable String reason) {}

    /// A signed note, the key that checks it, and the places where notes are anchored.
    public record Checkpoint(String note, String key, List<LedgerEvidence.Anchored> anchors) {}

    /// What is known without reading the ledger.
    ///
    /// @param signed entries that the newest checkpoint covers
    /// @param verifiedAt when the last walk through all of it began; null where there was none yet
    /// @param verification how that walk ended
    /// @param verifying whether one runs or waits for its turn now
    /// @param mail where checkpoints are mailed to; null for nowhere
    public record Standing(
            long entries,
            long signed,
            @Nullable Instant verifiedAt,
            @Nullable Verification verification,
            boolean verifying,
            List<LedgerEvidence.Anchored> anchors,
            @Nullable Mail mail) {
        static Standing of(LedgerEvidence evidence) {
            LedgerEvidence.Standing known = evidence.standing();
            LedgerEvidence.Verified verified = known.verified();
            return new Standing(
                    known.entries(),
                    known.signed(),
                    verified == null ? null : verified.at(),
                    verified == null ? null : shown(verified.found()),
                    known.verifying(),
                    known.anchors(),
                    evidence.mailedTo()
                            .map(anchor -> new Mail(anchor.to(), anchor.from()))
                            .orElse(null));
        }
    }

    /// `from` is the mailbox of the probe connection.
    public record Mail(@Nullable String to, @Nullable String from) {}

    private final Finder finder;
    private final Connections connections;

    public LedgerApi(Finder finder, Connections connections) {
        this.finder = finder;
        this.connections = connections;
    }

    @GetMapping
    public Listing<Entry> read(
            @PathVariable String tenant,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = Input.LIMIT_DEFAULT) int limit) {
        Ledger ledger = connections.ledger(finder.tenant(tenant).id());
        List<Entry> entries = ledger.read(Math.max(after, 0), Input.limit(limit)).stream()
                .map(LedgerApi::entry)
                .toList();
        boolean full = entries.size() == limit;
        return new Listing<>(entries, full ? Long.toString(entries.getLast().number()) : null);
    }

    /// Walks all of it now, and answers when that is done.
    @GetMapping("/verification")
    public Verification verify(@PathVariable String tenant) {
        return shown(connections.ledger(finder.tenant(tenant).id()).verify());
    }

    private static Verification shown(Ledger.Verification found) {
        return switch (found) {
            case Ledger.Verification.Whole(long entries) -> new Verification(true, entries, null, null);
            case Ledger.Verification.Broken(long number, String reason) ->
                new Verification(false, null, number, reason);
        };
    }

    /// Begins to walk all of it beside other work, as is done once a day; the standing tells how it ended.
    @PostMapping("/verification")
    public ResponseEntity<Standing> beginVerification(@PathVariable String tenant) {
        LedgerEvidence evidence = evidence(tenant);
        evidence.beginVerification();
        return ResponseEntity.accepted().body(Standing.of(evidence));
    }

    @GetMapping("/standing")
    public Standing standing(@PathVariable String tenant) {
        return Standing.of(evidence(tenant));
    }

    /// Mails checkpoints to an address of the customer's from now on, beginning at once.
    @PutMapping("/mail")
    public Standing mailTo(@PathVariable String tenant, @RequestBody Mail body) {
        LedgerEvidence evidence = evidence(tenant);
        String from = Input.required("from", body.from(), 254);
        evidence.mailTo(Input.parse("mail", Input.required("to", body.to(), 254), to -> new MailAnchor(to, from)));
        return Standing.of(evidence);
    }

    @DeleteMapping("/mail")
    public Standing mailToNobody(@PathVariable String tenant) {
        LedgerEvidence evidence = evidence(tenant);
        evidence.mailTo(null);
        return Standing.of(evidence);
    }

    /// Signs what is there now.
    @GetMapping("/checkpoint")
    public Checkpoint checkpoint(@PathVariable String tenant) {
        LedgerEvidence evidence = evidence(tenant);
        return new Checkpoint(evidence.checkpoint(), evidence.verifierKey(), evidence.anchors());
    }

    /// All of it in one file that anybody can check.
    @GetMapping(path = "/export", produces = MediaType.TEXT_PLAIN_VALUE)
    public void export(@PathVariable String tenant, HttpServletResponse response) throws IOException {
        LedgerEvidence evidence = evidence(tenant);
        evidence.checkpoint(); // What hinders it is told before the answer begins.
        response.setContentType("text/plain;charset=UTF-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"" + tenant + ".ledger\"");
        evidence.export(response.getOutputStream());
    }

    /// One entry with the proof that it is in the signed ledger, as a C2SP tlog-proof.
    @GetMapping(path = "/proofs/{number}", produces = MediaType.TEXT_PLAIN_VALUE)
    public ResponseEntity<String> proof(@PathVariable String tenant, @PathVariable long number) {
        return text(evidence(tenant).proof(number));
    }

    /// The checkpoint of now with the proof that the ledger only grew since it had `from` entries, in the form in which
    /// a C2SP witness takes it.
    @GetMapping(path = "/growth", produces = MediaType.TEXT_PLAIN_VALUE)
    public ResponseEntity<String> growth(@PathVariable String tenant, @RequestParam(defaultValue = "0") long from) {
        return text(evidence(tenant).growth(from));
    }

    private static ResponseEntity<String> text(String body) {
        return ResponseEntity.ok()
                .contentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8))
                .body(body);
    }

    private LedgerEvidence evidence(String tenant) {
        return connections.evidence(finder.tenant(tenant).id());
    }

    private static Entry entry(Ledger.Entry entry) {
        return new Entry(
                entry.number(),
                entry.at(),
                entry.kind(),
                entry.actor(),
                entry.details(),
                entry.previous(),
                entry.hash());
    }
}
