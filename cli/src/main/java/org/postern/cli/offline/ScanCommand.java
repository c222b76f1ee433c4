package org.postern.cli.offline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Quantities;
import org.postern.cli.terminal.Terminal;
import org.postern.cli.terminal.Text;
import org.postern.mail.Message;
import org.postern.mail.ReadLimits;
import org.postern.protect.Circumstances;
import org.postern.protect.Circumstances.Direction;
import org.postern.protect.RuleCheck;
import org.postern.protect.RuleFile;
import org.postern.protect.RuleSet;
import org.postern.protect.RuleSet.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/// Judges messages in files by rules, without a server.
@Command(
        name = "scan",
        description = {
            "Judge messages by rules: which match each, and which cannot be answered and why.",
            "A message is a file, its bytes as they were received."
        },
        footer = {"", "Example:", "  postern scan ~/Mail --rules sublime-rules/detection-rules --lists static-files"})
final class ScanCommand implements Callable<Integer> {
    private static final long MOST_BYTES = 150L << 20; // What Exchange takes.

    @Parameters(paramLabel = "FILE", description = "A message, or a folder of messages.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called.
    Path place;

    @Option(names = "--rules", paramLabel = "DIR", required = true, description = "A folder of rules, or one rule.")
    @SuppressWarnings("NullAway.Init")
    Path rules;

    @Mixin
    RuleOptions options = new RuleOptions();

    @Option(
            names = "--trust",
            paramLabel = "SERVER",
            description = "A server whose Authentication-Results count. May be repeated. Default: the last server's.")
    List<String> trusted = new ArrayList<>();

    @Option(names = "--json", description = "A line for each message, and one object at the end.")
    boolean json;

    @Option(names = "--undecided", description = "Name the rules that cannot be answered, too.")
    boolean undecided;

    private final Terminal terminal;
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong matched = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    ScanCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        RuleSet set = ruleSet();
        long start = System.nanoTime();
        double cpu = Usage.cpuSeconds();
        try (Crew<Path> crew = new Crew<>("scan", () -> file -> judge(set, file))) {
            for (Path file : files()) {
                crew.take(file);
            }
            crew.finish();
        }
        end(set, (System.nanoTime() - start) / 1e9, Usage.cpuSeconds() - cpu);
        return (failed.get() == 0 ? ExitCode.OK : ExitCode.PARTLY).number();
    }

    private RuleSet ruleSet() {
        for (Path given : List.of(place, rules)) {
            if (!Files.exists(given)) {
                throw new ClientException(
                        ExitCode.NOT_FOUND,
                        "There is no " + given + ".",
                        "Name a message or a folder of messages, and with --rules a rule or a folder of rules.");
            }
        }
        List<RuleCheck> checks = RuleCheck.all(rules, options.read(rules));
        RuleSet set = RuleSet.of(checks);
        long unusable = checks.stream().filter(check -> !check.fits()).count();
        if (unusable > 0) {
            terminal.err()
                    .println(unusable + " of " + checks.size() + " rules cannot be used: \"postern rules check " + rules
                            + "\" names them.");
        }
        if (set.ruleCount() == 0) {
            throw new ClientException(
                    ExitCode.USAGE,
                    rules + " holds no rule that can be used.",
                    "Check it with \"postern rules check\".");
        }
        return set;
    }

    private List<Path> files() {
        try (Stream<Path> tree = Files.walk(place)) {
            return tree.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new ClientException(
                    ExitCode.FAILED,
                    "The folder " + place + " cannot be read: " + e.getMessage() + ".",
                    "Check its rights.",
                    e);
        }
    }

    private void judge(RuleSet set, Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new IOException("it has more than 150 MiB");
            }
            long start = System.nanoTime();
            Message message = Message.read(Files.readAllBytes(file), ReadLimits.DEFAULT);
            Verdict verdict = set.judge(message, circumstances(message));
            messages.incrementAndGet();
            matched.addAndGet(verdict.matched().isEmpty() ? 0 : 1);
            show(file, verdict, System.nanoTime() - start);
        } catch (IOException e) {
            failed(file + " could not be read: " + e.getMessage() + ".");
        } catch (RuntimeException | StackOverflowError e) {
            // A fault of ours that one message brought out: it must not hide the others.
            failed(file + " was not judged, by a fault of Postern's (" + e + "). Please report it; the others go on.");
        }
    }

    private void failed(String why) {
        failed.incrementAndGet();
        terminal.err().println(Text.line(why));
    }

    private Circumstances circumstances(Message message) {
        Set<String> own = options.domains.stream()
                .map(domain -> domain.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return new Circumstances(Direction.of(message, own), null, Set.copyOf(trusted));
    }

    private synchronized void show(Path file, Verdict verdict, long nanos) {
        if (json) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("file", file.toString());
            line.put("matched", verdict.matched().stream().map(RuleFile::name).toList());
            Map<String, Object> lacking = new LinkedHashMap<>();
            verdict.undecided()
                    .forEach((rule, missing) ->
                            lacking.put(rule.name(), missing.stream().sorted().toList()));
            line.put("undecided", lacking);
            line.put("milliseconds", Math.round(nanos / 1e4) / 100.0);
            terminal.out().println(JsonMapper.shared().writeValueAsString(line));
            return;
        }
        for (RuleFile rule : verdict.matched()) {
            String severity = rule.severity().isEmpty() ? "" : " [" + rule.severity() + "]";
            terminal.out().println(Text.line(file + ": " + rule.name() + severity));
        }
        if (undecided) {
            verdict.undecided()
                    .forEach((rule, missing) -> terminal.out()
                            .println(Text.line(file + ": undecided: " + rule.name() + " (lacks "
                                    + String.join(
                                            ", ", missing.stream().sorted().toList()) + ")")));
        }
    }

    private void end(RuleSet set, double seconds, double cpuSeconds) {
        if (json) {
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("messages", messages.get());
            figures.put("rules", set.ruleCount());
            figures.put("seconds", seconds);
            figures.put("cpuSeconds", cpuSeconds);
            figures.put("matched", matched.get());
            figures.put("failed", failed.get());
            terminal.out().println(JsonMapper.shared().writeValueAsString(figures));
        } else {
            terminal.out()
                    .println(Quantities.count(messages.get()) + " messages judged by "
                            + Quantities.count(set.ruleCount()) + " rules, " + Quantities.count(matched.get())
                            + " matched, " + Quantities.count(failed.get()) + " not read.");
        }
        terminal.out().flush();
    }
}
