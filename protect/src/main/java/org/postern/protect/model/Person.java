package org.postern.protect.model;

import org.jspecify.annotations.Nullable;
import org.postern.mail.EmailAddress;

/// A sender or recipient: a name, an address, or both.
public record Person(@Nullable String displayName, @Nullable MailAddress email) {
    static Person of(EmailAddress address) {
        String name = address.displayName();
        return new Person(name.isEmpty() ? null : name, MailAddress.of(address).orElse(null));
    }

    private @Nullable String word(boolean first) {
        String name = displayName == null ? "" : displayName.strip();
        String[] words = name.split("\\s+", -1);
        return name.isEmpty() || (!first && words.length < 2) ? null : words[first ? 0 : words.length - 1];
    }

    @Nullable
    String firstName() {
        return word(true);
    }

    @Nullable
    String lastName() {
        return word(false);
    }
}
