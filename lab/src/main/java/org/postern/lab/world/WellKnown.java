package org.postern.lab.world;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The folders that every mailbox has, by the names that Graph accepts in place of an id (mailFolder resource).
public enum WellKnown {
    MSGFOLDERROOT("Top of Information Store", false),
    INBOX("Inbox", false),
    DRAFTS("Drafts", false),
    SENTITEMS("Sent Items", false),
    DELETEDITEMS("Deleted Items", false),
    ARCHIVE("Archive", false),
    JUNKEMAIL("Junk Email", false),
    OUTBOX("Outbox", false),
    CONVERSATIONHISTORY("Conversation History", true),
    RECOVERABLEITEMSDELETIONS("Deletions", true);

    private final String displayName;
    private final boolean hidden;

    WellKnown(String displayName, boolean hidden) {
        this.displayName = displayName;
        this.hidden = hidden;
    }

    /// The English name shown to people.
    public String displayName() {
        return displayName;
    }

    public boolean isHidden() {
        return hidden;
    }

    /// As Graph writes it: `sentitems`.
    public String graphName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The folder that Graph knows by this name, in any case.
    public static Optional<WellKnown> byGraphName(String name) {
        return Arrays.stream(values())
                .filter(folder -> folder.name().equalsIgnoreCase(name))
                .findFirst();
    }
}
