package org.postern.cli;

import picocli.CommandLine.Command;

/// Groups the commands on connections.
@Command(name = "connection", description = "How Postern signs in to a tenant: one key per tenant and function.")
final class ConnectionCommand extends CommandGroup {}
