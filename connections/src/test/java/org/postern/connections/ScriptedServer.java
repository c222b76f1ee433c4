package org.postern.connections;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLServerSocket;

/// An HTTPS server for tests that answers by a script and can misbehave in every way a server can.
final class ScriptedServer implements AutoCloseable {
    /// What came in.
    record Received(String method, String target, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    /// What goes out, and how it goes wrong.
    ///
    /// @param cutAfter closes the connection after so many bytes of the body; -1 for all of them
    /// @param dripMillis waits so long after each byte of the body
    @SuppressWarnings("ArrayRecordComponent") // Sent as it is and never compared.
    record Answer(int status, Map<String, String> headers, byte[] body, int cutAfter, int dripMillis, boolean reset) {
        static Answer json(int status, String body) {
            return new Answer(
                    status,
                    Map.of("Content-Type", "application/json"),
                    body.getBytes(StandardCharsets.UTF_8),
                    -1,
                    0,
                    false);
        }

        static Answer bytes(byte[] body) {
            return new Answer(200, Map.of("Content-Type", "text/plain"), body, -1, 0, false);
        }

        static Answer resets() {
            return new Answer(0, Map.of(), new byte[0], -1, 0, true);
        }

        Answer with(String name, String value) {
            Map<String, String> more = new HashMap<>(headers);
            more.put(name, value);
            return new Answer(status, more, body, cutAfter, dripMillis, reset);
        }

        Answer cut(int after) {
            return new Answer(status, headers, body, after, dripMillis, reset);
        }

        Answer dripping(int millis) {
            return new Answer(status, headers, body, cutAfter, millis, reset);
        }
    }

    /// Decides what to answer; called on many threads.
    interface Script {
        Answer answer(Received request) throws InterruptedException;
    }

    private final SSLServerSocket socket;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Received> received = Collections.synchronizedList(new ArrayList<>());
    private volatile Script script = _ -> Answer.json(500, "{}");

    ScriptedServer() throws IOException {
        this.socket = (SSLServerSocket) TestAuthority.serverContext()
                .getServerSocketFactory()
                .createServerSocket(0, 100, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    URI uri() {
        return URI.create("https://localhost:" + socket.getLocalPort());
    }

    void script(Script changed) {
        script = changed;
    }

    List<Received> received() {
        synchronized (received) {
            return List.copyOf(received);
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                threads.execute(() -> serve(connection));
            } catch (IOException e) {
                return; // Closed.
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            OutputStream out = connection.getOutputStream();
            while (true) {
                Received request = read(in);
                received.add(request);
                Answer answer = script.answer(request);
                if (answer.reset()) {
                    connection.setSoLinger(true, 0);
                    return;
                }
                if (!write(out, answer)) {
                    return;
                }
            }
        } catch (EOFException | SocketException | InterruptedException e) {
            // The client went away, or the test is over.
        } catch (IOException e) {
            // TLS closed in the middle, as some tests want it.
        }
    }

    private static Received read(InputStream in) throws IOException {
        String[] start = line(in).split(" ", 3);
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        return new Received(start[0], start[1], headers, body);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.US_ASCII);
    }

    private static boolean write(OutputStream out, Answer answer) throws IOException, InterruptedException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " Scripted\r\n");
        answer.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        head.append("Content-Length: " + answer.body().length + "\r\n\r\n");
        out.write(head.toString().getBytes(StandardCharsets.US_ASCII));
        int length = answer.cutAfter() < 0 ? answer.body().length : Math.min(answer.cutAfter(), answer.body().length);
        if (answer.dripMillis() == 0) {
            out.write(answer.body(), 0, length);
        } else {
            for (int i = 0; i < length; i++) {
                out.write(answer.body(), i, 1);
                out.flush();
                Thread.sleep(answer.dripMillis());
            }
        }
        out.flush();
        return answer.cutAfter() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }
}
