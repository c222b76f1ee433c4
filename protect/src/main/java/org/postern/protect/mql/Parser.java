package org.postern.protect.mql;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.protect.mql.Node.Arithmetic;
import org.postern.protect.mql.Node.Relation;
import org.postern.protect.mql.Node.Span;
import org.postern.protect.mql.Token.Kind;

/// Builds the tree of a rule's source, by recursive descent.
public final class Parser {
    private static final int DEEPEST = 200;
    /// A chain becomes a tree as deep as it has links.
    private static final int LONGEST_CHAIN = 500;

    private static final Map<String, Relation> RELATIONS = Map.of(
            "==", Relation.EQUAL,
            "!=", Relation.UNEQUAL,
            "=~", Relation.SAME_IGNORING_CASE,
            "!~", Relation.OTHER_IGNORING_CASE,
            "<", Relation.LESS,
            "<=", Relation.AT_MOST,
            ">", Relation.MORE,
            ">=", Relation.AT_LEAST);
    private static final Map<String, Arithmetic> SUMS = Map.of("+", Arithmetic.PLUS, "-", Arithmetic.MINUS);
    private static final Map<String, Arithmetic> PRODUCTS =
            Map.of("*", Arithmetic.TIMES, "/", Arithmetic.DIVIDED, "%", Arithmetic.MODULO);

    private final String source;
    private final List<Token> tokens;
    private int at;
    private int depth;

    private Parser(String source, List<Token> tokens) {
        this.source = source;
        this.tokens = tokens;
    }

    public static Node parse(String source) throws SyntaxException {
        Parser parser = new Parser(source, Lexer.tokens(source));
        Node rule = parser.expression();
        if (parser.peek().kind() != Kind.END) {
            throw parser.unexpected("the rule's end, or \"and\" or \"or\" before more of it");
        }
        return rule;
    }

    private Node expression() throws SyntaxException {
        if (++depth > DEEPEST) {
            throw error(peek(), "The rule is nested deeper than " + DEEPEST + " levels.");
        }
        List<Node> clauses = new ArrayList<>(List.of(conjunction()));
        while (take("or")) {
            clauses.add(conjunction());
        }
        depth--;
        return clauses.size() == 1 ? clauses.getFirst() : new Node.Or(around(clauses), clauses);
    }

    private Node conjunction() throws SyntaxException {
        List<Node> clauses = new ArrayList<>(List.of(negation()));
        while (take("and")) {
            clauses.add(negation());
        }
        return clauses.size() == 1 ? clauses.getFirst() : new Node.And(around(clauses), clauses);
    }

    private Node negation() throws SyntaxException {
        List<Token> negations = new ArrayList<>();
        while (peek().is("not")) {
            negations.add(next());
            link(negations.size());
        }
        Node node = comparison();
        for (Token not : negations.reversed()) {
            node = new Node.Not(span(not).to(node.span()), node);
        }
        return node;
    }

    private Node comparison() throws SyntaxException {
        if (peek().kind() == Kind.INTEGER && ahead(1).is("of") && ahead(2).is("(")) {
            return countOf();
        }
        Node left = sum();
        Relation relation = relation();
        if (relation != null) {
            next();
            return compared(relation, left);
        }
        if (take("is")) {
            boolean negated = take("not");
            Token last = expect("null");
            return new Node.IsNull(left.span().to(span(last)), left, negated);
        }
        boolean negated = peek().is("not") && (ahead(1).is("in") || ahead(1).is("in~"));
        if (negated) {
            next();
        }
        if (peek().is("in") || peek().is("in~")) {
            boolean ignoringCase = next().text().equals("in~");
            Node list = sum();
            return new Node.In(left.span().to(list.span()), left, list, ignoringCase, negated);
        }
        return left;
    }

    /// `a < b`, and `a < b <= c` for both `a < b` and `b <= c`.
    private Node compared(Relation relation, Node left) throws SyntaxException {
        Node middle = sum();
        Node first = new Node.Comparison(left.span().to(middle.span()), relation, left, middle);
        List<Node> all = new ArrayList<>(List.of(first));
        while (peek().is("<") || peek().is("<=")) {
            if (relation != Relation.LESS && relation != Relation.AT_MOST) {
                throw unexpected("\"and\": only < and <= make a range");
            }
            Relation second = RELATIONS.get(next().text());
            Node right = sum();
            all.add(new Node.Comparison(
                    middle.span().to(right.span()), java.util.Objects.requireNonNull(second), middle, right));
            middle = right;
        }
        return all.size() == 1 ? first : new Node.And(around(all), all);
    }

    private @Nullable Relation relation() {
        return peek().kind() == Kind.SIGN ? RELATIONS.get(peek().text()) : null;
    }

    private Node countOf() throws SyntaxException {
        Token count = next();
        expect("of");
        expect("(");
        List<Node> clauses = expressions(")");
        Token last = expect(")");
        if (clauses.isEmpty()) {
            throw error(count, "\"" + count.text() + " of\" has no clauses.");
        }
        return new Node.CountOf(span(count).to(span(last)), Long.parseLong(count.text()), clauses);
    }

    private Node sum() throws SyntaxException {
        Node left = product();
        int links = 0;
        for (Arithmetic sign = SUMS.get(sign()); sign != null; sign = SUMS.get(sign())) {
            link(++links);
            next();
            Node right = product();
            left = new Node.Sum(left.span().to(right.span()), sign, left, right);
        }
        return left;
    }

    private Node product() throws SyntaxException {
        Node left = unary();
        int links = 0;
        for (Arithmetic sign = PRODUCTS.get(sign()); sign != null; sign = PRODUCTS.get(sign())) {
            link(++links);
            next();
            Node right = unary();
            left = new Node.Sum(left.span().to(right.span()), sign, left, right);
        }
        return left;
    }

    private String sign() {
        return peek().kind() == Kind.SIGN ? peek().text() : "";
    }

    private Node unary() throws SyntaxException {
        if (peek().is("-")) {
            Token minus = next();
            Node of = postfix();
            return new Node.Negative(span(minus).to(of.span()), of);
        }
        return postfix();
    }

    private Node postfix() throws SyntaxException {
        Node node = primary();
        for (int links = 1; ; links++) {
            link(links);
            Token token = peek();
            if (token.kind() == Kind.DOTS && token.text().length() == 1 && nameLike(ahead(1))) {
                next();
                Token name = next();
                node = new Node.Member(node.span().to(span(name)), node, name.text());
            } else if (token.is("(")) {
                next();
                List<Node.Argument> arguments = arguments();
                node = new Node.Call(node.span().to(span(expect(")"))), node, arguments);
            } else if (token.is("[")) {
                next();
                node = bracket(node);
            } else {
                return node;
            }
        }
    }

    /// A field may bear the name of a keyword.
    private static boolean nameLike(Token token) {
        return token.kind() == Kind.NAME || token.kind() == Kind.WORD;
    }

    private Node bracket(Node of) throws SyntaxException {
        Node from = peek().is(":") ? null : expression();
        if (take(":")) {
            Node to = peek().is("]") ? null : expression();
            return new Node.Slice(of.span().to(span(expect("]"))), of, from, to);
        }
        if (from == null) {
            throw unexpected("an index");
        }
        return new Node.Index(of.span().to(span(expect("]"))), of, from);
    }

    private List<Node.Argument> arguments() throws SyntaxException {
        List<Node.Argument> arguments = new ArrayList<>();
        while (!peek().is(")")) {
            String name = peek().kind() == Kind.NAME && ahead(1).is("=") ? next().text() : null;
            if (name != null) {
                next();
            }
            arguments.add(new Node.Argument(name, expression()));
            if (!take(",")) {
                break;
            }
        }
        return arguments;
    }

    private List<Node> expressions(String close) throws SyntaxException {
        List<Node> all = new ArrayList<>();
        while (!peek().is(close)) {
            all.add(expression());
            if (!take(",")) {
                break;
            }
        }
        return all;
    }

    private Node primary() throws SyntaxException {
        Token token = next();
        Span span = span(token);
        return switch (token.kind()) {
            case STRING -> new Node.Text(span, token.text());
            case INTEGER -> new Node.Whole(span, Long.parseLong(token.text()));
            case DECIMAL -> new Node.Decimal(span, new BigDecimal(token.text()));
            case LIST -> new Node.NamedList(span, token.text());
            case NAME -> new Node.Name(span, token.text());
            case DOTS -> scope(token);
            case WORD -> word(token, span);
            case SIGN -> opened(token);
            case END -> throw unexpectedAt(token, "an expression");
        };
    }

    private Node word(Token token, Span span) throws SyntaxException {
        return switch (token.text()) {
            case "true" -> new Node.Truth(span, true);
            case "false" -> new Node.Truth(span, false);
            case "null" -> new Node.Null(span);
            default -> throw unexpectedAt(token, "an expression");
        };
    }

    private Node scope(Token dots) {
        Node scope = new Node.Scope(span(dots), dots.text().length());
        // `.name` is the element's field; but in `any(., .x)` the dot stands alone.
        if (nameLike(peek()) && peek().start() == dots.end()) {
            Token name = next();
            return new Node.Member(scope.span().to(span(name)), scope, name.text());
        }
        return scope;
    }

    private Node opened(Token token) throws SyntaxException {
        if (token.is("[")) {
            List<Node> values = expressions("]");
            return new Node.Elements(span(token).to(span(expect("]"))), values);
        }
        if (!token.is("(")) {
            throw unexpectedAt(token, "an expression");
        }
        Node first = expression();
        if (!peek().is(",")) {
            expect(")");
            return first;
        }
        next();
        List<Node> values = new ArrayList<>(List.of(first));
        values.addAll(expressions(")"));
        return new Node.Elements(span(token).to(span(expect(")"))), values);
    }

    private void link(int links) throws SyntaxException {
        if (links > LONGEST_CHAIN) {
            throw error(peek(), "The rule has a chain of more than " + LONGEST_CHAIN + " links.");
        }
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token ahead(int by) {
        return tokens.get(Math.min(at + by, tokens.size() - 1));
    }

    private Token next() {
        Token token = peek();
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    private boolean take(String sign) {
        boolean there = peek().is(sign);
        if (there) {
            next();
        }
        return there;
    }

    private Token expect(String sign) throws SyntaxException {
        if (!peek().is(sign)) {
            throw unexpected("\"" + sign + "\"");
        }
        return next();
    }

    private static Span span(Token token) {
        return new Span(token.start(), token.end());
    }

    private static Span around(List<Node> nodes) {
        return nodes.getFirst().span().to(nodes.getLast().span());
    }

    private SyntaxException unexpected(String wanted) {
        return unexpectedAt(peek(), wanted);
    }

    private SyntaxException unexpectedAt(Token met, String wanted) {
        return error(met, "Here stands " + met.shown() + " where the language wants " + wanted + ".");
    }

    private SyntaxException error(Token token, String message) {
        return new SyntaxException(Position.of(source, token.start()), message);
    }
}
