package org.postern.lab.net;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;

/// The lab's listening socket: hands each request to one function and writes what it answers.
public final class WebServer implements AutoCloseable {
    private static final int GZIP_BYTES_MIN = 1_400;
    /// Compressing whole batches of messages would cost more than the wire on one machine.
    private static final int GZIP_BYTES_MAX = 512 * 1024;
    private static final long UNREAD_BYTES_MAX = 8L << 20;

    private final HttpsServer server;
    private final ExecutorService executor;
    private final Clock clock;
    private final Function<Request, Reply> handler;

    private WebServer(HttpsServer server, Clock clock, Function<Request, Reply> handler) {
        this.server = server;
        this.executor = Executors.newVirtualThreadPerTaskExecutor();
        this.clock = clock;
        this.handler = handler;
    }

    /// Starts to listen on a port (0: any free one) of this machine only.
    public static WebServer start(int port, SSLContext tls, Clock clock, Function<Request, Reply> handler)
            throws IOException {
        // Read once by the JDK's server: without it every reply waits 40 ms for an acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 512);
        server.setHttpsConfigurator(new AskingForCertificates(tls));
        WebServer web = new WebServer(server, clock, handler);
        server.setExecutor(web.executor);
        server.createContext("/", web::serve);
        server.start();
        return web;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Request request = request(exchange);
            Reply reply = handler.apply(request).once();
            try {
                // A client that gets its answer while it still sends may take the connection for broken.
                exchange.getRequestBody().skip(UNREAD_BYTES_MAX);
                pause(reply);
                send(exchange, request, reply);
            } finally {
                reply.afterwards().run();
            }
        }
    }

    private static void pause(Reply reply) throws IOException {
        try {
            Thread.sleep(reply.delay());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the lab is closing", e);
        }
    }

    private Request request(HttpExchange exchange) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        String query = exchange.getRequestURI().getRawQuery();
        String host = headers.getOrDefault("Host", "localhost:" + port());
        return new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                query == null ? "" : query,
                headers,
                exchange.getRequestBody(),
                exchange.getRemoteAddress().getAddress().getHostAddress(),
                clientCertificate(exchange),
                "https://" + host);
    }

    private static Optional<X509Certificate> clientCertificate(HttpExchange exchange) {
        try {
            Certificate[] chain = ((HttpsExchange) exchange).getSSLSession().getPeerCertificates();
            return chain[0] instanceof X509Certificate certificate ? Optional.of(certificate) : Optional.empty();
        } catch (SSLPeerUnverifiedException _) {
            return Optional.empty();
        }
    }

    private void send(HttpExchange exchange, Request request, Reply reply) throws IOException {
        Body body = reply.body();
        if (reply.cutAfter().isEmpty() && !body.isLive() && acceptsGzip(request) && isWorthGzip(body)) {
            body = Body.bytes(body.contentType(), gzip(body));
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.getResponseHeaders().set("Vary", "Accept-Encoding");
        }
        reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        exchange.getResponseHeaders()
                .set(
                        "Date",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                clock.instant().atOffset(ZoneOffset.UTC)));
        if (!body.contentType().isEmpty()) {
            exchange.getResponseHeaders().set("Content-Type", body.contentType());
        }
        if (body.isLive()) {
            // The end of the connection is the surest end of what has no length; some clients wait for nothing else.
            exchange.getResponseHeaders().set("Connection", "close");
        }
        long length = body.length();
        // To the JDK's server 0 means chunked and -1 no body.
        exchange.sendResponseHeaders(reply.status(), body.isLive() ? 0 : length == 0 ? -1 : length);
        if ((length > 0 || body.isLive()) && !request.method().equals("HEAD")) {
            write(exchange, reply, body);
        }
    }

    private static void write(HttpExchange exchange, Reply reply, Body body) throws IOException {
        OutputStream socket = exchange.getResponseBody();
        if (reply.cutAfter().isPresent()) {
            // Closing the exchange with bytes still owed breaks the connection, as a lost one does.
            try (OutputStream cut = new CutStream(socket, reply.cutAfter().getAsLong())) {
                body.writeTo(cut);
            }
            return;
        }
        BufferedOutputStream out = new BufferedOutputStream(socket, 64 * 1024);
        body.writeTo(out, body.isLive() ? () -> {} : reply.afterwards());
        out.flush();
    }

    private static boolean acceptsGzip(Request request) {
        return request.header("Accept-Encoding").orElse("").contains("gzip");
    }

    private static boolean isWorthGzip(Body body) {
        long length = body.length();
        return length >= GZIP_BYTES_MIN && length <= GZIP_BYTES_MAX;
    }

    private static byte[] gzip(Body body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new FastGzip(bytes)) {
            body.writeTo(out);
        }
        return bytes.toByteArray();
    }

    /// Lets clients show a certificate and asks none of them to.
    private static final class AskingForCertificates extends HttpsConfigurator {
        AskingForCertificates(SSLContext tls) {
            super(tls);
        }

        @Override
        public void configure(HttpsParameters parameters) {
            SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
            wanted.setWantClientAuth(true);
            parameters.setSSLParameters(wanted);
        }
    }

    /// Gzip at its fastest level.
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, 16 * 1024);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
