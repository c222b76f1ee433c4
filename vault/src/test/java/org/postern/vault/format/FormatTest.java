package org.postern.vault.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.mail.TenantId;
import org.postern.vault.FrozenVaultTest;
import org.postern.vault.KeySource;
import org.postern.vault.format.FormatReader.Opened;
import org.postern.vault.key.KeyRing;
import org.postern.vault.key.TenantKeys;
import org.postern.vault.store.LocalDisk;

/// Holds `docs/format/vault.md` to its word: a reader made from it alone opens the frozen vault, and its test vectors
/// are true.
class FormatTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void aReaderMadeFromTheDocumentAloneOpensTheFrozenVault(String version) throws Exception {
        FrozenVaultTest.thaw(version, directory);
        Map<String, String> expected = new TreeMap<>(); // Name of the content to hash of its bytes.
        for (String line : Files.readAllLines(directory.resolve("expected.txt"))) {
            String[] words = line.split(" ", 8);
            if (!words[6].equals("-")) {
                expected.put(words[0] + " " + words[6], words[7]);
            }
        }
        Map<String, String> found = new TreeMap<>();
        List<String> quotedPrintable = new ArrayList<>();
        for (String tenant : List.of("contoso", "fabrikam")) {
            FormatReader reader = reader(tenant);
            Map<String, Opened> objects = objects(reader, tenant);
            checkChain(objects);
            assertThat(objects.values().stream().anyMatch(object -> object.kind() == 4))
                    .as("version 2 has dictionaries")
                    .isEqualTo(version.equals("v2"));
            for (Opened object : objects.values()) {
                if (object.kind() == 1) {
                    byte[] message = reader.message(object, objects);
                    String name = tenant + " " + object.name();
                    if (message == null) {
                        quotedPrintable.add(name);
                        found.put(name, expected.getOrDefault(name, "unexpected"));
                    } else {
                        found.put(name, FrozenVaultTest.sha256(message));
                    }
                }
            }
        }
        assertThat(found).isEqualTo(expected).hasSizeGreaterThan(10);
        assertThat(quotedPrintable).hasSize(2);
    }

    private FormatReader reader(String tenant) throws Exception {
        byte[] vaultFile = Files.readAllBytes(directory.resolve("keys/_vault.key"));
        byte[] vaultKey =
                FormatReader.vaultKey(vaultFile, FrozenVaultTest.PASSPHRASE).get(1);
        List<byte[]> keys = FormatReader.tenantKeys(
                Files.readAllBytes(directory.resolve("keys/" + tenant + ".key")), vaultKey, tenant);
        return new FormatReader(tenant, keys.get(0), keys.get(1));
    }

    private Map<String, Opened> objects(FormatReader reader, String tenant) throws Exception {
        Map<String, Opened> objects = new LinkedHashMap<>();
        int finished = 0;
        int growing = 0;
        try (Stream<Path> packs = Files.list(directory.resolve("packs").resolve(tenant))) {
            for (Path pack : packs.sorted().toList()) {
                long number = Long.parseLong(pack.getFileName().toString().substring(0, 12));
                objects.putAll(reader.pack(pack, number, true));
                finished++;
            }
        }
        try (Stream<Path> packs = Files.list(directory.resolve("open"))) {
            for (Path pack : packs.sorted().toList()) {
                String name = pack.getFileName().toString();
                if (name.startsWith(tenant + ".")) {
                    long number = Long.parseLong(name.substring(tenant.length() + 1, tenant.length() + 13));
                    objects.putAll(reader.pack(pack, number, false));
                    growing++;
                }
            }
        }
        assertThat(finished).isGreaterThan(1);
        assertThat(growing).isOne();
        return objects;
    }

    /// §5: changes are numbered from 1, and each names the one before.
    private static void checkChain(Map<String, Opened> objects) {
        Map<Long, Opened> changes = new TreeMap<>();
        objects.values().stream()
                .filter(object -> object.kind() == 3)
                .forEach(object -> changes.put(ByteBuffer.wrap(object.plain()).getLong(1), object));
        String previous = "0".repeat(64);
        long sequence = 0;
        for (Map.Entry<Long, Opened> change : changes.entrySet()) {
            assertThat(change.getKey()).isEqualTo(++sequence);
            ByteBuffer in = ByteBuffer.wrap(change.getValue().plain());
            assertThat(in.get()).isEqualTo((byte) 1);
            in.getLong();
            assertThat(FormatReader.hex(FormatReader.take(in, 32))).isEqualTo(previous);
            previous = change.getValue().name();
        }
        assertThat(sequence).isGreaterThan(10);
    }

    @Test
    void theDocumentsTestVectorsAreTrue() throws Exception {
        Map<String, String> vectors = vectors();
        byte[] vaultFile = bytes(vectors, "_vault.key");
        byte[] tenantFile = bytes(vectors, "TENANT.key");
        String tenant = String.valueOf(vectors.get("tenant"));
        List<byte[]> vault = FormatReader.vaultKey(vaultFile, String.valueOf(vectors.get("passphrase")));
        assertThat(FormatReader.hex(vault.get(0))).isEqualTo(vectors.get("key-encryption key"));
        assertThat(FormatReader.hex(vault.get(1))).isEqualTo(vectors.get("vault key"));
        List<byte[]> keys = FormatReader.tenantKeys(tenantFile, vault.get(1), tenant);
        assertThat(FormatReader.hex(keys.get(0))).isEqualTo(vectors.get("data key"));
        assertThat(FormatReader.hex(keys.get(1))).isEqualTo(vectors.get("naming key"));
        FormatReader reader = new FormatReader(tenant, keys.get(0), keys.get(1));
        ByteBuffer frame = ByteBuffer.wrap(bytes(vectors, "frame"));
        Opened opened = reader.frame(frame);
        assertThat(frame.hasRemaining()).isFalse();
        assertThat(FormatReader.hex(opened.plain())).isEqualTo(vectors.get("plaintext"));
        byte[] message = reader.message(opened, Map.of());
        assertThat(message).isEqualTo(bytes(vectors, "message"));
        assertThat(opened.name()).isEqualTo(vectors.get("name"));
    }

    /// The vault's own code reads them the same.
    @Test
    void theVaultReadsTheTestVectorsToo() throws Exception {
        Map<String, String> vectors = vectors();
        Files.write(directory.resolve("_vault.key"), bytes(vectors, "_vault.key"));
        Files.write(directory.resolve(vectors.get("tenant") + ".key"), bytes(vectors, "TENANT.key"));
        KeySource source = new KeySource.Passphrase(
                String.valueOf(vectors.get("passphrase")).toCharArray());
        KeyRing ring = KeyRing.open(new LocalDisk(), directory, source, new SecureRandom());
        TenantKeys keys = ring.open(new TenantId(String.valueOf(vectors.get("tenant"))));
        assertThat(FormatReader.hex(keys.data().getEncoded())).isEqualTo(vectors.get("data key"));
        assertThat(FormatReader.hex(keys.naming().getEncoded())).isEqualTo(vectors.get("naming key"));
    }

    private static byte[] bytes(Map<String, String> vectors, String name) {
        return HexFormat.of().parseHex(String.valueOf(vectors.get(name)));
    }

    /// The lines `name = value` of the block under "Test vectors"; a value goes on in indented lines.
    private static Map<String, String> vectors() throws Exception {
        String document = Files.readString(document(), StandardCharsets.UTF_8);
        String block = document.substring(document.indexOf("Test vectors")).split("```", 3)[1];
        Map<String, String> vectors = new LinkedHashMap<>();
        String name = "";
        for (String line : block.lines().toList()) {
            if (line.startsWith(" ")) {
                vectors.merge(name, line.strip(), String::concat);
            } else if (line.contains(" = ")) {
                name = line.substring(0, line.indexOf(" = "));
                vectors.put(name, line.substring(line.indexOf(" = ") + 3).strip());
            }
        }
        assertThat(vectors).hasSize(12);
        return vectors;
    }

    private static Path document() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path document = folder.resolve("docs/format/vault.md");
            if (Files.exists(document)) {
                return document;
            }
        }
        throw new AssertionError("docs/format/vault.md was not found above the working directory");
    }
}
