package org.postern.lab.world;

import org.jspecify.annotations.Nullable;

/// A mail folder inside a [MailboxStore]; read and changed only under its lock.
final class StoredFolder {
    final long number;
    final @Nullable WellKnown wellKnown;
    final ChangeLog log = new ChangeLog();
    String name;
    long parent;
    int unread;
    long bytes;
    /// Delta tokens carry it; raising it expires them all.
    int syncGeneration = 1;

    StoredFolder(long number, long parent, String name, @Nullable WellKnown wellKnown) {
        this.number = number;
        this.parent = parent;
        this.name = name;
        this.wellKnown = wellKnown;
    }

    boolean isHidden() {
        return wellKnown != null && wellKnown.isHidden();
    }

    void count(Item item, int by) {
        unread += item.attributes().isRead() ? 0 : by;
        bytes += by * item.content().size();
    }
}
