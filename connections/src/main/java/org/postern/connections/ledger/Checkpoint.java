package org.postern.connections.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.connections.keys.PrivateFile;

/// What a log says of itself at one size, signed (C2SP tlog-checkpoint in a signed-note).
///
/// @param note the five lines as they were signed, with their signature
@SuppressWarnings("ArrayRecordComponent") // Compared as its note.
record Checkpoint(long size, byte[] root, String note) {
    private static final int MAX_BYTES = 4096;

    /// The base64 of 32 and of 68 bytes ends in a character with two bits to spare, which are zero (RFC 4648 §3.5):
    /// else one note would have four spellings.
    private static final Pattern FORM = Pattern.compile("""
            (?<text>(?<origin>[^\\s+]+)
            (?<size>0|[1-9][0-9]{0,17})
            (?<root>[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)
            )
            \u2014 (?<name>[^\\s+]+) (?<signature>[A-Za-z0-9+/]{90}[AEIMQUYcgkosw048]=)
            """);

    static Checkpoint sign(long size, byte[] root, LogKey key) {
        VerifierKey verifier = key.verifier();
        String text = verifier.name() + "\n" + size + "\n" + base64(root) + "\n";
        byte[] signature = key.sign(text.getBytes(StandardCharsets.UTF_8));
        byte[] named = ByteBuffer.allocate(4 + signature.length)
                .put(verifier.id())
                .put(signature)
                .array();
        return new Checkpoint(size, root, text + "\n\u2014 " + verifier.name() + " " + base64(named) + "\n");
    }

    /// Reads a note that this very log signed; empty for any other, and for one with more lines.
    static Optional<Checkpoint> open(String note, VerifierKey key) {
        Matcher parts = FORM.matcher(note);
        if (!parts.matches()
                || !parts.group("origin").equals(key.name())
                || !parts.group("name").equals(key.name())) {
            return Optional.empty();
        }
        ByteBuffer named = ByteBuffer.wrap(Base64.getDecoder().decode(parts.group("signature")));
        byte[] id = new byte[4];
        byte[] signature = new byte[64];
        named.get(id).get(signature);
        boolean good = MessageDigest.isEqual(id, key.id())
                && key.verifies(parts.group("text").getBytes(StandardCharsets.UTF_8), signature);
        return good
                ? Optional.of(new Checkpoint(
                        Long.parseLong(parts.group("size")), Base64.getDecoder().decode(parts.group("root")), note))
                : Optional.empty();
    }

    /// Reads a file; empty for one that this log did not sign, and for one that cannot be read.
    static Optional<Checkpoint> read(Path file, VerifierKey key) {
        try {
            return Files.size(file) > MAX_BYTES ? Optional.empty() : open(Files.readString(file), key);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    void write(Path file) throws IOException {
        PrivateFile.replace(file, note.getBytes(StandardCharsets.UTF_8));
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
