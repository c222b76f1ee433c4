package org.postern.cli.offline;

import org.postern.cli.terminal.Terminal;
import org.postern.vault.VaultKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Removes a way to open the vault.
@Command(name = "remove-key", description = "Remove one of the ways to open the vault; the last one stays.")
final class VaultRemoveKeyCommand extends VaultKeysCommand {
    @Parameters(paramLabel = "NUMBER", description = "Its number, as \"postern vault keys\" shows it.")
    int number;

    VaultRemoveKeyCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void change(VaultKeys keys) {
        keys.remove(number);
    }
}
