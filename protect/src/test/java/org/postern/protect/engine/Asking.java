package org.postern.protect.engine;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Message;
import org.postern.mail.ReadLimits;
import org.postern.protect.Circumstances;
import org.postern.protect.function.Functions;
import org.postern.protect.model.MailView;
import org.postern.protect.model.Types;

/// A rule and a message, for tests.
public final class Asking {
    private final Map<String, ListSource> lists = new TreeMap<>();
    private String message = "From: Ann <ann@example.com>\r\nTo: bob@example.org\r\nSubject: Hello\r\n\r\nA text.\r\n";

    public Asking message(String text) {
        message = text.replace("\n", "\r\n");
        return this;
    }

    public Asking list(String name, String... values) {
        lists.put(name, new ListSource.Fixed(List.of(values)));
        return this;
    }

    public Asking absent(String name) {
        lists.put(name, new ListSource.Absent(Type.Scalar.TEXT));
        return this;
    }

    public Rule.Outcome compile(String rule) {
        return Rule.compile(
                rule, new Vocabulary(Types.MESSAGE, Functions.all(), name -> Optional.ofNullable(lists.get(name))));
    }

    public Rule rule(String rule) {
        return switch (compile(rule)) {
            case Rule.Outcome.Ready(Rule ready) -> ready;
            case Rule.Outcome.IllTyped(List<Problem> problems) ->
                throw new AssertionError(rule + " is ill typed: " + problems);
            case Rule.Outcome.Unparsable(Problem problem) ->
                throw new AssertionError(rule + " does not parse: " + problem);
        };
    }

    /// The problems that a rule has.
    public List<Problem> problems(String rule) {
        return switch (compile(rule)) {
            case Rule.Outcome.Ready _ -> List.of();
            case Rule.Outcome.IllTyped(List<Problem> problems) -> problems;
            case Rule.Outcome.Unparsable(Problem problem) -> List.of(problem);
        };
    }

    public Frame frame() {
        return new Frame(
                MailView.of(
                        Message.read(message.getBytes(StandardCharsets.UTF_8), ReadLimits.DEFAULT),
                        Circumstances.FROM_OUTSIDE),
                System::nanoTime);
    }

    public Answer answer(String rule) {
        return rule(rule).answer(frame(), Rule.Limits.DEFAULT);
    }

    /// What an expression stands for.
    public @Nullable Object value(String expression) {
        return rule(expression).value(frame(), Rule.Limits.DEFAULT);
    }
}
