package org.postern.protect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postern.protect.engine.Problem;
import org.postern.protect.engine.Rule;
import org.postern.protect.engine.Vocabulary;
import org.postern.protect.function.Functions;
import org.postern.protect.model.Types;

/// What can be said of a rule before it meets a message.
///
/// @param rule null where the file could not be read
/// @param compiled null where it does not fit
/// @param problems what is wrong with it; empty where it fits
public record RuleCheck(
        Path file,
        @Nullable RuleFile rule,
        State state,
        @Nullable Rule compiled,
        List<Problem> problems,
        String unreadable) {
    /// How far a rule comes.
    public enum State {
        UNREADABLE,
        UNPARSABLE,
        ILL_TYPED,
        /// It fits, but its answers may depend on what is not here.
        LACKING,
        RUNNABLE
    }

    /// Whether it can be asked about messages.
    public boolean fits() {
        return compiled != null;
    }

    /// What is wrong with it, each with its place; empty where it fits.
    public List<String> mistakes() {
        return unreadable.isEmpty() ? problems.stream().map(Problem::toString).toList() : List.of(unreadable);
    }

    /// What its answers may depend on that is not here, by name.
    public SortedSet<String> missing() {
        return compiled == null ? Collections.emptySortedSet() : compiled.needs();
    }

    /// Checks a rule's file.
    public static RuleCheck of(Path file, RuleLists lists) {
        return of(file, vocabulary(lists));
    }

    private static Vocabulary vocabulary(RuleLists lists) {
        return new Vocabulary(Types.MESSAGE, Functions.all(), lists);
    }

    private static RuleCheck of(Path file, Vocabulary vocabulary) {
        return switch (RuleFile.read(file)) {
            case RuleFile.Reading.Unreadable(Path path, String why) ->
                new RuleCheck(path, null, State.UNREADABLE, null, List.of(), why);
            case RuleFile.Reading.Read(RuleFile rule) -> of(rule, vocabulary);
        };
    }

    private static RuleCheck of(RuleFile rule, Vocabulary vocabulary) {
        return switch (Rule.compile(rule.source(), vocabulary)) {
            case Rule.Outcome.Unparsable(Problem problem) ->
                new RuleCheck(rule.file(), rule, State.UNPARSABLE, null, List.of(problem), "");
            case Rule.Outcome.IllTyped(List<Problem> problems) ->
                new RuleCheck(rule.file(), rule, State.ILL_TYPED, null, problems, "");
            case Rule.Outcome.Ready(Rule compiled) ->
                new RuleCheck(
                        rule.file(),
                        rule,
                        compiled.needs().isEmpty() ? State.RUNNABLE : State.LACKING,
                        compiled,
                        List.of(),
                        "");
        };
    }

    /// Checks every `.yml` and `.yaml` below a folder, or one file.
    public static List<RuleCheck> all(Path place, RuleLists lists) {
        Vocabulary vocabulary = vocabulary(lists);
        List<RuleCheck> all = new ArrayList<>();
        for (Path file : files(place)) {
            all.add(of(file, vocabulary));
        }
        return all;
    }

    /// The rule files below a folder, in order.
    public static List<Path> files(Path place) {
        try (Stream<Path> tree = Files.walk(place)) {
            return tree.filter(Files::isRegularFile)
                    .filter(file ->
                            file.toString().endsWith(".yml") || file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The rules of " + place + " cannot be read: " + e.getMessage()
                            + ". Name a folder of rules in YAML, or one rule.",
                    e);
        }
    }
}
