package org.postern.connections.ews;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.mail.FolderId;

/// Which of a mailbox's folders are its inbox, sent items and so on, under the names that Graph has for them.
record WellKnown(FolderId root, Map<FolderId, String> names) {
    WellKnown {
        names = Map.copyOf(names);
    }

    @Nullable
    String name(FolderId folder) {
        return names.get(folder);
    }
}
