package org.postern.connections.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.connections.Ledger.Verification;
import org.postern.connections.LedgerEvidence.Verified;
import org.postern.connections.keys.PrivateFile;

/// Keeps how the last walk through a ledger ended, so that nobody walks just to look at a page.
///
/// It is a note for people and no evidence: whoever can write the ledger can write it, too.
final class LastVerification {
    private static final int BYTES_MAX = 8192;
    private static final Pattern FORM = Pattern.compile(
            "(?<at>\\S{1,40})\n(?<found>whole|broken) (?<number>[0-9]{1,18})(?: (?<reason>.{0,2000}))?\n");

    private LastVerification() {}

    static Optional<Verified> read(Path file) {
        try {
            if (!Files.exists(file) || Files.size(file) > BYTES_MAX) {
                return Optional.empty();
            }
            Matcher parts = FORM.matcher(Files.readString(file));
            return parts.matches() ? Optional.of(verified(parts)) : Optional.empty();
        } catch (IOException | DateTimeException e) {
            return Optional.empty(); // Then the next walk tells.
        }
    }

    private static Verified verified(Matcher parts) {
        long number = Long.parseLong(parts.group("number"));
        boolean whole = parts.group("found").equals("whole");
        String reason = parts.group("reason");
        return new Verified(
                Instant.parse(parts.group("at")),
                whole ? new Verification.Whole(number) : new Verification.Broken(number, reason == null ? "" : reason));
    }

    static void write(Path file, Verified verified) throws IOException {
        String found = switch (verified.found()) {
            case Verification.Whole(long entries) -> "whole " + entries;
            case Verification.Broken(long number, String reason) ->
                "broken " + number + " " + reason.replaceAll("\\p{Cntrl}", " ");
        };
        PrivateFile.replace(file, (verified.at() + "\n" + found + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
