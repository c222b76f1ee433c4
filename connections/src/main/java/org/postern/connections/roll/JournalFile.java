package org.postern.connections.roll;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.keys.PrivateFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The journal of a connection's newest replacement, as JSON in a file of its own.
public final class JournalFile {
    private final Path file;
    private final JsonMapper json = new JsonMapper();

    public JournalFile(Path file) {
        this.file = file;
    }

    public Optional<RollJournal.Kept> read() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(json.readValue(Files.readAllBytes(file), RollJournal.Kept.class));
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            throw failed("read", e);
        }
    }

    /// Durable when it returns.
    public void save(RollJournal.Kept journal) {
        try {
            PrivateFile.replace(file, json.writeValueAsBytes(journal));
        } catch (IOException e) {
            throw failed("written", e);
        }
    }

    public void remove() throws IOException {
        Files.deleteIfExists(file);
    }

    private ConnectionException failed(String what, Exception e) {
        return new ConnectionException(
                Kind.PERMANENT,
                "The journal " + file + " could not be " + what + ": " + e.getMessage()
                        + ". Check the disk; where the file is damaged, move it away: the keys' own states stay known,"
                        + " and the next replacement begins anew.",
                e);
    }
}
