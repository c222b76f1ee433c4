package org.postern.vault.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.postern.vault.FrozenVaultTest;

/// Opens every frame of every pack of a tenant by the document alone: what is in none of them is gone.
public final class AllObjects {
    private AllObjects() {}

    /// An object as it lies in a pack.
    @SuppressWarnings("ArrayRecordComponent") // Looked at, never compared.
    public record Stored(int kind, String name, byte[] plain) {}

    public static List<Stored> of(Path vault, String tenant) {
        try {
            byte[] key = FormatReader.vaultKey(
                            Files.readAllBytes(vault.resolve("keys/_vault.key")), FrozenVaultTest.PASSPHRASE)
                    .get(1);
            List<byte[]> keys =
                    FormatReader.tenantKeys(Files.readAllBytes(vault.resolve("keys/" + tenant + ".key")), key, tenant);
            FormatReader reader = new FormatReader(tenant, keys.get(0), keys.get(1));
            List<Stored> all = new ArrayList<>();
            for (Path pack : files(vault.resolve("packs").resolve(tenant), "")) {
                String number = String.valueOf(pack.getFileName()).substring(0, 12);
                add(all, reader, pack, Long.parseLong(number), true);
            }
            for (Path pack : files(vault.resolve("open"), tenant + ".")) {
                String number = String.valueOf(pack.getFileName()).substring(tenant.length() + 1);
                add(all, reader, pack, Long.parseLong(number.substring(0, 12)), false);
            }
            return all;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path folder, String prefix) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> String.valueOf(file.getFileName()).startsWith(prefix))
                    .sorted()
                    .toList();
        }
    }

    private static void add(List<Stored> all, FormatReader reader, Path pack, long number, boolean finished)
            throws IOException {
        reader.pack(pack, number, finished)
                .values()
                .forEach(object -> all.add(new Stored(object.kind(), object.name(), object.plain())));
    }
}
