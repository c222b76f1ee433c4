package org.postern.connections.ews;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.postern.connections.ChangeNotices;
import org.postern.connections.ConnectionException;
import org.postern.connections.wire.Answer;
import org.postern.mail.MailboxId;

/// Listens to mailboxes by streaming notifications (Subscribe and GetStreamingEvents, MS-OXWSNTIF 3.1.4).
///
/// Each mailbox has a subscription and, in its owner's name, a connection that hangs, so that Exchange counts it
/// against that mailbox. Requests say whose mailbox they are about and stay with the server that subscribed
/// (`X-AnchorMailbox`, `X-PreferServerAffinity`, `X-BackEndOverrideCookie`), which alone knows the subscription. One
/// that is left lapses at the server after half an hour.
final class EwsNotices implements ChangeNotices {
    /// Exchange's own most is 30.
    private static final int MINUTES = 29;

    private static final String COOKIE = "X-BackEndOverrideCookie";
    private static final Pattern COOKIE_VALUE = Pattern.compile("[!-~&&[^;,\"]]{1,2048}");
    private static final Set<String> EVENTS =
            Set.of("CopiedEvent", "CreatedEvent", "DeletedEvent", "ModifiedEvent", "MovedEvent", "NewMailEvent");
    /// The server forgot the subscription, or that it had told all: another is made, and a sync finds what was missed.
    private static final Set<String> FORGOTTEN = Set.of(
            "ErrorSubscriptionNotFound",
            "ErrorInvalidSubscription",
            "ErrorExpiredSubscription",
            "ErrorSubscriptionUnsubscribed",
            "ErrorSubscriptionDelegateAccessNotSupported",
            "ErrorMissedNotificationEvents",
            "ErrorReadEventsFailed",
            "ErrorInvalidWatermark",
            "ErrorProxiedSubscriptionCallFailure",
            "ErrorNoRespondingCASInDestinationSite");

    private final EwsClient client;
    private final Map<MailboxId, Subscription> subscriptions = new ConcurrentHashMap<>();

    EwsNotices(EwsClient client) {
        this.client = client;
    }

    /// @param cookie of the server that has it; empty where it gave none
    private record Subscription(String id, String cookie) {}

    @Override
    public Ended listen(MailboxId mailbox, Listener listener) throws InterruptedException {
        try {
            Subscription subscription = subscriptions.get(mailbox);
            if (subscription == null) {
                subscription = subscribe(mailbox);
                subscriptions.put(mailbox, subscription);
            }
            return listen(mailbox, subscription, listener);
        } catch (ConnectionException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            subscriptions.remove(mailbox);
            return new Ended.Refused(String.valueOf(e.getMessage()));
        }
    }

    private Subscription subscribe(MailboxId mailbox) {
        Xml body = new Xml()
                .open("m:Subscribe")
                .open("m:StreamingSubscriptionRequest SubscribeToAllFolders=\"true\"")
                .open("t:EventTypes");
        EVENTS.stream().sorted().forEach(event -> body.text("t:EventType", event));
        body.close("t:EventTypes").close("m:StreamingSubscriptionRequest").close("m:Subscribe");
        String[] made = {"", ""};
        Status status = client.call(
                        EwsRequest.read("Subscribe", "mailbox.subscribe", 1, mailbox, body)
                                .with(affinity("")),
                        () -> new Responses.Payload() {
                            @Override
                            public void answered(Answer answer) {
                                made[1] = cookie(answer);
                            }

                            @Override
                            public void take(int index, String name, SoapReader xml) throws IOException {
                                if (name.equals("SubscriptionId")) {
                                    made[0] = xml.text();
                                }
                            }
                        })
                .getFirst();
        if (!status.good() || made[0].isEmpty()) {
            throw EwsFaults.refused("Listening for changes in mailbox " + mailbox, status);
        }
        return new Subscription(made[0], made[1]);
    }

    private static Map<String, String> affinity(String cookie) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-PreferServerAffinity", "true");
        if (!cookie.isEmpty()) {
            headers.put("Cookie", COOKIE + "=" + cookie);
        }
        return headers;
    }

    /// The value alone; empty where there is none that could be sent back.
    private static String cookie(Answer answer) {
        return answer.headers().allValues("Set-Cookie").stream()
                .filter(set -> set.startsWith(COOKIE + "="))
                .map(set -> set.substring(COOKIE.length() + 1).split(";", 2)[0].strip())
                .filter(value -> COOKIE_VALUE.matcher(value).matches())
                .findFirst()
                .orElse("");
    }

    private Ended listen(MailboxId mailbox, Subscription subscription, Listener listener) throws InterruptedException {
        Xml body = new Xml()
                .open("m:GetStreamingEvents")
                .open("m:SubscriptionIds")
                .text("t:SubscriptionId", subscription.id())
                .close("m:SubscriptionIds")
                .text("m:ConnectionTimeout", Integer.toString(MINUTES))
                .close("m:GetStreamingEvents");
        EwsRequest request = EwsRequest.read("GetStreamingEvents", "mailbox.listen", 1, mailbox, body)
                .with(affinity(subscription.cookie()));
        try (Answer answer = client.hang(request)) {
            if (!answer.header("Content-Type").orElse("").contains("xml")) {
                throw client.refused(request, answer.status());
            }
            return hear(mailbox, answer, new Hearing(listener));
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return new Ended.Lost("the connection that tells of changes broke: " + e.getMessage());
        }
    }

    private Ended hear(MailboxId mailbox, Answer answer, Hearing hearing) throws IOException, InterruptedException {
        EnvelopeStream envelopes = new EnvelopeStream(answer.body());
        for (Optional<byte[]> next = envelopes.next(); next.isPresent(); next = envelopes.next()) {
            Status status = hearing.take(next.get(), answer.status());
            if (!status.good()) {
                return ended(mailbox, status);
            }
            if (hearing.closed()) {
                return new Ended.TimeOver();
            }
        }
        return new Ended.Lost("the server ended the connection that tells of changes without a word");
    }

    private Ended ended(MailboxId mailbox, Status status) {
        String what = "listening for changes ended with " + status.summary();
        if (FORGOTTEN.contains(status.code())) {
            subscriptions.remove(mailbox);
            return new Ended.Lost(what);
        }
        boolean later = status.busy() || status.denied() || status.mailboxMissing();
        return later ? new Ended.Refused(what) : new Ended.Lost(what);
    }
}
