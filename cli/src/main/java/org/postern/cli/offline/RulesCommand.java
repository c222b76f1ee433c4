package org.postern.cli.offline;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Groups the commands on rules' files.
@Command(
        name = "rules",
        description = "Work on files of rules in MQL, without a server.",
        footer = {"", "Example:", "  postern rules check sublime-rules --lists static-files"})
final class RulesCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called.
    CommandSpec spec;

    @Override
    public void run() {
        String words = String.join(", ", spec.subcommands().keySet());
        throw new ParameterException(spec.commandLine(), "\"postern rules\" needs one more word: " + words + ".");
    }
}
