package org.postern.connections.ledger;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postern.connections.LedgerEvidence;
import org.postern.connections.MailAnchor;

/// What others are given of one ledger, and what is done for it beside other work.
final class Evidence implements LedgerEvidence {
    private final FileLedger ledger;
    private final Proofs proofs;
    private final Anchors anchors;
    private final MailAnchors mails;
    private final Verifications verifications;

    Evidence(FileLedger ledger, Anchors anchors, MailAnchors mails, Verifications verifications) {
        this.ledger = ledger;
        this.proofs = new Proofs(ledger);
        this.anchors = anchors;
        this.mails = mails;
        this.verifications = verifications;
    }

    @Override
    public String verifierKey() {
        return proofs.key().toString();
    }

    @Override
    public String checkpoint() {
        return ledger.checkpoint().note();
    }

    @Override
    public void export(OutputStream out) throws IOException {
        proofs.export(out);
    }

    @Override
    public String proof(long number) {
        return proofs.proof(number);
    }

    @Override
    public String growth(long old) {
        return proofs.growth(old, ledger.checkpoint());
    }

    @Override
    public List<Anchored> anchors() {
        return Stream.concat(anchors.of(ledger.tenant()).stream(), mails.of(ledger).stream())
                .toList();
    }

    @Override
    public Optional<MailAnchor> mailedTo() {
        return mails.anchor(ledger);
    }

    @Override
    public void mailTo(@Nullable MailAnchor anchor) {
        mails.set(ledger, anchor);
    }

    @Override
    public Standing standing() {
        return new Standing(
                ledger.entries(),
                ledger.signedEntries(),
                ledger.lastVerified().orElse(null),
                verifications.runs(ledger.tenant()),
                anchors());
    }

    @Override
    public void beginVerification() {
        verifications.begin(ledger);
    }
}
