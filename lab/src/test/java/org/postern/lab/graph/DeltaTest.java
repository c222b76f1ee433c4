package org.postern.lab.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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

class DeltaTest {
    private static final String INBOX = "/v1.0/users/ann@contoso.example/mailFolders/inbox/messages/delta";
    private static final String ARCHIVE = "/v1.0/users/ann@contoso.example/mailFolders/archive/messages/delta";

    private final LabFixture lab = LabFixture.start(Throttle.Limits.OFF);
    private final MailboxStore mailbox = lab.ann().mailbox();

    @AfterEach
    void stop() {
        lab.close();
    }

    private Answer page(String path) {
        return lab.get(path, "Prefer", "IdType=\"ImmutableId\", odata.maxpagesize=10")
                .is(200);
    }

    /// Reads a whole round; the last answer holds the deltaLink.
    private Answer round(String path, List<JsonNode> into) {
        Answer answer = page(path);
        into.addAll(answer.value());
        while (!answer.link("@odata.nextLink").isEmpty()) {
            answer = page(answer.link("@odata.nextLink"));
            into.addAll(answer.value());
        }
        return answer;
    }

    private String settle(String path) {
        return round(path, new ArrayList<>()).link("@odata.deltaLink");
    }

    private List<JsonNode> news(String deltaLink) {
        List<JsonNode> news = new ArrayList<>();
        round(deltaLink, news);
        return news;
    }

    private Item inboxItem(int index) {
        return mailbox.items(mailbox.folder(WellKnown.INBOX).number()).get(index);
    }

    private String id(Item item) {
        return mailbox.ids().immutable(item.number());
    }

    private long archive() {
        return mailbox.folder(WellKnown.ARCHIVE).number();
    }

    private static boolean isRemoved(JsonNode node) {
        return node.has("@removed");
    }

    @Test
    void pagesGiveEveryMessageOnceAndThenNothing() {
        List<JsonNode> all = new ArrayList<>();
        Answer last = round(INBOX + "?$select=subject,isRead", all);
        assertThat(all).hasSize(25).noneMatch(DeltaTest::isRemoved);
        assertThat(ids(all)).hasSize(25);
        assertThat(all.getFirst().has("subject")).isTrue();
        assertThat(all.getFirst().has("bodyPreview")).isFalse();
        assertThat(all.getFirst().has("@odata.etag")).isTrue();
        assertThat(last.json().path("@odata.deltaLink").asString())
                .startsWith(lab.lab().baseUrl() + "/v1.0/users(");
        assertThat(news(last.link("@odata.deltaLink"))).isEmpty();
        assertThat(news(last.link("@odata.deltaLink"))).as("a link works again").isEmpty();
    }

    private static Set<String> ids(List<JsonNode> nodes) {
        Set<String> ids = new HashSet<>();
        nodes.forEach(node -> ids.add(node.path("id").asString()));
        return ids;
    }

    @Test
    void theSelectOfTheFirstRequestHoldsForTheWholeRoundAndTheNext() {
        String link = settle(INBOX + "?$select=subject");
        mailbox.update(inboxItem(3).number(), attributes -> attributes.withRead(true));
        JsonNode changed = news(link).getFirst();
        assertThat(changed.has("subject")).isTrue();
        assertThat(changed.has("isRead")).isFalse();
    }

    @Test
    void tellsOfEveryKindOfChange() {
        String link = settle(INBOX);
        Item read = inboxItem(0);
        Item gone = inboxItem(1);
        Item moved = inboxItem(2);
        mailbox.update(read.number(), attributes -> attributes.withRead(!attributes.isRead()));
        mailbox.purge(gone.number());
        mailbox.move(moved.number(), archive());
        Item fresh = deliver();
        List<JsonNode> news = news(link);
        assertThat(news).hasSize(4);
        assertThat(ids(news)).containsExactlyInAnyOrder(id(read), id(gone), id(moved), id(fresh));
        assertThat(news.stream()
                        .filter(DeltaTest::isRemoved)
                        .map(node -> node.path("id").asString()))
                .containsExactlyInAnyOrder(id(gone), id(moved));
        assertThat(news.stream().filter(DeltaTest::isRemoved))
                .allMatch(node -> node.at("/@removed/reason").asString().equals("deleted"));
    }

    private Item deliver() {
        return mailbox.create(
                mailbox.folder(WellKnown.INBOX).number(),
                Content.of(LabFixture.mime("new", 1)),
                Item.Attributes.received(lab.lab().world().clock().instant()));
    }

    @Test
    void whatChangesWhilePagingIsSeenBeforeTheRoundEnds() {
        Answer first = page(INBOX);
        String seen = first.value().getFirst().path("id").asString();
        Item unseen = mailbox.items(mailbox.folder(WellKnown.INBOX).number()).stream()
                .filter(item -> !ids(first.value()).contains(id(item)))
                .findFirst()
                .orElseThrow();
        mailbox.purge(unseen.number());
        mailbox.update(
                mailbox.ids().read(seen).orElseThrow().number(),
                attributes -> attributes.withRead(!attributes.isRead()));
        Item fresh = deliver();
        List<JsonNode> rest = new ArrayList<>();
        round(first.link("@odata.nextLink"), rest);
        assertThat(ids(rest)).as("a changed item repeats, a new one comes").contains(seen, id(fresh));
        assertThat(ids(rest)).as("what was never seen needs no tombstone").doesNotContain(id(unseen));
        assertThat(ids(rest)).hasSize(16);
    }

    @Test
    void whatCameAndWentBetweenRoundsIsNotToldOf() {
        String link = settle(INBOX);
        mailbox.purge(deliver().number());
        assertThat(news(link)).isEmpty();
    }

    @Test
    void anItemThatWentAndCameBackIsToldOnceUnderItsImmutableId() {
        String link = settle(INBOX);
        Item item = inboxItem(0);
        mailbox.move(item.number(), archive());
        mailbox.move(item.number(), mailbox.folder(WellKnown.INBOX).number());
        List<JsonNode> news = news(link);
        assertThat(news).hasSize(1).noneMatch(DeltaTest::isRemoved);
        List<JsonNode> mutable = lab.get(link).is(200).value();
        assertThat(mutable).hasSize(2);
        assertThat(mutable.stream().filter(DeltaTest::isRemoved)).hasSize(1);
        assertThat(mutable.get(0).path("id")).isNotEqualTo(mutable.get(1).path("id"));
    }

    @Test
    void aReturningItemDropsOutUnderTheFault() {
        lab.fault("\"kind\":\"returnDropsOut\",\"mailbox\":\"ann@contoso.example\"");
        String link = settle(INBOX);
        Item item = inboxItem(0);
        mailbox.move(item.number(), archive());
        mailbox.move(item.number(), mailbox.folder(WellKnown.INBOX).number());
        List<JsonNode> news = news(link);
        assertThat(news).hasSize(1).allMatch(DeltaTest::isRemoved);
        lab.get("/v1.0/users/ann@contoso.example/messages/" + id(item)).is(200);
    }

    @Test
    void aMoveShowsInBothFolders() {
        String inbox = settle(INBOX);
        String archived = settle(ARCHIVE);
        Item item = inboxItem(5);
        mailbox.move(item.number(), archive());
        assertThat(news(inbox)).singleElement().matches(DeltaTest::isRemoved);
        assertThat(news(archived))
                .singleElement()
                .matches(node -> node.path("id").asString().equals(id(item)));
    }

    @Test
    void changeTypeNarrowsLaterRounds() {
        String created = settle(INBOX + "?changeType=created");
        String updated = settle(INBOX + "?changeType=updated");
        String deleted = settle(INBOX + "?changeType=deleted");
        mailbox.update(inboxItem(0).number(), attributes -> attributes.withRead(true));
        mailbox.purge(inboxItem(1).number());
        Item fresh = deliver();
        assertThat(ids(news(created))).containsExactly(id(fresh));
        assertThat(news(updated)).hasSize(1).noneMatch(DeltaTest::isRemoved);
        assertThat(news(deleted)).hasSize(1).allMatch(DeltaTest::isRemoved);
    }

    @Test
    void filterTakesReceivedTimesOnly() {
        List<JsonNode> late = new ArrayList<>();
        round(INBOX + "?$filter=receivedDateTime ge 2026-03-01T08:20:00Z", late);
        assertThat(late).hasSize(6);
        lab.get(INBOX + "?$filter=isRead eq true").isError(400, "ErrorInvalidUrlQueryFilter");
    }

    @Test
    void anExpiredTokenAnswers410WithTheWayToStartAgain() {
        String link = settle(INBOX);
        lab.control(
                        "POST",
                        "/_lab/tenants/contoso.example/mailboxes/ann@contoso.example/expire-delta",
                        "{\"folderPath\":\"Inbox\"}")
                .is(200);
        Answer gone = lab.get(link).isError(410, "SyncStateNotFound");
        List<JsonNode> again = new ArrayList<>();
        String location = gone.header("Location").replaceFirst("^https://[^/]+", "");
        round(location, again);
        assertThat(again).hasSize(25);
    }

    @Test
    void theFaultRefusesChosenLinksInChosenShapes() {
        Answer first = page(INBOX);
        String id = lab.fault("\"kind\":\"syncStateNotFound\",\"when\":\"nextLink\",\"status\":404,\"times\":1");
        lab.get(first.link("@odata.nextLink")).isError(404, "syncStateNotFound");
        lab.get(first.link("@odata.nextLink")).is(200);
        lab.control("DELETE", "/_lab/faults/" + id, "").is(204);
        lab.fault("\"kind\":\"syncStateNotFound\",\"when\":\"deltaLink\"");
        lab.get(first.link("@odata.nextLink")).is(200);
        lab.get(settle(INBOX)).isError(410, "SyncStateNotFound");
    }

    @Test
    void aFolderMadeAnewMidDeltaLeavesNoTombstone() {
        String folders = settle("/v1.0/users/ann@contoso.example/mailFolders/delta");
        String harbour = mailbox.folderAt(List.of("Projects", "Harbour"))
                .map(folder -> mailbox.ids().folder(folder.number()))
                .orElseThrow();
        String path = "/v1.0/users/ann@contoso.example/mailFolders/" + harbour + "/messages/delta";
        Answer first = lab.get(path, "Prefer", "odata.maxpagesize=2").is(200);
        lab.fault("\"kind\":\"folderRecreated\"");
        lab.get(first.link("@odata.nextLink")).isError(404, "ErrorItemNotFound");
        List<JsonNode> news = news(folders);
        assertThat(news).singleElement().matches(node -> !isRemoved(node));
        assertThat(news.getFirst().path("displayName").asString()).isEqualTo("Harbour");
        assertThat(news.getFirst().path("totalItemCount").asInt()).isEqualTo(3);
    }

    @Test
    void anEmptyPageStillLeadsOn() {
        lab.fault("\"kind\":\"emptyPage\",\"times\":1");
        Answer empty = page(INBOX);
        assertThat(empty.value()).isEmpty();
        assertThat(empty.link("@odata.nextLink")).isNotEmpty();
        assertThat(page(empty.link("@odata.nextLink")).value()).hasSize(10);
    }

    @Test
    void refusesTokensThatItDidNotWrite() {
        String link = settle(INBOX);
        lab.get(INBOX + "?$deltatoken=AAAA").is(400);
        lab.get(link.substring(0, link.length() - 2) + "AA").is(400);
        String token = link.substring(link.indexOf('?'));
        lab.get(ARCHIVE + token).is(400);
        lab.get("/v1.0/users/ben@contoso.example/mailFolders/inbox/messages/delta" + token)
                .is(400);
        lab.get("/v1.0/users/ann@contoso.example/messages/delta").is(400);
    }

    @Test
    void theFolderDeltaTellsOfFoldersMadeRenamedMovedAndDeleted() {
        List<JsonNode> all = new ArrayList<>();
        String path = "/v1.0/users/ann@contoso.example/mailFolders/delta";
        String link = round(path, all).link("@odata.deltaLink");
        assertThat(all)
                .extracting(node -> node.path("displayName").asString())
                .contains("Inbox", "Projects", "Harbour")
                .doesNotContain("Deletions", "Top of Information Store");
        long made = mailbox.ensureFolder(List.of("Made")).number();
        long harbour =
                mailbox.folderAt(List.of("Projects", "Harbour")).orElseThrow().number();
        mailbox.renameFolder(harbour, "Port");
        mailbox.moveFolder(harbour, made);
        List<JsonNode> news = news(link);
        assertThat(news).hasSize(2);
        mailbox.purgeFolder(made);
        assertThat(news(link)).hasSize(1).allMatch(DeltaTest::isRemoved);
    }
}
