package org.postern.connections.ews;

import org.postern.mail.FolderId;
import org.postern.mail.ItemId;

/// EWS's ids, which are base64, written as base64url (RFC 4648 §5) outside: ids stand in addresses.
final class Ids {
    private static final int LONGEST = 1024;

    private Ids() {}

    static ItemId item(String theirs) throws MalformedSoapException {
        return new ItemId(ours(theirs));
    }

    static FolderId folder(String theirs) throws MalformedSoapException {
        return new FolderId(ours(theirs));
    }

    private static String ours(String theirs) throws MalformedSoapException {
        if (theirs.isBlank() || theirs.length() > LONGEST || theirs.chars().anyMatch(Character::isISOControl)) {
            throw new MalformedSoapException("the answer holds something without a usable id");
        }
        return theirs.replace('+', '-').replace('/', '_');
    }

    static String theirs(ItemId id) {
        return theirs(id.value());
    }

    static String theirs(FolderId id) {
        return theirs(id.value());
    }

    private static String theirs(String ours) {
        return ours.replace('-', '+').replace('_', '/');
    }
}
