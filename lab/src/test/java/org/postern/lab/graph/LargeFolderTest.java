package org.postern.lab.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postern.lab.Answer;
import org.postern.lab.LabFixture;
import org.postern.lab.source.Content;
import org.postern.lab.world.Item;
import org.postern.lab.world.MailboxStore;
import org.postern.lab.world.WellKnown;
import tools.jackson.databind.JsonNode;

/// A folder larger than any page, read whole while it changes.
class LargeFolderTest {
    private static final int MESSAGES = 10_200;
    private static final String ARCHIVE = "/v1.0/users/ann@contoso.example/mailFolders/archive";
    private static final String PAGES_OF_1000 = "IdType=\"ImmutableId\", odata.maxpagesize=1000";

    private final LabFixture lab = LabFixture.start(Throttle.Limits.OFF);
    private final MailboxStore mailbox = lab.ann().mailbox();
    private final long archive = mailbox.folder(WellKnown.ARCHIVE).number();
    private final long seed = Long.getLong("seed", 20261122L);
    private final Random random = new Random(seed);

    LargeFolderTest() {
        for (int i = 0; i < MESSAGES; i++) {
            deliver(i);
        }
    }

    @AfterEach
    void stop() {
        lab.close();
    }

    private Item deliver(int number) {
        return mailbox.create(
                archive,
                Content.of(LabFixture.mime("archive", number)),
                Item.Attributes.received(lab.lab().world().clock().instant()));
    }

    private Answer page(String path) {
        return lab.get(path, "Prefer", PAGES_OF_1000).is(200);
    }

    @Test
    void pagesGiveEveryMessageOnce() {
        assertThat(lab.get(ARCHIVE).is(200).json().path("totalItemCount").asInt())
                .isEqualTo(MESSAGES);
        Set<String> seen = new HashSet<>();
        int pages = 0;
        String next = ARCHIVE + "/messages?$select=id&$top=1000";
        while (!next.isEmpty()) {
            Answer answer = page(next);
            assertThat(answer.value()).hasSizeLessThanOrEqualTo(1000);
            answer.value()
                    .forEach(message -> assertThat(seen.add(message.path("id").asString()))
                            .as("once")
                            .isTrue());
            next = answer.link("@odata.nextLink");
            pages++;
        }
        assertThat(seen).hasSize(MESSAGES);
        assertThat(pages).isEqualTo(11);
        assertThat(page(ARCHIVE + "/messages?$select=id&$top=1000&$skip=" + MESSAGES)
                        .value())
                .isEmpty();
    }

    /// Deletes, deliveries and marks between the pages of a first round: that round and the next bring them all.
    @Test
    void aDeltaReadWhileTheFolderChangesEndsAtWhatIsThere() {
        Map<String, Boolean> known = new HashMap<>();
        String delta = round(ARCHIVE + "/messages/delta?$select=isRead", known, true);
        assertThat(known.size()).as("seed %d", seed).isGreaterThan(MESSAGES - 200);
        round(delta, known, false);
        Map<String, Boolean> there = new HashMap<>();
        String next = ARCHIVE + "/messages?$select=id,isRead&$top=1000";
        while (!next.isEmpty()) {
            Answer answer = page(next);
            answer.value().forEach(message -> note(message, there));
            next = answer.link("@odata.nextLink");
        }
        assertThat(there.size()).as("seed %d", seed).isGreaterThan(MESSAGES - 200);
        assertThat(known).as("seed %d", seed).isEqualTo(there);
    }

    private String round(String from, Map<String, Boolean> known, boolean disturbed) {
        Answer answer = page(from);
        take(answer, known);
        while (!answer.link("@odata.nextLink").isEmpty()) {
            if (disturbed) {
                disturb();
            }
            answer = page(answer.link("@odata.nextLink"));
            take(answer, known);
        }
        return answer.link("@odata.deltaLink");
    }

    private void take(Answer answer, Map<String, Boolean> known) {
        for (JsonNode message : answer.value()) {
            if (message.has("@removed")) {
                known.remove(message.path("id").asString());
            } else {
                note(message, known);
            }
        }
    }

    private static void note(JsonNode message, Map<String, Boolean> into) {
        assertThat(message.has("isRead")).as("%s", message).isTrue();
        into.put(message.path("id").asString(), message.path("isRead").asBoolean());
    }

    private void disturb() {
        List<Item> items = new ArrayList<>(mailbox.items(archive));
        for (int i = 0; i < 10; i++) {
            mailbox.purge(items.remove(random.nextInt(items.size())).number());
            mailbox.update(items.get(random.nextInt(items.size())).number(), old -> old.withRead(!old.isRead()));
            deliver(MESSAGES + random.nextInt(1_000_000));
        }
    }
}
