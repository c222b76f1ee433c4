package org.postern.cli.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.postern.connections.ConnectionLimits;
import org.postern.connections.Connections;
import org.postern.connections.ConnectionsConfig;
import org.postern.connections.LedgerEvidence;
import org.postern.mail.TenantId;

/// A ledger as the server writes and exports it, and what a forger makes of its export.
final class ExportedLedger implements AutoCloseable {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-04T05:06:07.891Z"), ZoneOffset.UTC);
    private static final int HEAD_LINES = 10;

    private final Connections connections;
    private final TenantId tenant;

    ExportedLedger(Path directory, String tenant) {
        this.connections = Connections.open(new ConnectionsConfig(
                directory, "a passphrase"::toCharArray, CLOCK, new SecureRandom(), 1_000, ConnectionLimits.DEFAULT));
        this.tenant = new TenantId(tenant);
        connections.beginLedger(this.tenant);
    }

    void fill(int entries) {
        for (int i = 0; i < entries; i++) {
            String id = "\"" + i + "\\ä";
            connections.ledger(tenant).append("request", "sync", Map.of("id", id));
        }
    }

    /// The number of one more entry.
    long entry(String kind, Map<String, String> details) {
        return connections.ledger(tenant).append(kind, "administrator", details).number();
    }

    LedgerEvidence evidence() {
        return connections.evidence(tenant);
    }

    byte[] export() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        evidence().export(out);
        return out.toByteArray();
    }

    /// The export with other entries under the same head.
    static byte[] withEntries(byte[] export, UnaryOperator<List<String>> change) {
        List<String> lines = new String(export, StandardCharsets.UTF_8).lines().toList();
        List<String> changed = new ArrayList<>(lines.subList(0, HEAD_LINES));
        changed.addAll(change.apply(new ArrayList<>(lines.subList(HEAD_LINES, lines.size()))));
        return (String.join("\n", changed) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /// Numbers and chains entries anew, as a forger does who knows the format and has no key.
    static List<String> chained(String tenant, List<String> entries) {
        List<String> chained = new ArrayList<>();
        String previous = sha256("postern ledger 1 " + tenant);
        for (String entry : entries) {
            String rest = entry.substring(entry.indexOf(",\"at\""), entry.lastIndexOf(",\"prev\""));
            String content = "{\"n\":" + (chained.size() + 1) + rest + ",\"prev\":\"" + previous + "\"";
            previous = sha256(content);
            chained.add(content + ",\"hash\":\"" + previous + "\"}");
        }
        assertThat(chained).hasSameSizeAs(entries);
        return chained;
    }

    private static String sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        connections.close();
    }
}
