package org.postern.cli;

import java.io.PrintStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.Api;
import org.postern.cli.client.Job;
import org.postern.cli.client.Jobs;
import org.postern.cli.terminal.Instants;
import org.postern.cli.terminal.Progress;
import org.postern.cli.terminal.Table;
import org.postern.cli.terminal.Terminal;
import org.postern.cli.terminal.Text;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Answers in the form that was asked for: one JSON document, or text for a person.
final class Output {
    private final Terminal terminal;
    private final boolean json;
    private final boolean plain;
    private final Instants instants;

    Output(Terminal terminal, boolean json, boolean plain) {
        this.terminal = terminal;
        this.json = json;
        this.plain = plain;
        this.instants = new Instants(terminal.clock(), terminal.zone());
    }

    boolean isJson() {
        return json;
    }

    /// Prints the document with `--json`; else lets `human` write.
    void answer(Object document, Consumer<PrintStream> human) {
        if (json) {
            terminal.out().println(JsonMapper.shared().writeValueAsString(document));
        } else {
            human.accept(terminal.out());
        }
        terminal.out().flush();
    }

    /// Prints a list as `{items, next}` or as a table with a word when it is empty or goes on.
    void list(Api.Page page, Table table, String whenEmpty) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("items", page.items());
        document.put("next", page.next());
        answer(document, out -> {
            if (table.isEmpty()) {
                out.println(whenEmpty);
            } else {
                table.print(out, terminal.columns());
            }
            if (page.next() != null) {
                out.println("There are more: raise --limit.");
            }
        });
    }

    /// A remark for the person at the terminal; never on standard output.
    void note(String text) {
        terminal.err().println(text);
    }

    /// Follows a job to its end with a progress bar or plain lines.
    Job follow(Api api, Job job, String task) {
        try (Progress progress = Progress.of(terminal, plain, task)) {
            return new Jobs(api).await(job, now -> progress.at(now.done(), now.total(), now.note()));
        }
    }

    /// Why a job did not end well, and what to do; nothing when it did.
    void explain(Job job) {
        String failure = job.failure();
        if (failure != null) {
            note(Text.safe(failure));
            note(Text.safe(job.advice()));
        }
    }

    Instants instants() {
        return instants;
    }

    /// An instant of the API in the local zone; empty for none.
    String time(JsonNode value) {
        String text = value.asString("");
        try {
            return text.isEmpty() ? "" : instants.show(Instant.parse(text));
        } catch (DateTimeParseException _) {
            return text; // Shown as it came: better than nothing.
        }
    }

    int columns() {
        return terminal.columns();
    }
}
