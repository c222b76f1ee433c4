package org.postern.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import org.postern.cli.offline.OfflineCommands;
import org.postern.cli.terminal.Instants;
import org.postern.cli.terminal.Terminal;
import org.postern.cli.terminal.Text;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.json.JsonMapper;

/// The tree of all commands, and what becomes of their failures.
final class Commands {
    private Commands() {}

    static CommandLine of(Terminal terminal) {
        CommandLine root = new CommandLine(new PosternCommand())
                .addSubcommand(new QuickstartCommand(terminal))
                .addSubcommand(new StatusCommand(terminal))
                .addSubcommand(admin(terminal))
                .addSubcommand(tenant(terminal))
                .addSubcommand(connection(terminal))
                .addSubcommand(group(new MailboxCommand(), new MailboxListCommand(terminal)))
                .addSubcommand(new SyncCommand(terminal))
                .addSubcommand(new FoldersCommand(terminal))
                .addSubcommand(new MessagesCommand(terminal))
                .addSubcommand(new ShowCommand(terminal))
                .addSubcommand(new SearchCommand(terminal))
                .addSubcommand(new RestoreCommand(terminal))
                .addSubcommand(new ExportCommand(terminal))
                .addSubcommand(job(terminal))
                .addSubcommand(ledger(terminal))
                .addSubcommand(watch(terminal))
                .addSubcommand(retention(terminal))
                .addSubcommand(hold(terminal))
                .addSubcommand(OfflineCommands.of(terminal))
                .addSubcommand(OfflineCommands.rules(terminal))
                .addSubcommand(OfflineCommands.scan(terminal))
                .addSubcommand(new ServerProgramCommand(terminal))
                .addSubcommand(lab(terminal))
                .addSubcommand(new CompletionCommand(terminal));
        return configure(root, terminal);
    }

    private static CommandLine admin(Terminal terminal) {
        return group(
                new AdminCommand(),
                new AdminListCommand(terminal),
                new AdminAddCommand(terminal),
                new AdminTokenCommand(terminal),
                new AdminRenewCommand(terminal),
                new AdminRemoveCommand(terminal));
    }

    private static CommandLine tenant(Terminal terminal) {
        return group(
                new TenantCommand(),
                new TenantListCommand(terminal),
                new TenantAddCommand(terminal),
                new TenantPolicyCommand(terminal));
    }

    private static CommandLine connection(Terminal terminal) {
        return group(
                new ConnectionCommand(),
                new ConnectionListCommand(terminal),
                new ConnectionAddCommand(terminal),
                new ConnectionKitCommand(terminal),
                new ConnectionRegisterCommand(terminal),
                new ConnectionCheckCommand(terminal),
                new ConnectionKeysCommand(terminal),
                new ConnectionRollCommand(terminal),
                new ConnectionReestablishCommand(terminal),
                new ConnectionPasswordCommand(terminal),
                new ConnectionCertificateCommand(terminal),
                new ConnectionCeaseCommand(terminal),
                new ConnectionReportCommand(terminal),
                new ConnectionReachCommand(terminal),
                new ConnectionReverifyCommand(terminal),
                new ConnectionDrillCommand(terminal),
                new ConnectionRemoveCommand(terminal));
    }

    private static CommandLine job(Terminal terminal) {
        return group(
                new JobCommand(),
                new JobListCommand(terminal),
                new JobShowCommand(terminal),
                new JobWaitingCommand(terminal),
                new JobApproveCommand(terminal),
                new JobRejectCommand(terminal),
                new JobDownloadCommand(terminal),
                new JobCancelCommand(terminal));
    }

    private static CommandLine ledger(Terminal terminal) {
        return group(
                new LedgerCommand(),
                new LedgerShowCommand(terminal),
                new LedgerVerifyCommand(terminal),
                new LedgerExportCommand(terminal),
                new LedgerProveCommand(terminal),
                new LedgerCheckpointCommand(terminal),
                new LedgerStatusCommand(terminal),
                new LedgerMailCommand(terminal),
                new LedgerKeyCommand(terminal),
                new LedgerToolCommand(terminal));
    }

    private static CommandLine lab(Terminal terminal) {
        return new CommandLine(new LabProgramCommand(terminal)).addSubcommand(new LabIncidentCommand(terminal));
    }

    private static CommandLine watch(Terminal terminal) {
        return group(
                new WatchCommand(),
                new WatchStatusCommand(terminal),
                new WatchPollCommand(terminal),
                new WatchAlarmsCommand(terminal),
                new WatchAcknowledgeCommand(terminal),
                new WatchSetCommand(terminal),
                new WatchImportCommand(terminal));
    }

    private static CommandLine retention(Terminal terminal) {
        return group(
                new RetentionCommand(),
                new RetentionShowCommand(terminal),
                new RetentionSetCommand(terminal),
                new RetentionRunCommand(terminal));
    }

    private static CommandLine hold(Terminal terminal) {
        return group(
                new HoldCommand(),
                new HoldAddCommand(terminal),
                new HoldListCommand(terminal),
                new HoldReleaseCommand(terminal));
    }

    private static CommandLine group(Object parent, Object... commands) {
        CommandLine group = new CommandLine(parent);
        for (Object command : commands) {
            group.addSubcommand(command);
        }
        return group;
    }

    private static CommandLine configure(CommandLine root, Terminal terminal) {
        Ansi ansi = terminal.interactive() ? Ansi.AUTO : Ansi.OFF;
        ColorScheme colors = CommandLine.Help.defaultColorScheme(ansi);
        finish(root);
        Instants instants = new Instants(terminal.clock(), terminal.zone());
        return root.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setColorScheme(colors)
                .registerConverter(Instant.class, text -> parse(instants, text))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(Math.clamp(terminal.columns(), 80, 110))
                .setExecutionExceptionHandler((failure, command, _) -> failed(failure, command, terminal))
                .setParameterExceptionHandler((failure, arguments) -> misused(failure, arguments, terminal));
    }

    /// `--help` on every command, wherever it hangs in the tree, and one look for all of them.
    private static void finish(CommandLine command) {
        command.getCommandSpec().addMixin("help", CommandSpec.forAnnotatedObject(new HelpOption()));
        command.getCommandSpec()
                .usageMessage()
                .abbreviateSynopsis(true)
                .sortOptions(false)
                .descriptionHeading("%n")
                .parameterListHeading("%nArguments:%n")
                .optionListHeading("%nOptions:%n");
        command.getSubcommands().values().forEach(Commands::finish);
    }

    private static Instant parse(Instants instants, String text) {
        try {
            return instants.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    private static int failed(Exception failure, CommandLine command, Terminal terminal) throws Exception {
        if (!(failure instanceof ClientException expected)) {
            throw failure; // A bug: its stack trace is what helps.
        }
        report(expected.exitCode(), text(expected), expected.advice(), isJson(command), terminal);
        return expected.exitCode().number();
    }

    private static int misused(ParameterException failure, String[] arguments, Terminal terminal) {
        CommandLine command = failure.getCommandLine();
        boolean json = Arrays.asList(arguments).contains("--json");
        String name = command.getCommandSpec().qualifiedName();
        report(ExitCode.USAGE, text(failure), "\"" + name + " --help\" shows how to use it.", json, terminal);
        CommandLine.UnmatchedArgumentException.printSuggestions(failure, command.getErr());
        return ExitCode.USAGE.number();
    }

    private static String text(Exception failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    private static boolean isJson(CommandLine command) {
        CommandLine.ParseResult result = command.getParseResult();
        return result != null && result.hasMatchedOption("--json");
    }

    private static void report(ExitCode code, String what, String advice, boolean json, Terminal terminal) {
        terminal.err().println("postern: " + Text.safe(what));
        if (!advice.isEmpty()) {
            terminal.err().println(Text.safe(advice));
        }
        if (json) {
            Map<String, Object> error = new LinkedHashMap<>();
            error.put("detail", what);
            error.put("advice", advice);
            error.put("exitCode", code.number());
            terminal.out().println(JsonMapper.shared().writeValueAsString(Map.of("error", error)));
        }
    }
}
