package org.postern.cli.offline;

import org.postern.cli.terminal.Terminal;
import picocli.CommandLine;

/// The façade of this package: `postern vault` with all its words.
public final class VaultCommands {
    private VaultCommands() {}

    public static CommandLine of(Terminal terminal) {
        return new CommandLine(new VaultCommand())
                .addSubcommand(new VaultPutCommand(terminal))
                .addSubcommand(new VaultGetCommand(terminal))
                .addSubcommand(new VaultStatsCommand(terminal))
                .addSubcommand(new VaultSearchCommand(terminal))
                .addSubcommand(new VaultCheckCommand(terminal))
                .addSubcommand(new VaultForgetCommand(terminal))
                .addSubcommand(new VaultCompactCommand(terminal))
                .addSubcommand(new VaultRebuildCommand(terminal))
                .addSubcommand(new VaultKeysCommand(terminal))
                .addSubcommand(new VaultPassphraseCommand(terminal))
                .addSubcommand(new VaultTokenCommand(terminal))
                .addSubcommand(new VaultRemoveKeyCommand(terminal))
                .addSubcommand(new VaultDestroyTenantCommand(terminal));
    }
}
