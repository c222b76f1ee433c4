package org.postern.cli;

import picocli.CommandLine.Command;

/// Groups the commands on retention.
@Command(name = "retention", description = "How long the past is kept, and runs that forget the rest.")
final class RetentionCommand extends CommandGroup {}
