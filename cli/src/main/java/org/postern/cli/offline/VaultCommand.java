package org.postern.cli.offline;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Groups the commands that work on a vault's own files.
@Command(
        name = "vault",
        description = {"Work on a vault's own files, without a server.", "The passphrase comes from POSTERN_PASSPHRASE."
        },
        footer = {
            "",
            "Examples:",
            "  postern vault put --repo /backup/vault ~/Mail",
            "  postern vault get --repo /backup/vault --out /tmp/mail --as-at yesterday",
            "  postern vault check --repo /backup/vault --read-data"
        })
final class VaultCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called.
    CommandSpec spec;

    @Override
    public void run() {
        String words = String.join(", ", spec.subcommands().keySet());
        throw new ParameterException(spec.commandLine(), "\"postern vault\" needs one more word: " + words + ".");
    }
}
