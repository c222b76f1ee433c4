package org.postern.recover.sync;

import java.util.HashSet;
import java.util.Set;
import org.postern.connections.MailReader.ChangePage;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;

/// The folders that a mailbox shows in this round.
///
/// A message that was deleted from Deleted Items can still be asked for, but lies in a folder that no list shows
/// (Recoverable Items): for its owner it is gone. One that was moved to a folder made a moment ago is not; so the
/// folder feed is read once more before a folder counts as one that is not shown.
final class LiveFolders {
    private final RoundContext round;
    private final Commits commits;
    private final Set<FolderId> live = new HashSet<>();
    private String state;
    private boolean readAgain;

    LiveFolders(RoundContext round, Commits commits, Set<FolderId> live, String state) {
        this.round = round;
        this.commits = commits;
        this.live.addAll(live);
        this.state = state;
    }

    Set<FolderId> all() {
        return live;
    }

    boolean contains(FolderId folder) {
        if (!live.contains(folder) && !readAgain) {
            readAgain = true;
            readOn();
        }
        return live.contains(folder);
    }

    /// Its folders' messages wait for the next round, which hears of the folders again.
    private void readOn() {
        while (round.reader().folderChanges(round.mailbox(), state)
                instanceof ChangePage.Changes<FolderState, FolderId> page) {
            for (FolderState folder : page.present()) {
                if (live.add(folder.id())) {
                    commits.writer().putFolder(folder);
                }
            }
            if (page.last() || page.nextState().equals(state)) {
                return;
            }
            state = page.nextState();
        }
    }
}
