package org.postern.protect.model;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.mail.EmailAddress;

/// An address of mail as rules see it.
///
/// @param email in lower case
/// @param domain null for an address without one, and for an address literal
public record MailAddress(
        String email, String localPart, @Nullable DomainName domain) {
    public static Optional<MailAddress> of(EmailAddress address) {
        String text = address.address();
        return text.isEmpty() || address.domain().isEmpty()
                ? Optional.empty()
                : Optional.of(new MailAddress(
                        text.toLowerCase(Locale.ROOT),
                        address.localPart().toLowerCase(Locale.ROOT),
                        DomainName.parse(address.domain()).orElse(null)));
    }

    /// Reads one address; empty for text without one.
    public static Optional<MailAddress> parse(@Nullable String text) {
        return text == null
                ? Optional.empty()
                : EmailAddress.parseAll(text).stream()
                        .flatMap(address -> of(address).stream())
                        .findFirst();
    }
}
