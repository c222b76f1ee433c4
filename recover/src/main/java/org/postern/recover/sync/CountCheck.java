package org.postern.recover.sync;

import org.postern.mail.FolderId;

/// Compares how many messages the service says a folder has with how many the vault has, and says whether the folder
/// must be enumerated anew.
///
/// A difference while things change is normal, so it must be seen twice, or with nothing changing. One that stays after
/// an enumeration is the service's own way of counting: it is remembered and left alone until a figure changes.
final class CountCheck {
    private final RoundContext round;
    private final Commits commits;

    CountCheck(RoundContext round, Commits commits) {
        this.round = round;
        this.commits = commits;
    }

    /// @param reported what the service said in this round; -1 when it said nothing
    /// @param held what the vault has
    /// @param changed whether the folder's feed said anything in this round
    /// @param enumerated whether the folder was enumerated and reconciled in this round
    record Figures(int reported, long held, boolean changed, boolean enumerated) {}

    /// @return whether to enumerate the folder now
    boolean mistrusts(FolderId folder, Figures figures) {
        String memo = round.syncState(scope(folder)).orElse("");
        long expected = figures.reported() >= 0 ? figures.reported() : suspected(memo);
        if (expected < 0 || expected == figures.held()) {
            note(folder, memo, "");
            return false;
        }
        String suspicion = "suspected " + expected;
        String accepted = "accepted " + expected + " " + figures.held();
        if (memo.equals(accepted)) {
            return false;
        }
        if (figures.enumerated()) {
            note(folder, memo, accepted);
            return false;
        }
        boolean confirmed = memo.equals(suspicion) || !figures.changed();
        note(folder, memo, suspicion);
        return confirmed;
    }

    private void note(FolderId folder, String before, String now) {
        if (!before.equals(now)) {
            commits.state(scope(folder), now.isEmpty() ? null : now);
        }
    }

    private static long suspected(String memo) {
        return memo.startsWith("suspected ") ? Long.parseLong(memo.substring("suspected ".length())) : -1;
    }

    static String scope(FolderId folder) {
        return "count:" + folder.value();
    }
}
