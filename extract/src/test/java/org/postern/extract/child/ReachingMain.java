package org.postern.extract.child;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.extract.Document;
import org.postern.extract.Extraction;
import org.postern.extract.Wire;

/// A program in the child's place that tries every way to a port of this machine, after it was refused them all; it
/// answers with the ways on which it came through. A document's name says the port, its type a name of this machine.
public final class ReachingMain {
    private ReachingMain() {}

    /// One way to a network.
    @FunctionalInterface
    private interface Way {
        void go() throws Exception;
    }

    public static void main(String[] args) throws Exception {
        DataInputStream in = new DataInputStream(System.in);
        DataOutputStream out = new DataOutputStream(System.out);
        NoNetwork.refuseSockets();
        Optional<Document> document = Wire.readDocument(in);
        while (document.isPresent()) {
            int port = Integer.parseInt(document.get().fileName());
            Map<String, Way> ways = ways(port, document.get().mediaType());
            Wire.write(out, new Extraction.Text("tried " + ways.size() + ", came through: " + through(ways), false));
            document = Wire.readDocument(in);
        }
    }

    private static List<String> through(Map<String, Way> ways) {
        List<String> through = new ArrayList<>();
        ways.forEach((name, way) -> {
            try {
                way.go();
                through.add(name);
            } catch (Throwable refused) { // An Error too: it is the way that failed.
                System.err.println(name + ": " + refused);
            }
        });
        return through;
    }

    private static Map<String, Way> ways(int port, String machine) {
        InetAddress here = InetAddress.getLoopbackAddress();
        URI page = URI.create("http://127.0.0.1:" + port + "/");
        Map<String, Way> ways = new LinkedHashMap<>();
        ways.put("socket", () -> new Socket(here, port).close());
        ways.put("server socket", () -> new ServerSocket(0).close());
        ways.put(
                "channel",
                () -> SocketChannel.open(new InetSocketAddress(here, port)).close());
        ways.put("datagram", () -> {
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.send(new DatagramPacket(new byte[] {1}, 1, here, port));
            }
        });
        ways.put("url", () -> page.toURL().openStream().close());
        ways.put("http client", () -> {
            try (HttpClient client = HttpClient.newHttpClient()) {
                client.send(HttpRequest.newBuilder(page).build(), BodyHandlers.discarding());
            }
        });
        ways.put("name", () -> InetAddress.getByName(machine));
        ways.put("asynchronous channel", () -> {
            try (AsynchronousSocketChannel channel = AsynchronousSocketChannel.open()) {
                channel.connect(new InetSocketAddress(here, port)).get();
            }
        });
        return ways;
    }
}
