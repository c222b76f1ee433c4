package org.postern.cli.offline;

import java.nio.file.Path;
import org.postern.cli.terminal.Terminal;
import org.postern.vault.KeySource;
import org.postern.vault.VaultKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Adds a key in a PKCS#11 token as a way to open the vault.
@Command(
        name = "add-token",
        description = {
            "Let a key in a PKCS#11 token open the vault too. The key is made in the token when it is not there, and"
                    + " never leaves it.",
            "Remove the passphrase afterwards (remove-key) and a copy of the disk opens nothing without the token; but"
                    + " neither do you, when the token is lost."
        })
final class VaultTokenCommand extends VaultKeysCommand {
    @Option(names = "--library", paramLabel = "LIBRARY", required = true, description = "The token's PKCS#11 module.")
    @SuppressWarnings("NullAway.Init") // picocli sees to it.
    Path library;

    @Option(
            names = "--slot",
            paramLabel = "N",
            defaultValue = "0",
            description = "Which of the library's slots with a token, counted from 0. Default: ${DEFAULT-VALUE}.")
    int slot;

    @Option(
            names = "--label",
            paramLabel = "LABEL",
            defaultValue = "postern-vault",
            description = "The key's label. Default: ${DEFAULT-VALUE}.")
    String label = "postern-vault";

    VaultTokenCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void change(VaultKeys keys) {
        char[] pin =
                terminal().environment().getOrDefault("POSTERN_TOKEN_PIN", "").toCharArray();
        keys.add(new KeySource.Token(library, slot, label, pin));
    }
}
