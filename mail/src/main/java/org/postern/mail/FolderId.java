package org.postern.mail;

/// One folder of a mailbox, by the id its mail service gave it.
///
/// Opaque to Postern: compared, stored and sent back, never taken apart. At most 1024 characters, none a control
/// character.
public record FolderId(String value) {
    public FolderId {
        OpaqueId.check("FolderId", value, 1024);
    }

    @Override
    public String toString() {
        return value;
    }
}
