package org.postern.lab.world;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/// Who may sign in to a tenant's Exchange Server with a password or a TLS client certificate.
///
/// @param name as sent in Basic: `CONTOSO\backup` or `backup@contoso.example`; when it is a mailbox's address, that
///     mailbox is the account's own
/// @param password none for an account that has only a certificate
/// @param certificate SHA-256 of the DER certificate in lower-case hex
/// @param impersonates whether it has the role ApplicationImpersonation
public record ServiceAccount(
        String name, Optional<String> password, Optional<String> certificate, boolean impersonates) {
    public ServiceAccount {
        if (name.isBlank() || name.contains(":")) {
            throw new IllegalArgumentException("An account's name must not be empty or hold a colon.");
        }
    }

    boolean isCalled(String sent) {
        return name.equalsIgnoreCase(sent);
    }

    boolean hasPassword(String sent) {
        return password.filter(own -> MessageDigest.isEqual(
                        own.getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8)))
                .isPresent();
    }

    @Override
    public String toString() {
        return "ServiceAccount[" + name + "]";
    }
}
