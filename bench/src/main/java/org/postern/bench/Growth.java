package org.postern.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// Measures how a vault bears a catalog of ten million objects and versions, beside an empty one.
///
/// Every figure is of a process of its own with this process's options (`bench/growth` gives -Xmx512m). The catalog is
/// made once and kept in the work directory for the next run.
public final class Growth {
    /// In the environment: the URL of a PostgreSQL database that holds the catalogs, without parameters.
    static final String SERVER = "POSTERN_BENCH_CATALOG";

    private final Path work;
    private final long objects;
    private final int rounds;
    private final int messages;

    private Growth(Path work, long objects, int rounds, int messages) {
        this.work = work;
        this.objects = objects;
        this.rounds = rounds;
        this.messages = messages;
    }

    /// @param words `WORK OBJECTS ROUNDS MESSAGES`
    public static void main(String[] words) throws IOException, InterruptedException {
        Locale.setDefault(Locale.ROOT);
        new Growth(Path.of(words[0]), Long.parseLong(words[1]), Integer.parseInt(words[2]), Integer.parseInt(words[3]))
                .run();
    }

    static void say(String words) {
        System.err.println(words);
    }

    /// Prints names and numbers by turns, for the process that started this one.
    static void figures(Object... namesAndNumbers) {
        StringBuilder line = new StringBuilder("figures");
        for (int i = 0; i < namesAndNumbers.length; i += 2) {
            line.append(' ').append(namesAndNumbers[i]).append('=').append(namesAndNumbers[i + 1]);
        }
        System.out.println(line);
    }

    private void run() throws IOException, InterruptedException {
        Path grown = work.resolve("grown-" + objects);
        if (!Files.exists(grown.resolve("made"))) {
            delete(grown);
            say("Making a catalog of %,d objects in %s …".formatted(objects, grown));
            step("make", grown, Long.toString(objects));
            Files.writeString(grown.resolve("made"), "");
        }
        List<Map<String, Double>> opens = new ArrayList<>();
        List<Map<String, Double>> emptyOpens = new ArrayList<>();
        List<Map<String, Double>> puts = new ArrayList<>();
        List<Map<String, Double>> emptyPuts = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            say("Round " + round + " of " + rounds + " …");
            Path empty = work.resolve("empty-" + Long.toString(System.nanoTime(), Character.MAX_RADIX));
            step("make", empty, "0");
            opens.add(step("open", grown));
            emptyOpens.add(step("open", empty));
            emptyPuts.add(put(empty, round));
            puts.add(put(grown, round));
            delete(empty);
        }
        Map<String, Double> lists = step("list", grown, Long.toString(objects), "2000", "5");
        report(grown, opens, emptyOpens, puts, emptyPuts, lists);
    }

    private Map<String, Double> put(Path vault, int round) throws IOException, InterruptedException {
        String seed = Long.toString(System.nanoTime() + round); // Never the same mail twice in one vault.
        return step("put", vault, Long.toString(objects), Integer.toString(messages), seed);
    }

    private void report(
            Path grown,
            List<Map<String, Double>> opens,
            List<Map<String, Double>> emptyOpens,
            List<Map<String, Double>> puts,
            List<Map<String, Double>> emptyPuts,
            Map<String, Double> lists)
            throws IOException {
        List<Double> rates = new ArrayList<>();
        List<Double> cpus = new ArrayList<>();
        for (int i = 0; i < puts.size(); i++) {
            rates.add(get(puts.get(i), "rate") / get(emptyPuts.get(i), "rate"));
            cpus.add(get(puts.get(i), "cpu") / get(emptyPuts.get(i), "cpu"));
        }
        System.out.printf("| objects, and about as many versions | %,d |%n|---|---|%n", objects);
        if (Files.exists(grown.resolve("catalog.db"))) {
            row("the catalog's file, MB", "%.0f", Files.size(grown.resolve("catalog.db")) / 1e6);
        }
        row("put, messages a second", "%.0f", median(puts, "rate"));
        row("put with an empty catalog", "%.0f", median(emptyPuts, "rate"));
        row("its rate is kept to (goal 80%)", "%.0f%%", middle(rates) * 100);
        row("processor, ms a message", "%.2f", median(puts, "cpu"));
        row("processor with an empty catalog", "%.2f", median(emptyPuts, "cpu"));
        row("processor, ratio", "%.2f", middle(cpus));
        row("opening, s (goal 2)", "%.2f", median(opens, "open"));
        row("with an empty catalog, s", "%.2f", median(emptyOpens, "open"));
        row("opening again in the same process, s", "%.2f", median(opens, "again"));
        row("with an empty catalog, s", "%.2f", median(emptyOpens, "again"));
        row("a folder as at an instant, p50 ms", "%.1f", get(lists, "p50"));
        row("p99 ms (goal 50)", "%.1f", get(lists, "p99"));
        row("slowest ms", "%.1f", get(lists, "max"));
        row("processor, p50 ms, all threads", "%.1f", get(lists, "cpu"));
        row("processor, p99 ms, all threads", "%.1f", get(lists, "cpu99"));
        row("messages listed, p50", "%.0f", get(lists, "listed"));
        row("messages listed, p99", "%.0f", get(lists, "listed99"));
        row("heap at its fullest, put, MB", "%.0f", median(puts, "heap"));
        row("heap in use after, put, MB", "%.0f", median(puts, "live"));
        row("with an empty catalog, MB", "%.0f", median(emptyPuts, "live"));
        row("resident, put, MB", "%.0f", median(puts, "resident"));
    }

    private static void row(String name, String format, double value) {
        System.out.println("| " + name + " | " + String.format(Locale.ROOT, format, value) + " |");
    }

    private static double get(Map<String, Double> figures, String name) {
        Double figure = figures.get(name);
        if (figure == null) {
            throw new IllegalStateException("a step did not tell its " + name);
        }
        return figure;
    }

    private static double median(List<Map<String, Double>> figures, String name) {
        return middle(figures.stream().map(figure -> get(figure, name)).toList());
    }

    private static double middle(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private static Map<String, Double> step(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), GrowthStep.class.getName()));
        command.addAll(List.of(words));
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("The step " + List.of(words) + " failed; its words are above.");
        }
        say("  " + String.join(" ", words) + " " + out.strip());
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("process", (System.nanoTime() - start) / 1e9);
        for (String word : out.strip().split(" ", -1)) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                figures.put(word.substring(0, equals), Double.valueOf(word.substring(equals + 1)));
            }
        }
        return figures;
    }

    private static Map<String, Double> step(String step, Path vault, String... words)
            throws IOException, InterruptedException {
        return step(Stream.concat(Stream.of(step, vault.toString()), Stream.of(words))
                .toArray(String[]::new));
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
