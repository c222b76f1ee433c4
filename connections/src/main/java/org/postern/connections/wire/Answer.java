package org.postern.connections.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.util.Optional;

/// An answer whose headers are here and whose body is still arriving.
public record Answer(int status, HttpHeaders headers, InputStream body) implements AutoCloseable {
    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /// The whole body, for answers that are known to be small.
    public byte[] bytes() throws IOException {
        return body.readAllBytes();
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
