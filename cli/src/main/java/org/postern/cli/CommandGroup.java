package org.postern.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// A word that groups commands and does nothing alone.
abstract class CommandGroup implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called.
    CommandSpec spec;

    @Override
    public final void run() {
        String words = String.join(", ", spec.subcommands().keySet());
        throw new ParameterException(
                spec.commandLine(), "\"" + spec.qualifiedName() + "\" needs one more word: " + words + ".");
    }
}
