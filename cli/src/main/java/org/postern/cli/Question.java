package org.postern.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import org.postern.cli.terminal.Terminal;

/// Asks the person at the terminal; asks nobody when there is none.
final class Question {
    private Question() {}

    static boolean confirm(Terminal terminal, String question) {
        return ask(terminal, question + " [y/N] ")
                .map(answer -> answer.toLowerCase(Locale.ROOT).startsWith("y"))
                .orElse(false);
    }

    /// The stripped answer; empty when nobody is there, the answer is blank, or the input ended.
    static Optional<String> ask(Terminal terminal, String question) {
        if (!terminal.interactive()) {
            return Optional.empty();
        }
        terminal.err().print(question);
        terminal.err().flush();
        try {
            return Optional.ofNullable(terminal.in().readLine())
                    .map(String::strip)
                    .filter(line -> !line.isEmpty());
        } catch (IOException e) {
            throw new UncheckedIOException("the answer could not be read", e);
        }
    }
}
