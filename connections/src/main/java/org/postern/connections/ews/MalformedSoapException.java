package org.postern.connections.ews;

import java.io.IOException;

/// An answer that is no EWS answer; asking again may bring a better one.
final class MalformedSoapException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedSoapException(String message) {
        super(message);
    }

    MalformedSoapException(String message, Throwable cause) {
        super(message, cause);
    }
}
