package org.postern.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The lab as a program: what it writes for others to find it by, and that this is true.
@Timeout(120)
class LabMainTest {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final AtomicInteger exit = new AtomicInteger(-1);
    private final Thread main = Thread.ofPlatform().daemon().unstarted(() -> exit.set(execute()));

    @BeforeEach
    void writeMail() throws Exception {
        Path inbox = Files.createDirectories(directory.resolve("mail/ann@contoso.example/Inbox"));
        for (int i = 1; i <= 3; i++) {
            Files.write(inbox.resolve(i + ".eml"), LabFixture.mime("ann", i));
        }
    }

    @AfterEach
    void stop() throws Exception {
        main.interrupt();
        main.join();
    }

    private int execute(String... more) {
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        CommandLine command = new CommandLine(new LabMain(out)).setExecutionExceptionHandler((_, _, _) -> 70);
        List<String> arguments = new java.util.ArrayList<>(
                List.of("--dir", directory.resolve("lab").toString(), "--port", "0", "--json", "--mail", "" + mail()));
        arguments.addAll(List.of(more));
        return command.setOverwrittenOptionsAllowed(true).execute(arguments.toArray(String[]::new));
    }

    private Path mail() {
        return directory.resolve("mail");
    }

    private JsonNode started() throws Exception {
        Path file = directory.resolve("lab/lab.json");
        main.start();
        while (!Files.exists(file)) {
            assertThat(main.isAlive())
                    .as("the lab runs; it ended with %s", exit)
                    .isTrue();
            Thread.sleep(10);
        }
        return JsonMapper.shared().readTree(Files.readAllBytes(file));
    }

    private static HttpClient trusting(Path caFile) throws Exception {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry(
                "lab",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(caFile))));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trust);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, factory.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(tls).build();
    }

    private static HttpRequest state(JsonNode lab, String token) {
        return HttpRequest.newBuilder(URI.create(lab.path("baseUrl").asString() + "/_lab/state"))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + token)
                .build();
    }

    @Test
    void labJsonLeadsToTheLabAndOnlyItsOwnerCanReadIt() throws Exception {
        JsonNode lab = started();
        assertThat(lab.path("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
        assertThat(lab.path("loginUrl")).isEqualTo(lab.path("baseUrl"));
        assertThat(lab.path("tenants")).hasSize(1);
        assertThat(lab.path("tenants").path(0).path("messages").asInt()).isEqualTo(3);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("lab/lab.json"))))
                .isEqualTo("rw-------");
        assertThat(directory.resolve("lab/lab.json.new")).doesNotExist();
        try (HttpClient client = trusting(Path.of(lab.path("caFile").asString()))) {
            String token = lab.path("controlToken").asString();
            HttpResponse<String> state = client.send(state(lab, token), HttpResponse.BodyHandlers.ofString());
            assertThat(state.statusCode()).as(state.body()).isEqualTo(200);
            HttpResponse<String> stranger =
                    client.send(state(lab, token.replaceAll("[0-9]", "f")), HttpResponse.BodyHandlers.ofString());
            assertThat(stranger.statusCode()).as(stranger.body()).isIn(401, 403);
        }
    }

    @Test
    void aPortThatIsTakenIsToldAndTheRunningLabsFileStays() throws Exception {
        JsonNode lab = started();
        byte[] before = Files.readAllBytes(directory.resolve("lab/lab.json"));
        String port = "" + URI.create(lab.path("baseUrl").asString()).getPort();
        assertThat(execute("--port", port, "--dir", directory.resolve("other").toString()))
                .isEqualTo(1);
        assertThat(directory.resolve("other/lab.json")).doesNotExist();
        assertThat(Files.readAllBytes(directory.resolve("lab/lab.json"))).isEqualTo(before);
    }

    @Test
    void aFolderOfMailThatIsNotThereIsNoEmptyLab() {
        assertThat(execute("--mail", directory.resolve("nothing").toString())).isNotZero();
        assertThat(directory.resolve("lab/lab.json")).doesNotExist();
    }
}
