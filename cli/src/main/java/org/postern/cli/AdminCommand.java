package org.postern.cli;

import picocli.CommandLine.Command;

/// Groups the commands on administrators.
@Command(name = "admin", description = "Who administers this server, each by a token of his own.")
final class AdminCommand extends CommandGroup {}
