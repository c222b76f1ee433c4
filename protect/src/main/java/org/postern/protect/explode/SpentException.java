package org.postern.protect.explode;

/// A message had its share of time or room. The message names what was too much.
final class SpentException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SpentException(String what) {
        super(what, null, false, false);
    }
}
