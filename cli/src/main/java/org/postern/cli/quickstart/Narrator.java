package org.postern.cli.quickstart;

import java.time.Duration;
import java.util.function.Supplier;
import org.postern.cli.client.Api;
import org.postern.cli.client.ClientException;
import org.postern.cli.client.Job;
import org.postern.cli.client.Jobs;
import org.postern.cli.terminal.Progress;
import org.postern.cli.terminal.Quantities;
import org.postern.cli.terminal.Terminal;

/// Tells the steps as they are done, on standard error, and gives a failure the name of its step.
public final class Narrator {
    private final Terminal terminal;
    private final boolean plain;

    public Narrator(Terminal terminal, boolean plain) {
        this.terminal = terminal;
        this.plain = plain;
    }

    /// Does one step; its supplier gives what to tell of it.
    void step(String name, Supplier<String> work) {
        long start = System.nanoTime();
        try {
            String told = work.get();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            terminal.err()
                    .println(
                            "✓ " + name + (told.isEmpty() ? "" : ": " + told) + " (" + Quantities.duration(took) + ")");
        } catch (ClientException e) {
            terminal.err().println("✗ " + name);
            throw new StepFailedException(name, e.getMessage() + " " + e.advice(), e);
        } catch (StepFailedException e) {
            terminal.err().println("✗ " + name);
            throw e;
        }
    }

    Job follow(Api api, Job job, String task) {
        try (Progress progress = Progress.of(terminal, plain, task)) {
            return new Jobs(api).await(job, now -> progress.at(now.done(), now.total(), now.note()));
        }
    }
}
