package org.postern.connections.imap;

import java.io.IOException;

/// A server sent more than was asked for, or more than is taken.
final class TooMuchException extends IOException {
    private static final long serialVersionUID = 1L;

    TooMuchException(String message) {
        super(message);
    }
}
