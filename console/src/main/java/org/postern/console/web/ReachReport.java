package org.postern.console.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import org.postern.connections.BlastRadius;
import org.postern.console.tenant.Tenant;

/// What a key could reach, as one page of HTML to keep or to print: no script, nothing from elsewhere.
public record ReachReport(String html) {
    public static ReachReport of(Tenant tenant, BlastRadius radius, Instant madeAt) {
        return new ReachReport(
                new Pages().text("reach", Map.of("tenant", tenant, "radius", radius, "madeAt", madeAt.toString())));
    }

    /// SHA-256 of the page's bytes in UTF-8, hex.
    public String sha256() {
        try {
            byte[] bytes = html.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
