package org.postern.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.lab.source.Content;
import org.postern.lab.world.Item;
import org.postern.lab.world.MailboxStore;
import org.postern.lab.world.ServiceAccount;
import org.postern.lab.world.Tenant;
import org.postern.lab.world.WellKnown;
import tools.jackson.databind.JsonNode;

/// A whole server whose tenant lies on an Exchange Server: what is delivered there is here before the schedule's turn.
@Timeout(180)
class LiveServerTest {
    @TempDir
    Path directory;

    @Test
    void aDeliveryIsKeptWithinSecondsAndTheStatusSaysSo() throws Exception {
        try (RunningServer running = new RunningServer(directory, "--sync-minutes", "1440")) {
            Tenant organisation = running.lab.world().tenants().getFirst();
            organisation
                    .exchange()
                    .add(new ServiceAccount("HARBOUR\\postern", Optional.of("a secret"), Optional.empty(), true));
            running.post("/tenants", Map.of("id", "harbour", "name", "Harbour & Sons"));
            running.post("/tenants/harbour/connections", connection(running));
            assertThat(running.post("/tenants/harbour/connections/sync/check", Map.of())
                            .path("passed")
                            .asBoolean())
                    .isTrue();
            running.ended(running.post("/tenants/harbour/sync", Map.of()));
            int mailboxes = organisation.users().size();
            await(running, tenant -> tenant.path("live").path("mailboxes").asInt() == mailboxes);
            long before = messages(running);
            MailboxStore store = organisation.users().getFirst().mailbox();
            store.create(
                    store.folder(WellKnown.INBOX).number(),
                    Content.of("Subject: just in\r\n\r\nx\r\n".getBytes(StandardCharsets.US_ASCII)),
                    Item.Attributes.received(Instant.parse("2026-11-02T00:00:00Z")));
            long start = System.nanoTime();
            await(running, tenant -> tenant.path("messages").asLong() == before + 1);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
            assertThat(running.get("/tenants/harbour/mailboxes").path("items"))
                    .allSatisfy(mailbox -> assertThat(
                                    mailbox.path("sync").path("live").asBoolean())
                            .isTrue());
        }
    }

    private static Map<String, Object> connection(RunningServer running) throws Exception {
        return Map.of(
                "function",
                "sync",
                "kind",
                "ews",
                "server",
                Map.of(
                        "address",
                        running.lab.baseUrl() + "/EWS/Exchange.asmx",
                        "signIn",
                        "password",
                        "account",
                        "HARBOUR\\postern",
                        "password",
                        "a secret",
                        "mailboxes",
                        List.of(),
                        "caPem",
                        Files.readString(running.lab.caFile())));
    }

    private static long messages(RunningServer running) throws Exception {
        return running.get("/tenants/harbour").path("messages").asLong();
    }

    private interface Wanted {
        boolean of(JsonNode tenant);
    }

    private static void await(RunningServer running, Wanted wanted) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        for (JsonNode tenant = running.get("/tenants/harbour");
                !wanted.of(tenant);
                tenant = running.get("/tenants/harbour")) {
            assertThat(System.nanoTime()).as("waited for 60 s: %s", tenant).isLessThan(end);
            Thread.sleep(200);
        }
    }
}
