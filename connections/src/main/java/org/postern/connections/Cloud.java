package org.postern.connections;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a tenant's sign-in and Graph are: one of Microsoft's clouds, or a lab.
///
/// @param caPem the only certificate authority to trust there; null for the JDK's own
public record Cloud(
        String name, URI login, URI graph, @Nullable String caPem) {
    public static final Cloud GLOBAL = new Cloud(
            "global", URI.create("https://login.microsoftonline.com"), URI.create("https://graph.microsoft.com"), null);

    public Optional<String> authority() {
        return Optional.ofNullable(caPem);
    }
}
