package org.postern.connections.graph;

/// Graph answered with something that is not what its documentation says; becomes a retryable connection failure.
final class MalformedReplyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedReplyException(String message) {
        super(message);
    }
}
