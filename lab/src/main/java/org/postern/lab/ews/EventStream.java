package org.postern.lab.ews;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.postern.lab.ews.Subscriptions.Subscription;
import org.postern.lab.fault.FaultKind;
import org.postern.lab.net.Body;

/// GetStreamingEvents: one SOAP envelope after the other for as long as the client asked, nothing of what was before.
final class EventStream implements Body.Live {
    private static final Duration HEARTBEAT = Duration.ofSeconds(45);
    /// How soon the end of a subscription is noticed.
    private static final Duration STEP = Duration.ofSeconds(1);
    private static final Duration MINUTES_MAX = Duration.ofMinutes(30);

    private final EwsCall call;
    private final Clock clock;
    private final Subscriptions known;
    private final List<Subscription> subscriptions;
    private final Duration life;
    private long position;
    private Instant heartbeat;

    private EventStream(
            EwsCall call, Clock clock, Subscriptions known, List<Subscription> subscriptions, Duration life) {
        this.call = call;
        this.clock = clock;
        this.known = known;
        this.subscriptions = subscriptions;
        this.life = life;
        this.position = call.mailbox().latestChange();
        this.heartbeat = clock.instant().plus(HEARTBEAT);
    }

    /// The body of the answer: a stream, or one message that says which subscriptions are not there.
    static Body answer(EwsCall call, Clock clock, Subscriptions known) {
        List<String> missing = new ArrayList<>();
        List<Subscription> found = new ArrayList<>();
        call.operation()
                .needs("SubscriptionIds")
                .children("SubscriptionId")
                .map(Element::trimmed)
                .forEach(id -> known.find(call, id).ifPresentOrElse(found::add, () -> missing.add(id)));
        if (!missing.isEmpty() || found.isEmpty() || call.inner().isPresent()) {
            return refusal(call, missing);
        }
        return Body.live(Xml.CONTENT_TYPE, new EventStream(call, clock, known, found, life(call)));
    }

    private static Duration life(EwsCall call) {
        String minutes = call.operation().textOf("ConnectionTimeout");
        if (!minutes.matches("\\d{1,4}")) {
            throw EwsFailure.schema("ConnectionTimeout must be 1 to 30 minutes, not '" + minutes + "'.");
        }
        Duration life = Duration.ofMinutes(Integer.parseInt(minutes));
        if (life.isZero() || life.compareTo(MINUTES_MAX) > 0) {
            throw EwsFailure.schema("ConnectionTimeout must be 1 to 30 minutes, not " + minutes + ".");
        }
        return life;
    }

    private static Body refusal(EwsCall call, List<String> missing) {
        return Soap.answer(
                        "GetStreamingEvents",
                        xml -> new Responses(xml, call)
                                .add(
                                        _ -> {
                                            throw Subscriptions.notFound();
                                        },
                                        rest -> {
                                            if (!missing.isEmpty()) {
                                                rest.open("m:ErrorSubscriptionIds");
                                                missing.forEach(id -> rest.leaf("t:SubscriptionId", id));
                                                rest.close();
                                            }
                                            rest.leaf("m:ConnectionStatus", "Closed");
                                        }))
                .body();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        send(out, xml -> xml.leaf("m:ConnectionStatus", "OK"));
        Instant end = clock.instant().plus(life);
        while (isWanted() && clock.instant().isBefore(end)) {
            if (call.strike(FaultKind.SUBSCRIPTION_LOST).isPresent()) {
                subscriptions.forEach(subscription -> known.forget(subscription.id()));
                refusal(call, subscriptions.stream().map(Subscription::id).toList())
                        .writeTo(out);
                out.flush();
                return;
            }
            step(out);
        }
        send(out, xml -> xml.leaf("m:ConnectionStatus", "Closed"));
    }

    private boolean isWanted() {
        return subscriptions.stream().anyMatch(subscription -> known.isKnown(subscription.id()));
    }

    /// Waits a little for something to happen, and tells of it, or now and then that nothing did.
    private void step(OutputStream out) throws IOException {
        try {
            long latest = call.mailbox().awaitChange(position, STEP);
            Instant now = clock.instant();
            boolean alive = now.isAfter(heartbeat);
            for (Subscription subscription : subscriptions) {
                Events events = new Events(call, now, subscription);
                List<Events.Event> news = latest == position ? List.of() : events.since(position, latest);
                if (alive || !news.isEmpty()) {
                    send(out, xml -> events.write(xml, news));
                    heartbeat = now.plus(HEARTBEAT);
                }
            }
            position = latest;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the lab is closing", e);
        }
    }

    private void send(OutputStream out, Responses.Content content) throws IOException {
        Soap.answer("GetStreamingEvents", xml -> new Responses(xml, call).add(content))
                .body()
                .writeTo(out);
        out.flush();
    }
}
