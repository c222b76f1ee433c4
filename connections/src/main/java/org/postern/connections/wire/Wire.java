package org.postern.connections.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.postern.connections.Cloud;
import org.postern.connections.ConnectionLimits;

/// Sends requests to one cloud and hands out answers whose bodies cannot grow, stall or drip beyond their limits.
public final class Wire implements AutoCloseable {
    private static final Duration HANGING_STALL = Duration.ofMinutes(2);
    private static final Duration HANGING_LIFE = Duration.ofMinutes(40);

    private final ConnectionLimits limits;
    private final boolean compressed;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Watchdog watchdog;
    private final HttpClient client;

    public Wire(Cloud cloud, ConnectionLimits limits) {
        this(cloud.graph().getHost(), TlsSettings.of(cloud.caPem(), null), limits);
    }

    /// To one server.
    ///
    /// @param tls null for the JDK's own settings
    public Wire(String host, @Nullable SSLContext tls, ConnectionLimits limits) {
        this.limits = limits;
        this.compressed = !loopback(host);
        this.watchdog = new Watchdog(limits.stallTimeout(), limits.bodyTimeout());
        HttpClient.Builder builder = HttpClient.newBuilder()
                .connectTimeout(limits.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(threads);
        ProxySelector proxies = ProxySelector.getDefault();
        if (proxies != null) {
            builder.proxy(proxies);
        }
        if (tls != null) {
            builder.sslContext(tls);
        }
        this.client = builder.build();
    }

    /// On this very machine compressing costs more than it saves.
    private static boolean loopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false; // The first request will say so.
        }
    }

    /// Sends one request; the caller closes the answer.
    ///
    /// @param maxBytes of the body, decompressed
    public Answer send(HttpRequest.Builder request, long maxBytes) throws IOException, InterruptedException {
        if (compressed) {
            request.header("Accept-Encoding", "gzip");
        }
        return send(request, maxBytes, watchdog::watch);
    }

    /// Sends a request whose answer is told piece by piece over many minutes, with a sign of life at least every two;
    /// the caller closes it. It is not compressed: what is held back until a block is full comes too late.
    ///
    /// @param maxBytes of the body
    public Answer hang(HttpRequest.Builder request, long maxBytes) throws IOException, InterruptedException {
        return send(request, maxBytes, body -> watchdog.watch(body, HANGING_STALL, HANGING_LIFE));
    }

    private Answer send(HttpRequest.Builder request, long maxBytes, Function<InputStream, WatchedStream> watch)
            throws IOException, InterruptedException {
        HttpRequest ready = request.timeout(limits.answerTimeout())
                .header("User-Agent", "Postern")
                .build();
        HttpResponse<InputStream> response = client.send(ready, HttpResponse.BodyHandlers.ofInputStream());
        WatchedStream watched = watch.apply(response.body());
        try {
            return new Answer(response.statusCode(), response.headers(), decoded(response, watched, maxBytes));
        } catch (IOException e) {
            watched.close();
            throw e;
        }
    }

    private static InputStream decoded(HttpResponse<InputStream> response, WatchedStream watched, long maxBytes)
            throws IOException {
        boolean gzip = response.headers()
                .firstValue("Content-Encoding")
                .filter("gzip"::equalsIgnoreCase)
                .isPresent();
        // RFC 9110 §15.3.5: 204 has no body, whatever its headers say.
        boolean empty = response.statusCode() == 204
                || response.headers()
                        .firstValue("Content-Length")
                        .filter("0"::equals)
                        .isPresent();
        return new BoundedStream(gzip && !empty ? new GZIPInputStream(watched, 16 << 10) : watched, maxBytes);
    }

    @Override
    public void close() {
        client.shutdownNow();
        watchdog.close();
        threads.shutdownNow();
    }
}
