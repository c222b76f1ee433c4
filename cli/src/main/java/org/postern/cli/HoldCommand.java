package org.postern.cli;

import picocli.CommandLine.Command;

/// Groups the commands on holds.
@Command(name = "hold", description = "What is kept whatever the retention policy says.")
final class HoldCommand extends CommandGroup {}
