package org.postern.cli;

import picocli.CommandLine.Command;

/// Groups the commands on the ledger.
@Command(name = "ledger", description = "The record of every use of a key and every administrative act.")
final class LedgerCommand extends CommandGroup {}
