package org.postern.protect.mql;

/// A rule's source is not of the language; says where, what was met, and what would have been right.
public final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Position position;

    SyntaxException(Position position, String message) {
        super(message);
        this.position = position;
    }

    public Position position() {
        return position;
    }
}
