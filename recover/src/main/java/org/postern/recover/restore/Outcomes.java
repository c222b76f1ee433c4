package org.postern.recover.restore;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.recover.ItemOutcome;
import org.postern.recover.ItemOutcome.Kind;
import org.postern.recover.Progress;
import org.postern.recover.RecoverException;
import org.postern.vault.MessageVersion;

/// Counts what was done, keeps the first of what people must know, tells the caller, and hears when to stop.
final class Outcomes {
    private static final Set<Kind> PLAIN = EnumSet.of(Kind.CREATED, Kind.MOVED_BACK, Kind.MARKED, Kind.ALREADY_THERE);

    private final Progress progress;
    private final Progress.Phase phase;
    private final long total;
    private final boolean keepAll;
    private final int keptMax;
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private final List<ItemOutcome> kept = new ArrayList<>();
    private long bytes;
    private long done;

    /// @param keepAll whether to keep outcomes of which there is nothing to know, too
    Outcomes(Progress progress, Progress.Phase phase, long total, boolean keepAll, int keptMax) {
        this.progress = progress;
        this.phase = phase;
        this.total = total;
        this.keepAll = keepAll;
        this.keptMax = keptMax;
    }

    void add(MessageVersion version, String folder, Kind kind, String detail) {
        add(new ItemOutcome(version.state().id(), version.subject(), folder, kind, detail));
        if (kind == Kind.CREATED || kind == Kind.REPLACED) {
            bytes += version.size();
        }
    }

    void add(ItemOutcome outcome) {
        counts.merge(outcome.kind(), 1L, Long::sum);
        boolean notable =
                keepAll || !PLAIN.contains(outcome.kind()) || !outcome.detail().isEmpty();
        if (notable && kept.size() < keptMax) {
            kept.add(outcome);
        }
        done++;
        progress.report(new Progress.Step(phase, done, total, done, bytes, outcome.folder()));
    }

    /// @throws RecoverException of kind `CANCELLED` when the work is to stop
    void check() {
        if (progress.cancelled()) {
            throw new RecoverException(
                    RecoverException.Kind.CANCELLED, "The restore was stopped; running it again goes on from there.");
        }
    }

    /// Messages whose creation got no answer: the look afterwards says what became of them.
    void settle(long created) {
        long uncertain = counts.getOrDefault(Kind.UNCERTAIN, 0L);
        long settled = Math.min(created, uncertain);
        if (settled > 0) {
            counts.merge(Kind.CREATED, settled, Long::sum);
            counts.put(Kind.UNCERTAIN, uncertain - settled);
            kept.removeIf(outcome -> outcome.kind() == Kind.UNCERTAIN);
        }
    }

    Map<Kind, Long> counts() {
        return counts;
    }

    List<ItemOutcome> kept() {
        return kept;
    }

    long bytes() {
        return bytes;
    }
}
