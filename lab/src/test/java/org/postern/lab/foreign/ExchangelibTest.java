package org.postern.lab.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.lab.world.ServiceAccount;
import org.postern.lab.world.WellKnown;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Debian's exchangelib against the lab's EWS; what it does is in `src/test/python/exchangelib_judge.py`.
class ExchangelibTest {
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

    private static Judge exchangelib() throws Exception {
        return Judge.python("exchangelib_judge.py", "exchangelib", "python3-exchangelib");
    }

    private static ObjectNode input() {
        return Judge.input().put("url", judged.ewsUrl()).put("mailbox", SmallOffice.ANN);
    }

    @Test
    void synchronisesReadsWritesExportsAndListens() throws Exception {
        ObjectNode input = input().put("token", judged.ewsToken());
        JsonNode seen = exchangelib().judge(input, judged.lab().caFile());
        assertThat(seen.path("synced").asInt()).isEqualTo(SmallOffice.IN_INBOX);
        assertThat(seen.path("mime")).hasSize(SmallOffice.IN_INBOX);
        for (int i = 0; i < SmallOffice.IN_INBOX; i++) {
            assertThat(seen.path("mime").path("Message " + i).asString())
                    .isEqualTo(HexFormat.of().formatHex(SmallOffice.mime(i)));
        }
        assertThat(seen.path("hierarchy").toString()).contains("Inbox", "Projects", "Harbour", "Sent Items");
        assertThat(seen.path("unread").asInt()).isEqualTo(8);
        assertThat(seen.path("from").asString()).isEqualTo("jorg@outside.example");
        assertThat(seen.path("body").asString()).contains("Grüße №7");
        assertThat(seen.path("attachments").toString()).contains("t.csv");
        assertThat(seen.path("page").asInt()).isEqualTo(5);
        assertThat(seen.path("resolved").toString()).contains(SmallOffice.ANN);
        var mailbox = judged.tenant().user(SmallOffice.ANN).orElseThrow().mailbox();
        assertThat(mailbox.folder(WellKnown.INBOX).items()).isEqualTo(SmallOffice.IN_INBOX);
    }

    @Test
    void signsInWithAPassword() throws Exception {
        judged.tenant()
                .exchange()
                .add(new ServiceAccount("JUDGED\\backup", Optional.of("s3cret"), Optional.empty(), true));
        ObjectNode input =
                input().put("user", "JUDGED\\backup").put("password", "s3cret").put("only", "sign-in");
        JsonNode seen = exchangelib().judge(input, judged.lab().caFile());
        assertThat(seen.path("inbox").asInt()).isEqualTo(SmallOffice.IN_INBOX);
        assertThat(seen.path("version").asString()).startsWith("15.");
    }
}
