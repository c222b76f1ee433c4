package org.postern.lab.source;

/// The folders that every mailbox has and that a source can fill, whatever their display name.
public enum WellKnownFolder {
    INBOX,
    DRAFTS,
    SENT_ITEMS,
    DELETED_ITEMS,
    ARCHIVE,
    JUNK_EMAIL
}
