package org.postern.mail;

/// One mailbox of a tenant, by the id its mail service gave it (the user's object id in Entra).
///
/// Opaque to Postern: compared, stored and sent back, never taken apart. At most 255 characters, none a control
/// character.
public record MailboxId(String value) {
    public MailboxId {
        OpaqueId.check("MailboxId", value, 255);
    }

    @Override
    public String toString() {
        return value;
    }
}
