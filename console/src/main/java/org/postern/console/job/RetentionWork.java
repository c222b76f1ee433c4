package org.postern.console.job;

import org.postern.vault.CompactReport;
import org.postern.vault.ForgetReport;
import org.postern.vault.Upkeep;
import org.postern.vault.UpkeepProgress;

/// The work of a retention job: forgets, then compacts; a dry run only counts.
final class RetentionWork implements JobWork {
    /// What was forgotten, or would be, and what that freed.
    record Result(
            boolean dryRun,
            long items,
            long versions,
            long bytes,
            long heldVersions,
            long undecidedVersions,
            long objectsDropped,
            long packsRewritten,
            long packsKept,
            long bytesFreed) {}

    /// When to compact.
    private enum Compaction {
        NEVER,
        WHEN_FORGOTTEN,
        ALWAYS
    }

    private static final CompactReport NOT_COMPACTED = new CompactReport(0, 0, 0, 0, 0);
    private final Upkeep upkeep;
    private final boolean dryRun;
    private final double deadShare;
    private final Compaction compaction;

    RetentionWork(Upkeep upkeep, boolean dryRun, double deadShare) {
        this(upkeep, dryRun, deadShare, dryRun ? Compaction.NEVER : Compaction.ALWAYS);
    }

    private RetentionWork(Upkeep upkeep, boolean dryRun, double deadShare, Compaction compaction) {
        this.upkeep = upkeep;
        this.dryRun = dryRun;
        this.deadShare = deadShare;
        this.compaction = compaction;
    }

    /// @param always whether to compact even when nothing was forgotten
    static RetentionWork scheduled(Upkeep upkeep, double deadShare, boolean always) {
        return new RetentionWork(upkeep, false, deadShare, always ? Compaction.ALWAYS : Compaction.WHEN_FORGOTTEN);
    }

    /// Ends work where it is; what is done stays done.
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Override
    public Ending run(Handle handle) {
        UpkeepProgress progress = (step, done, total) -> {
            if (handle.cancelled()) {
                throw new Stopped();
            }
            handle.progress(new Step(step, done, total > done ? total : -1, 0, 0, ""));
        };
        try {
            ForgetReport forgotten = upkeep.forget(dryRun, progress);
            boolean compacts = switch (compaction) {
                case NEVER -> false;
                case WHEN_FORGOTTEN -> forgotten.versions() > 0;
                case ALWAYS -> true;
            };
            CompactReport compacted = compacts ? upkeep.compact(deadShare, progress) : NOT_COMPACTED;
            return new Ending.Succeeded(result(forgotten, compacted));
        } catch (Stopped asked) {
            return new Ending.Cancelled(result(new ForgetReport(dryRun, 0, 0, 0, 0, 0), NOT_COMPACTED));
        }
    }

    private static Result result(ForgetReport forgotten, CompactReport compacted) {
        return new Result(
                forgotten.dryRun(),
                forgotten.items(),
                forgotten.versions(),
                forgotten.bytes(),
                forgotten.heldVersions(),
                forgotten.undecidedVersions(),
                compacted.objects(),
                compacted.packsDeleted(),
                compacted.packsKept(),
                compacted.bytesFreed());
    }
}
