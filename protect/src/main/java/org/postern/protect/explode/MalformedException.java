package org.postern.protect.explode;

/// A file is not what it says it is: it ends early, or points outside itself.
final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MalformedException(String why) {
        super(why, null, false, false);
    }
}
