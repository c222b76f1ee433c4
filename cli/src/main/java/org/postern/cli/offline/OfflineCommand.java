package org.postern.cli.offline;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.ExitCode;
import org.postern.cli.terminal.Progress;
import org.postern.cli.terminal.Terminal;
import org.postern.cli.terminal.Text;
import org.postern.extract.ExtractorProgram;
import org.postern.vault.KeySource;
import org.postern.vault.VaultConfig;
import org.postern.vault.VaultException;
import org.postern.vault.VaultStats;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.json.JsonMapper;

/// A command on a vault's own files: reads the passphrase, answers as JSON or text, and says what failed.
abstract class OfflineCommand implements Callable<Integer> {
    private static final int PROBLEMS_SHOWN = 20;
    /// Held, or its level would be forgotten. It warns of a module of Java that is still an experiment.
    private static final Logger LUCENE = Logger.getLogger("org.apache.lucene.internal.vectorization");

    @Mixin
    RepoOptions options = new RepoOptions();

    private final Terminal terminal;
    private final Instant start;

    OfflineCommand(Terminal terminal) {
        this.terminal = terminal;
        this.start = ProcessHandle.current()
                .info()
                .startInstant()
                .filter(instant -> instant.isBefore(terminal.clock().instant()))
                .orElse(terminal.clock().instant());
    }

    abstract ExitCode run() throws IOException, InterruptedException;

    @Override
    public final Integer call() throws InterruptedException {
        quieten();
        try {
            return run().number();
        } catch (VaultException e) {
            throw new ClientException(ExitCode.FAILED, String.valueOf(e.getMessage()), "", e);
        } catch (IOException e) {
            throw new ClientException(
                    ExitCode.FAILED, "A file could not be read or written: " + e + ".", "Check disk and rights.", e);
        }
    }

    /// What libraries remark on themselves is for nobody here; warnings stay.
    private static void quieten() {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        Logger.getLogger("").setLevel(Level.WARNING);
        LUCENE.setLevel(Level.SEVERE);
    }

    Terminal terminal() {
        return terminal;
    }

    Progress progress(String task) {
        return Progress.of(terminal, options.plain, task);
    }

    VaultConfig config() {
        KeySource key = options.key.source(terminal.environment());
        return VaultConfig.of(options.repo, key, terminal.clock(), new SecureRandom())
                .with(extractor())
                .withCatalog(options.catalog.server(terminal.environment()));
    }

    private static Optional<ExtractorProgram> extractor() {
        return Optional.ofNullable(System.getProperty("postern.home"))
                .flatMap(home -> ExtractorProgram.below(Path.of(home)));
    }

    void answer(Map<String, Object> document, Consumer<PrintStream> human) {
        if (options.json) {
            terminal.out().println(JsonMapper.shared().writeValueAsString(document));
        } else {
            human.accept(terminal.out());
        }
        terminal.out().flush();
    }

    /// The figures that every command on a whole tree ends with.
    Map<String, Object> figures(Tally tally, VaultStats stats) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("messages", tally.messages());
        figures.put("rawBytes", tally.bytes());
        figures.put("storedBytes", stats.storedBytes());
        figures.put("indexBytes", stats.indexBytes());
        figures.put("added", tally.added());
        figures.put("seconds", seconds());
        figures.put("cpuSeconds", Usage.cpuSeconds());
        figures.put("peakRssBytes", Usage.peakRssBytes());
        figures.put("files", tally.files());
        figures.put("otherFiles", tally.others());
        figures.put("filesRead", tally.read());
        figures.put("removed", tally.removed());
        figures.put("problems", tally.problems());
        return figures;
    }

    /// From the start of the process.
    double seconds() {
        return java.time.Duration.between(start, terminal.clock().instant()).toMillis() / 1000.0;
    }

    /// Names what went wrong for single files.
    ExitCode end(Tally tally) {
        List<String> problems = tally.problems();
        problems.stream()
                .limit(PROBLEMS_SHOWN)
                .forEach(problem -> terminal.err().println(Text.line(problem)));
        if (tally.failed() > PROBLEMS_SHOWN) {
            terminal.err().println("… and " + (tally.failed() - PROBLEMS_SHOWN) + " more (--json names them).");
        }
        return tally.failed() == 0 ? ExitCode.OK : ExitCode.PARTLY;
    }
}
