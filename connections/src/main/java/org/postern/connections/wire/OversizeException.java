package org.postern.connections.wire;

import java.io.IOException;

/// An answer was larger than its limit; asking again would bring the same.
public final class OversizeException extends IOException {
    private static final long serialVersionUID = 1L;

    OversizeException(long maxBytes) {
        super("the answer is larger than " + maxBytes + " bytes");
    }
}
