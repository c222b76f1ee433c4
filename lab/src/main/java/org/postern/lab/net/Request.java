package org.postern.lab.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;

/// One request, from a socket or from inside a batch.
///
/// @param path as sent, percent-encoded
/// @param query as sent, percent-encoded; empty when there is none
/// @param headers by name, without regard to case
/// @param clientCertificate what the client proved in TLS to hold the key of
/// @param baseUrl the lab's address as the client used it, such as `https://localhost:8443`
public record Request(
        String method,
        String path,
        String query,
        Map<String, String> headers,
        InputStream bodyStream,
        String remoteAddress,
        Optional<X509Certificate> clientCertificate,
        String baseUrl) {

    /// The body of a request is larger than its route takes.
    public static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;

        TooLarge(int limit) {
            super("the request's body is larger than " + limit + " bytes");
        }
    }

    private static final int DRAIN_BYTES_MAX = 256 * 1024 * 1024;

    /// A request that never was on a socket of its own.
    public static Request inner(
            Request outer, String method, String path, String query, Map<String, String> headers, byte[] body) {
        return new Request(
                method,
                path,
                query,
                headers,
                new ByteArrayInputStream(body),
                outer.remoteAddress(),
                outer.clientCertificate(),
                outer.baseUrl());
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /// The whole body; when it is longer than `limit` the rest is read and thrown away, so that the client hears why.
    public byte[] body(int limit) throws IOException {
        byte[] body = bodyStream.readNBytes(limit);
        byte[] rest = new byte[64 * 1024];
        long over = 0;
        for (int count = bodyStream.read(rest); count >= 0 && over < DRAIN_BYTES_MAX; count = bodyStream.read(rest)) {
            over += count;
        }
        if (over > 0) {
            throw new TooLarge(limit);
        }
        return body;
    }
}
