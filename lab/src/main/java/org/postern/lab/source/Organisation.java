package org.postern.lab.source;

import java.util.List;

/// One organisation of the lab, which becomes a tenant.
///
/// @param name as people call it, such as `Fabrikam`
/// @param domain its mail domain, such as `fabrikam.example`
public record Organisation(String name, String domain, List<Mailbox> mailboxes) {
    public Organisation {
        mailboxes = List.copyOf(mailboxes);
        if (name.isBlank() || domain.isBlank()) {
            throw new IllegalArgumentException("An organisation needs a name and a domain.");
        }
    }
}
