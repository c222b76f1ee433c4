package org.postern.lab.ews;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.lab.ews.EwsClient.ANN;
import static org.postern.lab.ews.EwsClient.INBOX;
import static org.postern.lab.ews.EwsClient.rawId;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postern.lab.Answer;
import org.postern.lab.LabFixture;
import org.postern.lab.source.Content;
import org.postern.lab.world.Item;
import org.postern.lab.world.WellKnown;

class EwsStreamingTest {
    private static final Pattern DOCUMENT = Pattern.compile("(?s)<\\?xml.*?</s:Envelope>");

    private final LabFixture lab = LabFixture.start();
    private final EwsClient ews = EwsClient.withToken(lab);

    @AfterEach
    void stop() {
        lab.close();
    }

    private String subscribe() {
        return ews.done("<m:Subscribe><m:StreamingSubscriptionRequest SubscribeToAllFolders=\"true\"><t:EventTypes>"
                        + "<t:EventType>NewMailEvent</t:EventType><t:EventType>CreatedEvent</t:EventType>"
                        + "<t:EventType>DeletedEvent</t:EventType><t:EventType>ModifiedEvent</t:EventType>"
                        + "<t:EventType>MovedEvent</t:EventType></t:EventTypes></m:StreamingSubscriptionRequest>"
                        + "</m:Subscribe>")
                .textOf("SubscriptionId");
    }

    private static String listen(String subscription, int minutes) {
        return "<m:GetStreamingEvents><m:SubscriptionIds><t:SubscriptionId>" + subscription
                + "</t:SubscriptionId></m:SubscriptionIds><m:ConnectionTimeout>" + minutes
                + "</m:ConnectionTimeout></m:GetStreamingEvents>";
    }

    private void unsubscribe(String subscription) {
        ews.done("<m:Unsubscribe><m:SubscriptionId>" + subscription + "</m:SubscriptionId></m:Unsubscribe>");
    }

    private void deliver(String subject) {
        lab.ann()
                .mailbox()
                .create(
                        lab.ann().mailbox().folder(WellKnown.INBOX).number(),
                        Content.of(("Subject: " + subject + "\r\n\r\nx").getBytes(StandardCharsets.US_ASCII)),
                        Item.Attributes.received(lab.lab().world().clock().instant()));
    }

    /// Listens while something is done, until the subscription ends; the events in order.
    private List<Element> heard(Runnable deeds) throws InterruptedException {
        String subscription = subscribe();
        CompletableFuture<Answer> answer =
                CompletableFuture.supplyAsync(() -> ews.post(ANN, listen(subscription, 1)), Thread::startVirtualThread);
        // The stream begins when it is asked for; half a second is plenty on one machine.
        Thread.sleep(500);
        deeds.run();
        Thread.sleep(200);
        unsubscribe(subscription);
        return documents(answer.join().is(200))
                .flatMap(document ->
                        document.needs("Body").only().needs("ResponseMessages").only().child("Notifications").stream())
                .flatMap(notifications -> notifications.only().children().stream())
                .filter(event -> event.name().endsWith("Event"))
                .toList();
    }

    private static Stream<Element> documents(Answer answer) {
        return DOCUMENT.matcher(answer.text()).results().map(found -> {
            // Exchange itself breaks its schema here, and its clients want it so: they look for m:Notification only.
            String byTheSchema = found.group().replace("m:Notification>", "t:Notification>");
            EwsSchema.check(byTheSchema.getBytes(StandardCharsets.UTF_8));
            return ElementReader.read(found.group().getBytes(StandardCharsets.UTF_8));
        });
    }

    @Test
    void tellsOfAllThatHappensToItems() throws InterruptedException {
        List<String> ids = ews.ids(INBOX);
        String target = "<m:ToFolderId><t:DistinguishedFolderId Id=\"sentitems\"/></m:ToFolderId>";
        List<Element> events = heard(() -> {
            deliver("news");
            lab.ann().mailbox().update(lab.ann().mailbox().items(2).getLast().number(), read -> read.withRead(false));
            ews.done("<m:MoveItem>" + target + "<m:ItemIds>" + ids.get(1) + "</m:ItemIds></m:MoveItem>");
            ews.done(
                    "<m:DeleteItem DeleteType=\"HardDelete\"><m:ItemIds>" + ids.get(2) + "</m:ItemIds></m:DeleteItem>");
        });
        assertThat(events)
                .extracting(Element::name)
                .contains("CreatedEvent", "NewMailEvent", "ModifiedEvent", "MovedEvent", "DeletedEvent");
        Element moved = events.stream()
                .filter(event -> event.name().equals("MovedEvent"))
                .findFirst()
                .orElseThrow();
        assertThat(moved.needs("OldItemId").needsAttribute("Id")).isEqualTo(rawId(ids.get(1)));
    }

    @Test
    void tellsNothingOfWhatWasBefore() throws InterruptedException {
        deliver("before");
        assertThat(heard(() -> {})).isEmpty();
    }

    @Test
    void aGapTellsNothingOfAnItemAndTheSyncDoes() throws InterruptedException {
        String state = ews.done(ews.syncItems(INBOX, "", 512)).textOf("SyncState");
        lab.fault("\"kind\":\"streamingGap\"");
        assertThat(heard(() -> deliver("lost"))).isEmpty();
        assertThat(ews.done(ews.syncItems(INBOX, state, 10)).needs("Changes").children())
                .hasSize(1);
    }

    @Test
    void endsWhenTheTimeIsOver() throws InterruptedException {
        String subscription = subscribe();
        CompletableFuture<Answer> answer =
                CompletableFuture.supplyAsync(() -> ews.post(ANN, listen(subscription, 2)), Thread::startVirtualThread);
        Thread.sleep(300);
        lab.control("POST", "/_lab/clock", "{\"advanceSeconds\":60}").is(200);
        Thread.sleep(1200);
        lab.control("POST", "/_lab/clock", "{\"advanceSeconds\":60}").is(200);
        List<Element> documents = documents(answer.join()).toList();
        assertThat(documents.toString()).contains("StatusEvent");
        assertThat(documents.getFirst().toString()).contains("text=OK");
        assertThat(documents.getLast().toString()).contains("text=Closed");
    }

    @Test
    void subscriptionsAreOfTheirMailboxAndMustBeThere() {
        String subscription = subscribe();
        Element none = ews.messages(listen("nonsense", 1)).getFirst();
        assertThat(none.textOf("ResponseCode")).isEqualTo("ErrorSubscriptionNotFound");
        assertThat(none.needs("ErrorSubscriptionIds").only().text()).isEqualTo("nonsense");
        assertThat(none.textOf("ConnectionStatus")).isEqualTo("Closed");
        assertThat(ews.post("ben@contoso.example", listen(subscription, 1))
                        .is(200)
                        .text())
                .contains("ErrorSubscriptionNotFound");
        assertThat(EwsClient.faultCode(ews.raw(EwsClient.envelope(ANN, listen(subscription, 31)))))
                .isEqualTo("ErrorSchemaValidation");
        unsubscribe(subscription);
        assertThat(ews.code("<m:Unsubscribe><m:SubscriptionId>" + subscription + "</m:SubscriptionId></m:Unsubscribe>"))
                .isEqualTo("ErrorSubscriptionNotFound");
    }
}
