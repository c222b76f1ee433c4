package org.postern.cli.offline;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Quantities;
import org.postern.cli.terminal.Table;
import org.postern.cli.terminal.Terminal;
import org.postern.cli.terminal.Text;
import org.postern.protect.RuleCheck;
import org.postern.protect.RuleCheck.State;
import org.postern.protect.RuleFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/// Tells of each rule whether it parses, fits, and can be answered here.
@Command(
        name = "check",
        description = {
            "Check rules: whether each parses, fits the message model, and has all that its answer may depend on.",
            "Exits 1 when a rule cannot be used."
        })
final class RulesCheckCommand implements Callable<Integer> {
    private static final int MISSING_SHOWN = 15;

    @Parameters(paramLabel = "DIR", description = "A folder of rules in YAML, or one rule.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called.
    Path place;

    @Mixin
    RuleOptions options = new RuleOptions();

    @Option(names = "--json", description = "A line for each rule, and one object at the end.")
    boolean json;

    @Option(names = "--missing", description = "Name the rules that lack something, too.")
    boolean missing;

    private final Terminal terminal;

    RulesCheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (!Files.exists(place)) {
            throw new ClientException(
                    ExitCode.NOT_FOUND, "There is no " + place + ".", "Name a folder of rules in YAML, or one rule.");
        }
        List<RuleCheck> checks = RuleCheck.all(place, options.read(place));
        if (checks.isEmpty()) {
            throw new ClientException(
                    ExitCode.NOT_FOUND, place + " holds no rule.", "Rules are files that end in .yml or .yaml.");
        }
        if (json) {
            checks.forEach(check -> terminal.out().println(JsonMapper.shared().writeValueAsString(line(check))));
            terminal.out().println(JsonMapper.shared().writeValueAsString(figures(checks)));
        } else {
            print(checks);
        }
        terminal.out().flush();
        boolean good = checks.stream().noneMatch(RulesCheckCommand::isUnusable);
        return (good ? ExitCode.OK : ExitCode.FAILED).number();
    }

    private static boolean isUnusable(RuleCheck check) {
        return switch (check.state()) {
            case UNREADABLE, UNPARSABLE, ILL_TYPED -> true;
            case LACKING, RUNNABLE -> false;
        };
    }

    private String path(RuleCheck check) {
        Path inside = Files.isDirectory(place)
                ? place.relativize(check.file())
                : check.file().getFileName();
        return String.valueOf(inside);
    }

    private Map<String, Object> line(RuleCheck check) {
        RuleFile rule = check.rule();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("file", path(check));
        line.put("name", rule == null ? "" : rule.name());
        line.put("parsed", parsed(check));
        line.put("typed", typed(check));
        line.put("runnable", check.state() == State.RUNNABLE);
        line.put("missing", List.copyOf(check.missing()));
        line.put("problems", check.mistakes());
        return line;
    }

    private static boolean parsed(RuleCheck check) {
        return check.state() != State.UNREADABLE && check.state() != State.UNPARSABLE;
    }

    private static boolean typed(RuleCheck check) {
        return check.fits();
    }

    private static Map<String, Object> figures(List<RuleCheck> checks) {
        Map<String, Object> figures = counts(checks);
        figures.put(
                "detection",
                counts(checks.stream().filter(RulesCheckCommand::isDetection).toList()));
        return figures;
    }

    private static boolean isDetection(RuleCheck check) {
        RuleFile rule = check.rule();
        return rule != null && rule.isDetection();
    }

    private static Map<String, Object> counts(List<RuleCheck> checks) {
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("rules", checks.size());
        counts.put("parsed", checks.stream().filter(RulesCheckCommand::parsed).count());
        counts.put("typed", checks.stream().filter(RulesCheckCommand::typed).count());
        counts.put(
                "runnable",
                checks.stream().filter(check -> check.state() == State.RUNNABLE).count());
        return counts;
    }

    private void print(List<RuleCheck> checks) {
        for (RuleCheck check : checks) {
            for (String problem : check.mistakes()) {
                terminal.out().println(Text.line(path(check) + ":" + problem));
            }
            if (missing && check.state() == State.LACKING) {
                terminal.out().println(Text.line(path(check) + " lacks " + String.join(", ", check.missing())));
            }
        }
        Table table = new Table("", "Rules", "Parse", "Fit", "Answerable", "Share");
        row(table, "all", counts(checks));
        row(
                table,
                "detection",
                counts(checks.stream().filter(RulesCheckCommand::isDetection).toList()));
        table.print(terminal.out(), terminal.columns());
        lacking(checks);
    }

    private static void row(Table table, String name, Map<String, Object> counts) {
        long rules = ((Number) counts.getOrDefault("rules", 0)).longValue();
        long runnable = ((Number) counts.getOrDefault("runnable", 0)).longValue();
        table.row(
                name,
                Quantities.count(rules),
                String.valueOf(counts.get("parsed")),
                String.valueOf(counts.get("typed")),
                Quantities.count(runnable),
                rules == 0 ? "" : Math.round(1000.0 * runnable / rules) / 10.0 + " %");
    }

    /// What would make the most of the others answerable.
    private void lacking(List<RuleCheck> checks) {
        Map<String, Integer> counts = new TreeMap<>();
        checks.forEach(check -> check.missing().forEach(what -> counts.merge(what, 1, Integer::sum)));
        if (counts.isEmpty()) {
            return;
        }
        Table table = new Table("What rules lack", "Rules");
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .limit(MISSING_SHOWN)
                .forEach(entry -> table.row(entry.getKey(), Quantities.count(entry.getValue())));
        terminal.out().println();
        table.print(terminal.out(), terminal.columns());
    }
}
