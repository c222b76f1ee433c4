package org.postern.cli.offline;

import org.postern.cli.terminal.Terminal;
import picocli.CommandLine;

/// The façade of this package: `postern vault`, `postern rules` and `postern scan`, with all their words.
public final class OfflineCommands {
    private OfflineCommands() {}

    public static CommandLine rules(Terminal terminal) {
        return new CommandLine(new RulesCommand()).addSubcommand(new RulesCheckCommand(terminal));
    }

    public static CommandLine scan(Terminal terminal) {
        return new CommandLine(new ScanCommand(terminal));
    }

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
