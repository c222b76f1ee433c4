package org.postern.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Runs the inner loops of the vault under JMH and prints, in MB a second of one thread, each beside its limit.
public final class Loops {
    /// What stands beside what.
    ///
    /// @param limit the loop than which it cannot be quicker; empty when there is none to measure
    private record Line(String words, String loop, String limit) {}

    private static final List<Line> LINES = List.of(
            new Line("scan: find all parts of messages", "scan", ""),
            new Line("scan and split, base64 decoded and checked", "scanAndSplit", ""),
            new Line("hash: name 16 KiB of text", "hashTexts", "sha256Texts"),
            new Line("hash: name 64 KiB of media", "hashMedia", "sha256Media"),
            new Line("compress and seal 16 KiB of text", "compressAndSealTexts", "zstdTexts"),
            new Line("seal 64 KiB of media", "sealMedia", "aesGcmMedia"),
            new Line("open and expand 16 KiB of text", "openTexts", "unzstdTexts"),
            new Line("open 64 KiB of media", "openMedia", "aesGcmMedia"));

    private Loops() {}

    /// @param words which loops to run, as regular expressions of their names; none for all
    public static void main(String[] words) throws RunnerException {
        OptionsBuilder options = new OptionsBuilder();
        for (String word : words.length == 0 ? new String[] {"Loops\\."} : words) {
            options.include(word);
        }
        options.mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(2)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(5)
                .measurementTime(TimeValue.seconds(1))
                .verbosity(VerboseMode.SILENT);
        Map<String, Double> rates = new TreeMap<>();
        for (RunResult result : new Runner(options.build()).run()) {
            String name = result.getPrimaryResult().getLabel();
            rates.put(name, bytes(name) * 1e3 / result.getPrimaryResult().getScore());
        }
        print(rates);
    }

    private static long bytes(String loop) {
        if (loop.startsWith("scan")) {
            return Samples.sum(Samples.messages());
        }
        return Samples.sum(loop.endsWith("Texts") ? Samples.texts() : Samples.media());
    }

    private static void print(Map<String, Double> rates) {
        System.out.println("| loop | MB/s | limit, MB/s | of the limit |\n|---|---|---|---|");
        for (Line line : LINES) {
            Double rate = rates.get(line.loop);
            if (rate == null) {
                continue;
            }
            double limit = rates.getOrDefault(line.limit, 0.0);
            String beside =
                    limit == 0 ? " | |" : String.format(Locale.ROOT, " %.0f | %.0f%% |", limit, 100 * rate / limit);
            System.out.println("| " + line.words + String.format(Locale.ROOT, " | %.0f |", rate) + beside);
        }
    }
}
