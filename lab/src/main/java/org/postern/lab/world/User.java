package org.postern.lab.world;

import java.util.UUID;

/// A user of a tenant with their mailbox.
///
/// @param address the user principal name and primary SMTP address
public record User(UUID id, String address, String displayName, MailboxStore mailbox) {}
