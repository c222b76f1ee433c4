package org.postern.connections.imap;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How far a folder's messages are known: what is kept between two looks at it.
///
/// @param validity the folder's UIDVALIDITY
/// @param modseq HIGHESTMODSEQ when the enumeration began (RFC 7162 §3.1.2.1); 0 where the server has none
/// @param pending what is still to be enumerated
/// @param known all UIDs that were told of; empty where QRESYNC says by itself what vanished
record FolderPosition(long validity, long modseq, UidSet pending, UidSet known) {
    private static final Pattern FORM = Pattern.compile("imap:(\\d{1,10}):(\\d{1,19}):([0-9:,]*)/([0-9:,]*)");

    String text() {
        return "imap:" + validity + ":" + modseq + ":" + pending + "/" + known;
    }

    /// Empty for a state that is not ours.
    static Optional<FolderPosition> parse(String text) {
        Matcher found = FORM.matcher(text);
        if (!found.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new FolderPosition(
                    Long.parseLong(found.group(1)),
                    Long.parseLong(found.group(2)),
                    UidSet.parse(found.group(3)),
                    UidSet.parse(found.group(4))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
