package org.postern.recover.restore;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.postern.connections.ConnectionException;
import org.postern.connections.Connections;
import org.postern.connections.MailWriter;
import org.postern.connections.WriteMandate;
import org.postern.mail.ItemId;
import org.postern.recover.ItemOutcome.Kind;
import org.postern.recover.MailSync;
import org.postern.recover.MailboxResult;
import org.postern.recover.MailboxResult.Outcome;
import org.postern.recover.Progress;
import org.postern.recover.RecoverException;
import org.postern.recover.Restore;
import org.postern.recover.RestorePlan;
import org.postern.recover.RestoreReport;
import org.postern.recover.RestoreReport.Ending;
import org.postern.recover.RestoreRequest;
import org.postern.recover.RestoreRequest.Scope;
import org.postern.recover.restore.TargetTree.Target;
import org.postern.vault.FolderVersion;
import org.postern.vault.MessageVersion;
import org.postern.vault.Vault;
import org.postern.vault.VaultException;

/// Restores: reads the target anew, settles what was left open, does what is decided, and reads the target again.
public final class MailRestore implements Restore, AutoCloseable {
    private final Vault vault;
    private final Connections connections;
    private final MailSync sync;
    private final Clock clock;
    private final RestoredTable journal;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /// The tables of recover must be there.
    public MailRestore(Vault vault, Connections connections, MailSync sync, Clock clock) {
        this.vault = vault;
        this.connections = connections;
        this.sync = sync;
        this.clock = clock;
        this.journal = new RestoredTable(vault.database());
    }

    @Override
    public RestorePlan plan(RestoreRequest request, Progress progress) {
        SourceTree source = source(request);
        readTarget(request, progress);
        TargetTree tree = new TargetTree(
                request, source, vault.folders(request.tenant(), request.target(), null), (_, _) -> Optional.empty());
        Outcomes outcomes =
                new Outcomes(progress, Progress.Phase.COMPARING, total(request, source), true, RestorePlan.ITEMS_MAX);
        Matching matching = new Matching(request, vault, journal, tree, Set.of());
        new RestoreRun(request, vault, source, tree, matching, outcomes, new Intentions(outcomes), new Trouble()).run();
        return new RestorePlan(request, outcomes.counts(), outcomes.bytes(), tree.made(), outcomes.kept());
    }

    @Override
    public RestoreReport restore(RestoreRequest request, WriteMandate mandate, Progress progress) {
        if (!mandate.tenant().equals(request.tenant())) {
            throw new IllegalArgumentException("a mandate of another tenant");
        }
        SourceTree source = source(request);
        String actor = mandate.warrant().orderedBy();
        connections.ledger(request.tenant()).append("restore.started", actor, describe(request));
        MailboxResult read = readTarget(request, progress);
        RestoreReport report = new Restoring(request, source, mandate.writer(), progress).run(read.at());
        Map<String, String> details = describe(request);
        details.put("ending", report.ending().name());
        report.counts().forEach((kind, count) -> details.put(kind.name(), String.valueOf(count)));
        connections.ledger(request.tenant()).append("restore.finished", actor, details);
        return report;
    }

    /// Waits for what runs.
    @Override
    public void close() {
        threads.close();
    }

    private SourceTree source(RestoreRequest request) {
        if (request.asAt().isAfter(clock.instant())) {
            throw new RecoverException(
                    RecoverException.Kind.PERMANENT,
                    "The instant " + request.asAt() + " is in the future. Choose one that has been.");
        }
        if (vault.mailbox(request.tenant(), request.source()).isEmpty()) {
            throw new RecoverException(
                    RecoverException.Kind.PERMANENT,
                    "The vault has no mailbox " + request.source() + " of tenant " + request.tenant()
                            + ". Choose one of those that are listed.");
        }
        SourceTree source = new SourceTree(vault.folders(request.tenant(), request.source(), request.asAt()));
        source.selected(request.scope());
        return source;
    }

    /// What the vault does not know of the target would be made twice.
    private MailboxResult readTarget(RestoreRequest request, Progress progress) {
        MailboxResult read = sync.syncMailbox(request.tenant(), request.target(), new OnlyCancelling(progress));
        boolean whole = read.outcome() == Outcome.SUCCESS || read.outcome() == Outcome.WARNING;
        if (!whole || read.unreadFolders() > 0) {
            RecoverException.Kind kind = read.outcome() == Outcome.CANCELLED
                    ? RecoverException.Kind.CANCELLED
                    : RecoverException.Kind.RETRYABLE;
            throw new RecoverException(
                    kind,
                    "Nothing was restored, because the target mailbox " + read.address()
                            + " could not be read first to see what is there: " + read.reason());
        }
        return read;
    }

    private static long total(RestoreRequest request, SourceTree source) {
        return request.scope() instanceof Scope.Items(var items)
                ? items.size()
                : source.selected(request.scope()).stream()
                        .mapToLong(FolderVersion::messages)
                        .sum();
    }

    private static Map<String, String> describe(RestoreRequest request) {
        Map<String, String> details = new TreeMap<>();
        details.put("source", request.source().value());
        details.put("target", request.target().value());
        details.put("asAt", request.asAt().toString());
        details.put("conflict", request.conflict().name());
        details.put("place", request.place().getClass().getSimpleName());
        switch (request.scope()) {
            case Scope.WholeMailbox() -> details.put("scope", "mailbox");
            case Scope.OneFolder(var folder, var below) -> {
                details.put("scope", below ? "folder and subfolders" : "folder");
                details.put("folder", folder.value());
            }
            case Scope.Items(var items) -> details.put("scope", items.size() + " items");
        }
        return details;
    }

    /// Passes on only the wish to stop: the steps of a sync are not those of a restore.
    private record OnlyCancelling(Progress progress) implements Progress {
        @Override
        public void report(Step step) {}

        @Override
        public boolean cancelled() {
            return progress.cancelled();
        }
    }

    /// Says what would be done.
    private record Intentions(Outcomes outcomes) implements RestoreRun.Deeds {
        @Override
        public void create(MessageVersion version, Target target, @Nullable ItemId replaces) {
            outcomes.add(version, target.path(), replaces == null ? Kind.CREATED : Kind.REPLACED, "");
        }

        @Override
        public void moveBack(MessageVersion version, ItemId there, Target target, boolean mark) {
            outcomes.add(version, target.path(), Kind.MOVED_BACK, "");
        }

        @Override
        public void mark(MessageVersion version, ItemId there, Target target) {
            outcomes.add(version, target.path(), Kind.MARKED, "");
        }

        @Override
        public void flush() {}
    }

    /// One restore under way.
    private final class Restoring {
        private final RestoreRequest request;
        private final SourceTree source;
        private final MailWriter writer;
        private final Outcomes outcomes;

        Restoring(RestoreRequest request, SourceTree source, MailWriter writer, Progress progress) {
            this.request = request;
            this.source = source;
            this.writer = writer;
            this.outcomes = new Outcomes(
                    progress, Progress.Phase.RESTORING, total(request, source), false, RestoreReport.NOTABLE_MAX);
        }

        RestoreReport run(Instant knownUntil) {
            TargetTree tree = new TargetTree(
                    request,
                    source,
                    vault.folders(request.tenant(), request.target(), null),
                    (parent, name) -> Optional.of(writer.ensureFolder(request.target(), parent, name)));
            Ending ending = Ending.COMPLETE;
            String reason = "";
            try {
                write(tree, knownUntil);
            } catch (RecoverException e) {
                ending = e.kind() == RecoverException.Kind.CANCELLED ? Ending.CANCELLED : Ending.STOPPED;
                reason = String.valueOf(e.getMessage());
            } catch (VaultException e) {
                ending = Ending.STOPPED;
                reason = String.valueOf(RecoverException.of("The restore", e).getMessage());
            } catch (ConnectionException e) {
                ending = Ending.STOPPED;
                reason = String.valueOf(RecoverException.of("The restore", e).getMessage());
            }
            reason = (reason + " " + readAgain()).strip();
            return new RestoreReport(
                    request, ending, reason, outcomes.counts(), outcomes.bytes(), tree.made(), outcomes.kept());
        }

        private void write(TargetTree tree, Instant knownUntil) {
            Settlement earlier = settlement();
            earlier.settle();
            Matching matching = new Matching(request, vault, journal, tree, earlier.adopted());
            Trouble trouble = new Trouble();
            Creations creations =
                    new Creations(request.tenant(), vault, journal, writer, knownUntil, outcomes, trouble, threads);
            Writing deeds = new Writing(request, writer, creations, outcomes, trouble);
            new RestoreRun(request, vault, source, tree, matching, outcomes, deeds, trouble).run();
        }

        private Settlement settlement() {
            return new Settlement(request.tenant(), request.target(), vault, journal, writer);
        }

        /// So that the vault knows what was made, and the journal what became of it.
        ///
        /// @return what people must know when that fails; empty when it does not
        private String readAgain() {
            try {
                readTarget(request, Progress.NONE);
                Settlement settlement = settlement();
                settlement.settle();
                settlement.observe();
                outcomes.settle(settlement.adopted().size());
                return "";
            } catch (RecoverException | VaultException | ConnectionException e) {
                return "What was restored could not be read back yet; the next sync does.";
            }
        }
    }
}
