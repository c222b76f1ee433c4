package org.postern.protect.mql;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A node of a rule's syntax tree; each knows where in the source it stands.
public sealed interface Node {
    Span span();

    /// From the offset of the first character to that after the last.
    record Span(int start, int end) {
        Span to(Span last) {
            return new Span(start, last.end);
        }
    }

    record Text(Span span, String value) implements Node {}

    record Whole(Span span, long value) implements Node {}

    record Decimal(Span span, BigDecimal value) implements Node {}

    record Truth(Span span, boolean value) implements Node {}

    record Null(Span span) implements Node {}

    /// `$name`.
    record NamedList(Span span, String name) implements Node {}

    /// A field of the message, a function's name, or the first part of either.
    record Name(Span span, String name) implements Node {}

    /// The element of an enclosing lambda: one dot is the innermost one's.
    record Scope(Span span, int dots) implements Node {}

    record Member(Span span, Node of, String name) implements Node {}

    record Call(Span span, Node function, List<Argument> arguments) implements Node {}

    /// @param name of a keyword argument; null for one by position
    record Argument(@Nullable String name, Node value) {}

    record Index(Span span, Node of, Node index) implements Node {}

    record Slice(
            Span span,
            Node of,
            @Nullable Node from,
            @Nullable Node to) implements Node {}

    record Elements(Span span, List<Node> values) implements Node {}

    record Negative(Span span, Node of) implements Node {}

    enum Arithmetic {
        PLUS,
        MINUS,
        TIMES,
        DIVIDED,
        MODULO
    }

    record Sum(Span span, Arithmetic operator, Node left, Node right) implements Node {}

    enum Relation {
        EQUAL,
        UNEQUAL,
        SAME_IGNORING_CASE,
        OTHER_IGNORING_CASE,
        LESS,
        AT_MOST,
        MORE,
        AT_LEAST
    }

    record Comparison(Span span, Relation relation, Node left, Node right) implements Node {}

    record In(Span span, Node value, Node list, boolean ignoringCase, boolean negated) implements Node {}

    record IsNull(Span span, Node value, boolean negated) implements Node {}

    record Not(Span span, Node of) implements Node {}

    record And(Span span, List<Node> clauses) implements Node {}

    record Or(Span span, List<Node> clauses) implements Node {}

    /// At least so many of the clauses.
    record CountOf(Span span, long count, List<Node> clauses) implements Node {}
}
