package org.postern.cli;

import picocli.CommandLine.Command;

/// Groups the commands on jobs.
@Command(name = "job", description = "Syncs, restores and exports, running and past.")
final class JobCommand extends CommandGroup {}
