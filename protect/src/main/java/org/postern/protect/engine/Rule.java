package org.postern.protect.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.postern.protect.mql.Node;
import org.postern.protect.mql.Parser;
import org.postern.protect.mql.Position;
import org.postern.protect.mql.SyntaxException;

/// A rule's source, compiled.
public final class Rule {
    /// What one rule may do with one message.
    ///
    /// @param steps elements looked at, and the like
    public record Limits(long steps, Duration time) {
        public static final Limits DEFAULT = new Limits(20_000_000, Duration.ofSeconds(2));
    }

    /// What came of a source.
    public sealed interface Outcome {
        /// @param rule answers true, false or null, or, of an insight, a value
        record Ready(Rule rule) implements Outcome {}

        /// It parses, but speaks of what is not there or mixes types.
        record IllTyped(List<Problem> problems) implements Outcome {}

        record Unparsable(Problem problem) implements Outcome {}
    }

    private final Code code;
    private final Type type;
    private final SortedSet<String> needs;

    private Rule(Code code, Type type, SortedSet<String> needs) {
        this.code = code;
        this.type = type;
        this.needs = needs;
    }

    public static Outcome compile(String source, Vocabulary vocabulary) {
        Node tree;
        try {
            tree = Parser.parse(source);
        } catch (SyntaxException e) {
            return new Outcome.Unparsable(new Problem(e.position(), String.valueOf(e.getMessage())));
        }
        Compiler compiler = new Compiler(vocabulary);
        Compiled compiled = compiler.compile(tree);
        if (!compiler.problems().isEmpty()) {
            List<Problem> problems = new ArrayList<>();
            compiler.problems()
                    .forEach(found -> problems.add(
                            new Problem(Position.of(source, found.span().start()), found.message())));
            return new Outcome.IllTyped(List.copyOf(problems));
        }
        return new Outcome.Ready(new Rule(
                compiled.code(), compiled.type(), Collections.unmodifiableSortedSet(new TreeSet<>(compiler.needs()))));
    }

    /// What its answer may depend on and is not there; with none, every answer is definite.
    public SortedSet<String> needs() {
        return needs;
    }

    public boolean isTruth() {
        return type.fits(Type.Scalar.BOOLEAN);
    }

    public Answer answer(Frame frame, Limits limits) {
        frame.begin(limits.steps(), limits.time().toNanos());
        try {
            int truth = code.test(frame);
            if ((truth & Truth.YES) == 0) {
                return new Answer.NoMatch();
            }
            return truth == Truth.YES ? new Answer.Match() : new Answer.Undecided(frame.missing());
        } catch (Frame.ExhaustedException e) {
            return new Answer.Undecided(Set.of(String.valueOf(e.getMessage())));
        }
    }

    /// What the expression stands for, of whatever type; null, or [Unknown].
    @Nullable
    Object value(Frame frame, Limits limits) {
        frame.begin(limits.steps(), limits.time().toNanos());
        try {
            return code.value(frame);
        } catch (Frame.ExhaustedException e) {
            return frame.missing(String.valueOf(e.getMessage()));
        }
    }
}
