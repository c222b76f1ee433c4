package org.postern.vault.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/// A wire to the server that spoils its first connections, one fault each, and notes what is sent over it.
final class FaultyWire implements AutoCloseable {
    /// What happens to a connection.
    sealed interface Fault {
        /// It breaks off after so many bytes from the client.
        record BreaksRequest(int after) implements Fault {}

        /// It breaks off after so many bytes from the server.
        record BreaksAnswer(int after) implements Fault {}

        /// The server is not asked; this is answered.
        record Answers(int status) implements Fault {}

        /// The request arrives, and no answer comes back.
        record Silence() implements Fault {}
    }

    private final ServerSocket socket;
    private final int target;
    private final Queue<Fault> faults;
    private final List<String> heads = new CopyOnWriteArrayList<>();

    FaultyWire(int target, List<Fault> faults) throws IOException {
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.target = target;
        this.faults = new ConcurrentLinkedQueue<>(faults);
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    /// What the clients sent first on each connection.
    List<String> heads() {
        return heads;
    }

    int faultsLeft() {
        return faults.size();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                Fault fault = faults.poll();
                Thread.ofVirtual().start(() -> serve(client, fault));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void serve(Socket client, @org.jspecify.annotations.Nullable Fault fault) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            if (fault instanceof Fault.Answers(int status)) {
                answer(client, status);
                return;
            }
            int request = fault instanceof Fault.BreaksRequest(int after) ? after : Integer.MAX_VALUE;
            int answer = fault instanceof Fault.BreaksAnswer(int after) ? after : Integer.MAX_VALUE;
            boolean silent = fault instanceof Fault.Silence;
            Thread up = Thread.ofVirtual().start(() -> pump(client, server, request, true, false));
            pump(server, client, answer, false, silent);
            up.join();
        } catch (IOException | InterruptedException e) {
            // Both ends see a broken connection.
        }
    }

    private void pump(Socket from, Socket to, int limit, boolean note, boolean silent) {
        byte[] buffer = new byte[8_192];
        int left = limit;
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            boolean first = note;
            for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                if (first) {
                    heads.add(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
                    first = false;
                }
                if (!silent) {
                    out.write(buffer, 0, Math.min(read, left));
                    out.flush();
                }
                left -= read;
                if (left <= 0) {
                    break;
                }
            }
        } catch (IOException e) {
            // As below.
        } finally {
            close(from);
            close(to);
        }
    }

    private static void answer(Socket client, int status) throws IOException {
        byte[] buffer = new byte[8_192];
        StringBuilder head = new StringBuilder();
        InputStream in = client.getInputStream();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append(new String(buffer, 0, in.read(buffer), StandardCharsets.ISO_8859_1));
        }
        String body = "<Error><Code>" + (status == 503 ? "SlowDown" : "InternalError") + "</Code></Error>";
        client.getOutputStream()
                .write(("HTTP/1.1 " + status + " Fault\r\nContent-Type: application/xml\r\nConnection: close\r\n"
                                + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.ISO_8859_1));
        client.shutdownOutput();
        while (in.read(buffer) > 0) {
            // Until the client has seen the answer and closes.
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
