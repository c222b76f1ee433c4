package org.postern.recover.verify;

import java.util.List;
import org.postern.connections.ConnectionException;
import org.postern.connections.Connections;
import org.postern.connections.MailReader;
import org.postern.recover.Progress;
import org.postern.recover.RecoverException;
import org.postern.recover.ReverifyReport;
import org.postern.recover.ReverifyRequest;
import org.postern.recover.restore.RestoredItems;
import org.postern.vault.MailboxRecord;
import org.postern.vault.Vault;
import org.postern.vault.VaultException;

/// Goes through a tenant's mailboxes, one after the other, and compares each with its source.
public final class MailReverify {
    private final Vault vault;
    private final Connections connections;
    private final RestoredItems restored;

    public MailReverify(Vault vault, Connections connections, RestoredItems restored) {
        this.vault = vault;
        this.connections = connections;
        this.restored = restored;
    }

    public ReverifyReport run(ReverifyRequest request, Progress progress) {
        List<MailboxRecord> mailboxes = chosen(request);
        MailReader reader = connections.reader(request.tenant());
        Findings findings = new Findings();
        int done = 0;
        for (MailboxRecord mailbox : mailboxes) {
            if (progress.cancelled()) {
                break;
            }
            int now = done;
            Runnable told = () -> progress.report(new Progress.Step(
                    Progress.Phase.VERIFYING, now, mailboxes.size(), findings.items(), 0, mailbox.address()));
            told.run();
            var comparison = new MailboxComparison(vault, reader, restored, request, mailbox, findings);
            try {
                comparison.run(told, progress::cancelled);
            } catch (ConnectionException | VaultException e) {
                findings.failed(mailbox.address(), String.valueOf(e.getMessage()));
            }
            done++;
        }
        return findings.report(done, progress.cancelled());
    }

    private List<MailboxRecord> chosen(ReverifyRequest request) {
        if (request.mailboxes().isEmpty()) {
            return vault.mailboxes(request.tenant());
        }
        return request.mailboxes().stream()
                .map(id -> vault.mailbox(request.tenant(), id)
                        .orElseThrow(() -> new RecoverException(
                                RecoverException.Kind.PERMANENT,
                                "The vault has no mailbox " + id + " of tenant " + request.tenant()
                                        + ". Choose one of those that are listed.")))
                .toList();
    }
}
