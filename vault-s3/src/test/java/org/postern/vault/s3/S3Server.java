package org.postern.vault.s3;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.postern.vault.s3.S3Config.Credentials;
import org.postern.vault.s3.S3Config.Lock;
import software.amazon.awssdk.services.s3.S3Client;

/// S3Proxy in a process of its own, over a directory.
final class S3Server implements AutoCloseable {
    static final String BUCKET = "packs";
    private static final Credentials KEY = new Credentials("access", "secret-of-the-test", null);
    private final Process process;
    private final int port;

    private S3Server(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static S3Server start(Path directory) throws Exception {
        int port = freePort();
        Path data = Files.createDirectories(directory.resolve("data"));
        Path properties = Files.writeString(
                directory.resolve("s3proxy.properties"), """
                s3proxy.endpoint=http://127.0.0.1:%d
                s3proxy.authorization=aws-v4
                s3proxy.identity=%s
                s3proxy.credential=%s
                s3proxy.ignore-unknown-headers=true
                jclouds.provider=filesystem-nio2
                jclouds.filesystem.basedir=%s
                """.formatted(port, KEY.accessKey(), KEY.secretKey(), data));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.gaul.s3proxy.Main",
                        "--properties",
                        properties.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("s3proxy.log").toFile())
                .start();
        S3Server server = new S3Server(process, port);
        server.awaitStart(directory.resolve("s3proxy.log"));
        try (S3Client client = Clients.of(config(port, null))) {
            client.createBucket(request -> request.bucket(BUCKET));
        }
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitStart(Path log) throws Exception {
        while (true) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (socket.isConnected()) {
                    return;
                }
            } catch (IOException e) {
                if (!process.isAlive()) {
                    throw new IllegalStateException("S3Proxy did not start: " + Files.readString(log), e);
                }
                Thread.sleep(50);
            }
        }
    }

    int port() {
        return port;
    }

    /// By way of another port, such as a proxy's.
    static S3Config config(int port, @Nullable Lock lock) {
        return new S3Config(
                URI.create("http://127.0.0.1:" + port),
                "us-east-1",
                BUCKET,
                "vault-one/",
                KEY,
                lock,
                4,
                Duration.ofSeconds(20),
                5 << 20);
    }

    S3ObjectStore store() {
        return S3ObjectStore.open(config(port, null), Clock.systemUTC());
    }

    /// A store of its own in the same bucket.
    S3ObjectStore store(String prefix) {
        return S3ObjectStore.open(
                S3Config.of(URI.create("http://127.0.0.1:" + port), "us-east-1", BUCKET, prefix, KEY, null),
                Clock.systemUTC());
    }

    /// As of a machine that is off.
    static S3ObjectStore away() throws IOException {
        return S3ObjectStore.open(config(freePort(), null), Clock.systemUTC());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
