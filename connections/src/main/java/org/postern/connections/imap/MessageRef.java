package org.postern.connections.imap;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;

/// What names a message at an IMAP server for as long as it is there: its folder, that folder's UIDVALIDITY, its UID
/// (RFC 3501 §2.3.1.1).
record MessageRef(FolderId folder, long validity, long uid) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,10})\\.(\\d{1,10})\\.(.+)", Pattern.DOTALL);

    ItemId id() {
        return new ItemId(validity + "." + uid + "." + folder.value());
    }

    /// Empty for an id that another protocol gave.
    static Optional<MessageRef> of(ItemId id) {
        Matcher found = FORM.matcher(id.value());
        return found.matches()
                ? Optional.of(new MessageRef(
                        new FolderId(found.group(3)), Long.parseLong(found.group(1)), Long.parseLong(found.group(2))))
                : Optional.empty();
    }
}
