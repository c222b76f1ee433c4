package org.postern.protect.engine;

import org.postern.protect.mql.Position;

/// What is wrong with a rule, and where.
public record Problem(Position position, String message) {
    @Override
    public String toString() {
        return position + " " + message;
    }
}
