package org.postern.cli;

import picocli.CommandLine.Command;

/// Groups the commands on mailboxes.
@Command(name = "mailbox", description = "The mailboxes of a tenant.")
final class MailboxCommand extends CommandGroup {}
