package org.postern.cli.offline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Table;
import org.postern.cli.terminal.Terminal;
import org.postern.cli.terminal.Text;
import org.postern.vault.KeySlot;
import org.postern.vault.VaultKeys;
import picocli.CommandLine.Command;

/// Shows the ways to open a vault, and what its subcommands left of them.
@Command(
        name = "keys",
        description = "Show the ways to open the vault; each opens all of it. Changing them rewrites no mail.")
class VaultKeysCommand extends OfflineCommand {
    VaultKeysCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run() {
        try (VaultKeys keys = VaultKeys.open(config())) {
            change(keys);
            show(keys.slots());
            return ExitCode.OK;
        }
    }

    /// What is done to the keys before they are shown.
    void change(VaultKeys keys) {}

    private void show(List<KeySlot> slots) {
        List<Map<String, Object>> listed = slots.stream()
                .map(slot -> {
                    Map<String, Object> one = new LinkedHashMap<>();
                    one.put("number", slot.number());
                    one.put("kind", slot.kind().name().toLowerCase(java.util.Locale.ROOT));
                    one.put("description", slot.description());
                    one.put("current", slot.current());
                    return one;
                })
                .toList();
        answer(Map.of("slots", listed), out -> {
            Table table = new Table(">Number", "Opened by", "");
            slots.forEach(slot -> table.row(
                    Integer.toString(slot.number()), Text.line(slot.description()), slot.current() ? "used now" : ""));
            table.print(out, terminal().columns());
        });
    }
}
