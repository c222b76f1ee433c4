package org.postern.connections.imap;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.postern.mail.FolderId;

/// A folder's name as its id: base64url (RFC 4648 §5), because ids stand in addresses, and names have slashes.
final class FolderName {
    /// UTF-8 bytes of a name whose messages' ids can still be kept.
    static final int BYTES_MOST = 700;

    private FolderName() {}

    static FolderId id(String name) {
        return new FolderId(
                Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8)));
    }

    /// Empty for an id that another protocol gave.
    static Optional<String> of(FolderId id) {
        try {
            String name = new String(Base64.getUrlDecoder().decode(id.value()), StandardCharsets.UTF_8);
            return usable(name) ? Optional.of(name) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static boolean usable(String name) {
        return !name.isBlank()
                && name.getBytes(StandardCharsets.UTF_8).length <= BYTES_MOST
                && name.chars().noneMatch(Character::isISOControl);
    }
}
