package org.postern.console.approval;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/// An order that waits for a second administrator: all that he is asked to agree to.
///
/// @param job the id under which it will run
/// @param tenant its id, or what stands for several
/// @param kind of the job, in small letters
/// @param asks why a second person is needed, in a sentence
/// @param statement what will be done, a sentence each
/// @param order what will be done, as the server carries it out: JSON
public record Proposal(
        String job,
        String tenant,
        String kind,
        String subject,
        String orderedBy,
        Instant orderedAt,
        Instant expiresAt,
        String asks,
        List<String> statement,
        String order) {
    public Proposal {
        statement = List.copyOf(statement);
    }

    /// Names all of it: whatever is changed gives another.
    public String digest() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            List.of(job, tenant, kind, subject, orderedBy, orderedAt.toString(), expiresAt.toString(), asks)
                    .forEach(part -> add(sha, part));
            statement.forEach(sentence -> add(sha, sentence));
            add(sha, order);
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// Each with its length, so that no two lists of parts are the same bytes.
    private static void add(MessageDigest sha, String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        sha.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        sha.update(bytes);
    }
}
