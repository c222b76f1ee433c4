package org.postern.cli;

import picocli.CommandLine.Command;

/// Whether somebody else uses a tenant's keys.
@Command(name = "watch", description = "Notice when somebody else uses a tenant's keys.")
final class WatchCommand extends CommandGroup {}
