package org.postern.cli;

import picocli.CommandLine.Command;

/// Groups the commands on tenants.
@Command(name = "tenant", description = "The customer organisations.")
final class TenantCommand extends CommandGroup {}
