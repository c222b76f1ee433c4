package org.postern.cli.offline;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Terminal;
import org.postern.vault.KeySource;
import org.postern.vault.VaultKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Replaces the passphrase.
@Command(
        name = "passphrase",
        description = {
            "Replace the passphrase. No pack is rewritten; after a crash either the old or the new one opens the vault.",
            "Copies of the key file made before still open with the old passphrase: destroy them."
        })
final class VaultPassphraseCommand extends VaultKeysCommand {
    private static final String NEW = "POSTERN_NEW_PASSPHRASE";

    @Option(
            names = "--new-passphrase-file",
            paramLabel = "FILE",
            description = "A file whose first line is the new passphrase. Default: " + NEW + " of the environment.")
    @Nullable
    Path file;

    @Option(names = "--add", description = "Keep the other ways to open the vault, and add this one.")
    boolean add;

    VaultPassphraseCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void change(VaultKeys keys) {
        KeySource.Passphrase fresh = fresh();
        if (add) {
            keys.add(fresh);
        } else {
            keys.changePassphrase(fresh.words());
        }
    }

    private KeySource.Passphrase fresh() {
        if (file != null) {
            return KeySource.passphraseIn(file);
        }
        return Optional.ofNullable(terminal().environment().get(NEW))
                .filter(words -> !words.isEmpty())
                .map(words -> new KeySource.Passphrase(words.toCharArray()))
                .orElseThrow(() -> new ClientException(
                        ExitCode.USAGE,
                        "The new passphrase is missing.",
                        "Set " + NEW + " or give --new-passphrase-file. Keep the passphrase where it cannot be lost."));
    }
}
