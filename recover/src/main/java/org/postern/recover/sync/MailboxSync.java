package org.postern.recover.sync;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.postern.connections.ConnectionException;
import org.postern.connections.MailReader;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.mail.TenantId;
import org.postern.recover.MailboxResult;
import org.postern.recover.MailboxResult.Outcome;
import org.postern.recover.RecoverException;
import org.postern.recover.SyncLimits;
import org.postern.recover.sync.FolderFeed.Reading;
import org.postern.recover.sync.MailboxTable.Row;
import org.postern.vault.FolderVersion;
import org.postern.vault.MessageVersion;
import org.postern.vault.Vault;
import org.postern.vault.VaultException;

/// Runs one round of one mailbox and notes its result; whoever calls holds the mailbox's lock.
final class MailboxSync {
    private static final System.Logger LOG = System.getLogger(MailboxSync.class.getName());

    private final Vault vault;
    private final MailboxTable mailboxes;
    private final MissingTable missingTable;
    private final Clock clock;
    private final SyncLimits limits;
    private final Executor readers;

    MailboxSync(
            Vault vault,
            MailboxTable mailboxes,
            MissingTable missingTable,
            Clock clock,
            SyncLimits limits,
            Executor readers) {
        this.vault = vault;
        this.mailboxes = mailboxes;
        this.missingTable = missingTable;
        this.clock = clock;
        this.limits = limits;
        this.readers = readers;
    }

    /// What came of a round.
    ///
    /// @param outage whether the service itself seems to be down
    record Done(MailboxResult result, boolean outage) {}

    /// @param only the folders to read of those that are known; all when none is named
    /// @throws VaultException when the vault cannot take what is read
    Done run(TenantId tenant, Row row, MailReader reader, Set<FolderId> only, SyncProgress progress) {
        RoundContext round = new RoundContext(
                tenant, row.mailbox(), row.address(), instant(row), vault, reader, limits, progress, new Tally());
        try {
            MissingMessages missing = new MissingMessages(round, missingTable);
            Ending ending = run(round, row, missing, only);
            missing.save();
            MailboxResult result = result(round, ending, missing.now());
            note(round, row, result);
            return new Done(result, ending.outage());
        } catch (VaultException e) {
            noteFailure(round, row, e);
            throw e;
        }
    }

    private record Ending(Outcome outcome, String reason, boolean outage) {}

    private void note(RoundContext round, Row row, MailboxResult result) {
        Row latest = mailboxes.find(round.tenant(), row.mailbox()).orElse(row);
        mailboxes.write(
                round.tenant(), List.of(latest.after(result, round.tally().changedAnything())));
    }

    private void noteFailure(RoundContext round, Row row, VaultException failure) {
        try {
            Ending ending = new Ending(Outcome.ERROR, String.valueOf(failure.getMessage()), false);
            note(round, row, result(round, ending, List.of()));
        } catch (VaultException second) {
            failure.addSuppressed(second); // The disk that is full for mail may be full for this, too.
        }
    }

    private Ending run(RoundContext round, Row row, MissingMessages missing, Set<FolderId> only) {
        try (Commits commits = new Commits(round)) {
            try {
                Map<FolderId, FolderVersion> known = round.folders();
                Reading folders = new FolderFeed(round, known).read();
                expect(round, row, folders, known);
                new MailboxRound(round, commits, missing, readers, folders, known).run(only);
                return new Ending(Outcome.SUCCESS, "", false);
            } catch (ConnectionException e) {
                commits.commit(); // What came before the trouble need not come again.
                boolean outage = e.kind() != ConnectionException.Kind.PERMANENT;
                return new Ending(Outcome.ERROR, String.valueOf(e.getMessage()), outage);
            } catch (RecoverException e) {
                if (e.kind() != RecoverException.Kind.CANCELLED) {
                    throw e;
                }
                commits.commit();
                return new Ending(Outcome.CANCELLED, String.valueOf(e.getMessage()), false);
            }
        } catch (VaultException e) {
            throw e;
        } catch (RuntimeException bug) {
            LOG.log(System.Logger.Level.ERROR, "Sync of mailbox " + row.mailbox() + " met a fault in Postern", bug);
            return new Ending(
                    Outcome.ERROR, "A fault in Postern (" + bug.getClass().getSimpleName() + "); see the log.", false);
        }
    }

    /// Later than every round before, also when the clock was set back.
    private Instant instant(Row row) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant before = row.roundAt();
        return before == null || now.isAfter(before) ? now : before.plusMillis(1);
    }

    private void expect(RoundContext round, Row row, Reading folders, Map<FolderId, FolderVersion> known) {
        if (!row.replicated() && known.isEmpty()) {
            long messages = folders.present().values().stream()
                    .mapToLong(FolderState::messageCount)
                    .filter(count -> count > 0)
                    .sum();
            mailboxes.write(round.tenant(), List.of(row.expecting(messages)));
        }
    }

    private static MailboxResult result(RoundContext round, Ending ending, List<MessageVersion> unread) {
        Tally tally = round.tally();
        String firstMissing = unread.isEmpty() ? "" : unread.getFirst().missing();
        String warnings = tally.reason(unread.size(), firstMissing);
        boolean warned = ending.outcome() == Outcome.SUCCESS && !warnings.isEmpty();
        return new MailboxResult(
                round.mailbox(),
                round.address(),
                round.at(),
                warned ? Outcome.WARNING : ending.outcome(),
                ending.reason().isEmpty() ? warnings : ending.reason(),
                tally.stored,
                tally.updated,
                tally.removed,
                unread.size(),
                tally.warnings(),
                tally.bytes);
    }
}
