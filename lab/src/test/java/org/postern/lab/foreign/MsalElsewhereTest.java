package org.postern.lab.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Microsoft's sign-in libraries for Python and for Node.js against the lab's token endpoint.
class MsalElsewhereTest {
    private static final Path NODE = Path.of("src", "test", "node");

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static JudgedLab judged;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        judged = JudgedLab.start(directory, new SmallOffice());
    }

    @AfterAll
    static void stop() {
        judged.close();
    }

    private static ObjectNode input(JudgedLab.Held held) {
        byte[] key = held.keys().getPrivate().getEncoded();
        String pem = "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                + "\n-----END PRIVATE KEY-----\n";
        return Judge.input()
                .put("authority", judged.lab().baseUrl() + "/" + judged.tenant().id())
                .put("clientId", judged.application().appId().toString())
                .put("privateKey", pem)
                .put("scope", JudgedLab.EWS_SCOPE);
    }

    private static String thumbprint(JudgedLab.Held held, String algorithm) throws Exception {
        byte[] digest =
                MessageDigest.getInstance(algorithm).digest(held.certificate().getEncoded());
        return HexFormat.of().withUpperCase().formatHex(digest);
    }

    private static void assertOpensEws(String token) {
        String claims = new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8);
        assertThat(claims)
                .contains("full_access_as_app")
                .contains("https://outlook.office365.com")
                .contains(judged.application().appId().toString());
    }

    @Test
    void pythonGetsATokenAndAWrongKeyNone() throws Exception {
        Judge python = Judge.python("msal_token.py", "msal", "python3-msal");
        String thumbprint = thumbprint(judged.held(), "SHA-1");
        JsonNode good = python.judge(
                input(judged.held()).put("thumbprint", thumbprint), judged.lab().caFile());
        assertOpensEws(good.path("access_token").asString());
        ObjectNode wrong = input(JudgedLab.newKey()).put("thumbprint", thumbprint);
        JsonNode refused = python.judge(wrong, judged.lab().caFile());
        assertThat(refused.path("error").asString()).isEqualTo("invalid_client");
        assertThat(refused.path("error_description").asString()).contains("AADSTS700027");
    }

    @Test
    void nodeGetsATokenByEitherThumbprint() throws Exception {
        Judge node = node();
        JsonNode modern = node.judge(
                input(judged.held()).put("thumbprintSha256", thumbprint(judged.held(), "SHA-256")),
                judged.lab().caFile());
        assertOpensEws(modern.path("accessToken").asString());
        JsonNode older = node.judge(
                input(judged.held()).put("thumbprint", thumbprint(judged.held(), "SHA-1")),
                judged.lab().caFile());
        assertOpensEws(older.path("accessToken").asString());
        ObjectNode wrong = input(JudgedLab.newKey()).put("thumbprintSha256", thumbprint(judged.held(), "SHA-256"));
        assertThatThrownBy(() -> node.judge(wrong, judged.lab().caFile())).hasMessageContaining("AADSTS700027");
    }

    private static Judge node() throws IOException {
        boolean there = Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "node")))
                && Files.isDirectory(NODE.resolve("node_modules/@azure/msal-node"));
        assumeTrue(there, "SKIPPED: msal-node judges the lab. Install Node.js, then: npm ci --prefix lab/" + NODE);
        return Judge.program("node", NODE.resolve("msal_token.mjs").toString());
    }
}
