package org.postern.cli.offline;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import org.postern.vault.KeySource;
import picocli.CommandLine.Option;

/// What opens the vault: a passphrase from the environment or a file, or a key in a PKCS#11 token. No secret is ever an
/// argument, which other users of the machine can see.
final class KeyOptions {
    private static final String PASSPHRASE = "POSTERN_PASSPHRASE";
    private static final String PIN = "POSTERN_TOKEN_PIN";

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "A file whose first line is the passphrase. Default: " + PASSPHRASE + " of the environment.")
    @Nullable
    Path passphraseFile;

    @Option(
            names = "--token-library",
            paramLabel = "LIBRARY",
            description = "Open with a key in a token: its PKCS#11 module. The PIN is " + PIN + " of the environment.")
    @Nullable
    Path tokenLibrary;

    @Option(
            names = "--token-slot",
            paramLabel = "N",
            defaultValue = "0",
            description = "Which of the library's slots with a token, counted from 0. Default: ${DEFAULT-VALUE}.")
    int tokenSlot;

    @Option(
            names = "--token-key",
            paramLabel = "LABEL",
            defaultValue = "postern-vault",
            description = "The key's label in the token. Default: ${DEFAULT-VALUE}.")
    String tokenKey = "postern-vault";

    KeySource source(Map<String, String> environment) {
        if (tokenLibrary != null) {
            return new KeySource.Token(
                    tokenLibrary,
                    tokenSlot,
                    tokenKey,
                    environment.getOrDefault(PIN, "").toCharArray());
        }
        if (passphraseFile != null) {
            return KeySource.passphraseIn(passphraseFile);
        }
        return Optional.ofNullable(environment.get(PASSPHRASE))
                .filter(words -> !words.isEmpty())
                .map(words -> new KeySource.Passphrase(words.toCharArray()))
                .orElseThrow(() -> new ClientException(
                        ExitCode.USAGE,
                        "The vault's passphrase is missing.",
                        "Set " + PASSPHRASE + " or give --passphrase-file: whoever has the passphrase and the files can"
                                + " read all mail; without it nobody can."));
    }
}
