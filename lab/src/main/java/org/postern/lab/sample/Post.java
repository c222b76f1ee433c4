package org.postern.lab.sample;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/// Delivers letters: a copy for the sender's Sent Items, and one for each recipient with an own mailbox.
///
/// Recipients' copies have the same bytes but for the trace fields at their head (RFC 5321 §4.4), as in real life.
final class Post {
    /// What a mailbox holds, before it is filed.
    record Item(Person owner, Topic topic, Box box, Instant at, Rope content) {}

    enum Box {
        RECEIVED,
        SENT,
        DRAFT,
        JUNK
    }

    private final Map<Person, List<Item>> items = new LinkedHashMap<>();
    private final Company company;
    private final Instant end;
    private final SplittableRandom random;

    Post(Company company, Instant end, SplittableRandom random) {
        this.company = company;
        this.end = end;
        this.random = random;
        company.staff().forEach(person -> items.put(person, new ArrayList<>()));
    }

    Map<Person, List<Item>> items() {
        return items;
    }

    /// Sends a letter; nothing that would arrive after the end of the sample is sent.
    void send(Letter letter, Body body, Topic topic) {
        send(letter.from(), letter.recipients(), letter.sent(), letter.with(body), topic);
    }

    void send(Person from, List<Person> recipients, Instant sent, Rope message, Topic topic) {
        if (sent.isAfter(end)) {
            return;
        }
        if (from.isInside() && !from.hasLeftBy(sent)) {
            put(from, topic, Box.SENT, sent, message);
        }
        String queueId = Long.toString(random.nextLong(1L << 52), 36).toUpperCase(Locale.ROOT);
        for (Person to : new LinkedHashSet<>(recipients)) {
            Instant received = sent.plus(Duration.ofSeconds(2 + random.nextInt(40)));
            if (to.isInside() && !to.hasLeftBy(received) && !received.isAfter(end)) {
                put(to, topic, Box.RECEIVED, received, Rope.join(trace(from, to, received, queueId), message));
            }
        }
    }

    /// Lays bytes into a mailbox as they are.
    void put(Person owner, Topic topic, Box box, Instant at, Rope content) {
        List<Item> mailbox = items.get(owner);
        if (mailbox == null) {
            throw new IllegalArgumentException(owner.address() + " has no mailbox at " + company.domain());
        }
        mailbox.add(new Item(owner, topic, box, at, content));
    }

    private Rope trace(Person from, Person to, Instant received, String queueId) {
        String sender = from.domain();
        String address = "203.0.113." + (1 + Math.floorMod(sender.hashCode(), 250)); // RFC 5737
        String last = "from edge." + company.domain() + " (192.0.2.25) by store" + (1 + random.nextInt(4)) + "."
                + company.domain() + " with ESMTPS id " + queueId + random.nextInt(1000) + " for <" + to.address()
                + ">; " + Letter.date(received, ZoneOffset.UTC);
        String first = "from mail." + sender + " (mail." + sender + " [" + address + "]) by edge." + company.domain()
                + " with ESMTPS id " + queueId + "; " + Letter.date(received.minusSeconds(1), ZoneOffset.UTC);
        String verdict = "edge." + company.domain() + "; spf=pass smtp.mailfrom=" + sender + "; dmarc=pass header.from="
                + sender;
        return Rope.of(HeaderText.field("Delivered-To", to.address())
                + HeaderText.field("Return-Path", "<" + from.address() + ">")
                + HeaderText.field("Received", last)
                + HeaderText.field("Received", first)
                + HeaderText.field("Authentication-Results", verdict));
    }
}
