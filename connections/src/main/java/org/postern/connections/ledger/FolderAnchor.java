package org.postern.connections.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.postern.mail.TenantId;

/// Writes checkpoints into a folder: `TENANT/000000000312.checkpoint`, beside it `.growth` with the proof that it
/// continues the one before, and once `log.vkey`.
record FolderAnchor(Path directory) implements AnchorPlace {
    private static final String ENDING = ".checkpoint";

    @Override
    public String name() {
        return "file " + directory;
    }

    @Override
    public void publish(TenantId tenant, Checkpoint checkpoint, Proofs proofs) throws IOException {
        VerifierKey key = proofs.key();
        Path folder = directory.resolve(tenant.value());
        if (!Files.isDirectory(directory)) {
            throw new IOException("the folder " + directory + " is not there; is it mounted?");
        }
        Files.createDirectories(folder);
        pin(folder.resolve("log.vkey"), key);
        long old = latest(tenant, key).map(Checkpoint::size).orElse(0L);
        String name = String.format(Locale.ROOT, "%012d", checkpoint.size());
        if (old > checkpoint.size()) {
            throw new RefusedException(folder + " has a checkpoint of " + old + " entries already");
        }
        write(folder.resolve(name + ".growth"), proofs.growth(old, checkpoint));
        write(folder.resolve(name + ENDING), checkpoint.note());
    }

    /// The first key stays: another one later shows that the log was begun anew.
    private static void pin(Path file, VerifierKey key) throws IOException {
        if (!Files.exists(file)) {
            write(file, key + "\n");
        } else if (!Files.readString(file).equals(key + "\n")) {
            throw new RefusedException(file + " names another log than the one that signs now; where that is intended,"
                    + " move the folder's files away");
        }
    }

    @Override
    public Optional<Checkpoint> latest(TenantId tenant, VerifierKey key) throws IOException {
        Path folder = directory.resolve(tenant.value());
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        Optional<Path> newest;
        try (Stream<Path> files = Files.list(folder)) {
            newest = files.filter(file -> file.toString().endsWith(ENDING)).max(Comparator.naturalOrder());
        }
        Optional<Checkpoint> latest = newest.flatMap(file -> Checkpoint.read(file, key));
        if (newest.isPresent() && latest.isEmpty()) {
            throw new RefusedException(newest.get() + " is not signed by this ledger's key");
        }
        return latest;
    }

    private static void write(Path file, String text) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.write(part, text.getBytes(StandardCharsets.UTF_8));
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
