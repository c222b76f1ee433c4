package org.postern.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The root of the command line: shows what there is.
@Command(
        name = "postern",
        version = "postern 0.1.0",
        header = "Keeps a recoverable copy of every mailbox of Microsoft 365.",
        description = {
            "Every command speaks to a running server (\"postern server\"), which it finds by itself on this machine;",
            "only \"postern vault\" and \"postern ledger verify FILE\" work on files without one."
        },
        synopsisHeading = "%nUsage: ",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:it failed; the message says why",
            "2:the command was not understood, and nothing was tried",
            "3:the server is not running or cannot be reached",
            "4:the server did not accept the administrator token",
            "5:what was named is not there",
            "6:done, but for some items; the output names them",
            "7:it waits for a second administrator's approval; nothing was done yet"
        },
        footer = {
            "",
            "Examples:",
            "  postern quickstart                        try all of it against a simulated Exchange Online",
            "  postern tenant add contoso --name Contoso",
            "  postern connection add sync --directory-tenant contoso.onmicrosoft.com",
            "  postern sync",
            "  postern search invoice --since yesterday",
            "  postern restore anna@contoso.com --folder Inbox --as-at \"yesterday 9:00\"",
            "",
            "Instants: \"2026-11-20 14:00\" (your zone), \"2026-11-20T14:00Z\", \"yesterday 9:00\", \"-2h\".",
            "\"postern COMMAND --help\" says more of each."
        })
final class PosternCommand implements Runnable {
    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    boolean version;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called.
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? There is no default.");
    }
}
