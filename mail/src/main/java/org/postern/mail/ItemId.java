package org.postern.mail;

/// One item of a mailbox, by the immutable id its mail service gave it.
///
/// Opaque to Postern: compared, stored and sent back, never taken apart. At most 1024 characters, none a control
/// character.
public record ItemId(String value) {
    public ItemId {
        OpaqueId.check("ItemId", value, 1024);
    }

    @Override
    public String toString() {
        return value;
    }
}
