package org.postern.console.approval;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postern.console.access.OwnedFile;
import tools.jackson.databind.json.JsonMapper;

/// Keeps the orders that wait for a second administrator, a file for each.
public final class Proposals {
    private static final Pattern JOB = Pattern.compile("[0-9a-f]{8,64}");
    private static final int WAITING_MAX = 500;

    private final Path directory;
    private final JsonMapper json = JsonMapper.shared();
    private final Map<String, Proposal> waiting = new HashMap<>();

    /// Takes up what waited when the server stopped.
    public Proposals(Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.json")) {
                files.forEach(file -> new OwnedFile(file).read().ifPresent(this::take));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(directory + " cannot be read: check its rights.", e);
        }
    }

    private void take(byte[] bytes) {
        Proposal proposal = json.readValue(bytes, Proposal.class);
        waiting.put(proposal.job(), proposal);
    }

    public synchronized boolean isFull() {
        return waiting.size() >= WAITING_MAX;
    }

    public synchronized void add(Proposal proposal) {
        file(proposal.job()).write(json.writeValueAsBytes(proposal));
        waiting.put(proposal.job(), proposal);
    }

    public synchronized Optional<Proposal> find(String job) {
        return Optional.ofNullable(waiting.get(job));
    }

    /// The oldest first.
    public synchronized List<Proposal> list() {
        return waiting.values().stream()
                .sorted(Comparator.comparing(Proposal::orderedAt).thenComparing(Proposal::job))
                .toList();
    }

    public synchronized void remove(String job) {
        file(job).delete();
        waiting.remove(job);
    }

    private OwnedFile file(String job) {
        if (!JOB.matcher(job).matches()) {
            throw new IllegalArgumentException("a job's id that is none");
        }
        return new OwnedFile(directory.resolve(job + ".json"));
    }
}
