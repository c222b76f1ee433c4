package org.postern.lab.sample;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Travel, hiring, incidents, mail to everybody, and drafts that nobody sent.
final class OfficeLife {
    private static final List<String> CANDIDATES = List.of(
            "Wilhelmina Sparrowhill",
            "Tadeo Quintanar",
            "Oskar Blåbjerg",
            "Nkechi Adeyinmi",
            "Bronwen Cadwal",
            "Yusuf Demirkan",
            "Ottilie Vanderhoek",
            "Ravindra Palkar");

    private final Scribe scribe;
    private final Stationery stationery;
    private final Phrasebook book = Phrasebook.load("office");

    OfficeLife(Scribe scribe) {
        this.scribe = scribe;
        this.stationery = new Stationery(scribe);
    }

    void travel(int count) {
        Person desk = outside("Wayfarer Desk", "bookings@wayfarer-desk.example");
        for (int i = 0; i < count; i++) {
            Instant when = scribe.workingTime(scribe.company().staff().getFirst());
            Person traveller = scribe.pick(scribe.colleagues(100, when));
            Map<String, String> facts = facts(when, desk, traveller);
            Calendar.Meeting journey = new Calendar.Meeting(
                    "journey-" + facts.get("number") + "@wayfarer-desk.example",
                    0,
                    "Journey to " + facts.get("place"),
                    "Booking " + facts.get("number"),
                    "Harbour Inn",
                    when.plus(Duration.ofDays(9)),
                    Duration.ofHours(6),
                    traveller.zone(),
                    desk,
                    List.of(traveller),
                    "");
            Attachment times = new Attachment(
                    "journey.ics",
                    "text/calendar; charset=utf-8",
                    Calendar.object("PUBLISH", journey, when).getBytes(StandardCharsets.UTF_8));
            Attachment ticket = scribe.library()
                    .pdf(
                            "ticket-" + facts.get("number") + ".pdf",
                            "Ticket",
                            List.of("Ticket " + facts.get("number"), traveller.name(), facts.get("place")));
            Letter letter = Letter.from(desk, when)
                    .to(List.of(traveller))
                    .subject(book.write("travel-subject", facts, scribe.random()))
                    .dated(scribe.messageId(desk));
            Body words = stationery.alternative(
                    Stationery.Sheet.of(desk, book.write("travel", facts, scribe.random()), List.of()), false);
            scribe.post()
                    .send(
                            letter,
                            stationery.withFiles(
                                    words, List.of(ticket.as(Encoding.BASE64_76), times.as(Encoding.QUOTED_PRINTABLE))),
                            Topic.TRAVEL);
        }
    }

    void hiring(int count) {
        for (int i = 0; i < count; i++) {
            Person lead = scribe.company().in(Role.PEOPLE);
            Instant last = lead.left() == null ? scribe.end() : lead.left();
            Instant when = scribe.workingTime(lead);
            if (when.isAfter(last)) {
                when = when.minus(Duration.between(last, scribe.end()));
            }
            application(lead, when, scribe.pick(CANDIDATES));
        }
    }

    private void application(Person lead, Instant when, String name) {
        Person candidate =
                outside(name, name.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z]+", ".") + "@postbox.example");
        Person judge = scribe.company().in(Role.ENGINEERING);
        Map<String, String> facts = facts(when, lead, judge);
        facts.put("candidate", name);
        Attachment papers = scribe.library()
                .pdf(
                        "papers " + name + ".pdf",
                        "Papers of " + name,
                        List.of(
                                name,
                                "",
                                "Since 2019: water board, keeper of rain gauges",
                                "Before: apprentice at a boatyard",
                                "Languages: three, and a little semaphore"));
        Conversation in = new Conversation(
                scribe, Topic.HIRING, book.write("hiring-subject", facts, scribe.random()), List.of(lead));
        in.says(
                candidate,
                when,
                book.write("application", facts, scribe.random()),
                List.of(papers.as(stationery.pickBase64())));
        Conversation about = new Conversation(scribe, Topic.HIRING, "Candidate " + name, List.of(lead, judge));
        Instant then = scribe.later(when, 3, 50);
        about.says(
                lead,
                then,
                book.write("hiring-view", facts, scribe.random()),
                List.of(papers.as(stationery.pickBase64())));
        facts.put("from", judge.firstName());
        about.says(judge, scribe.later(then, 2, 60), book.write("hiring-answer", facts, scribe.random()), List.of());
        if (scribe.chance(40)) {
            facts.put("from", lead.name());
            in.says(lead, scribe.later(then, 70, 200), book.write("offer", facts, scribe.random()), List.of());
        }
    }

    void incidents(int count) {
        for (int i = 0; i < count; i++) {
            Person duty = scribe.company().in(scribe.chance(50) ? Role.OPERATIONS : Role.FIELD);
            Instant when = scribe.workingTime(duty).minus(Duration.ofHours(5));
            List<Person> circle = new ArrayList<>(scribe.colleagues(3, when, duty));
            circle.add(0, duty);
            Map<String, String> facts = facts(when, duty, circle.get(1));
            Conversation conversation = new Conversation(
                    scribe, Topic.INCIDENT, book.write("incident-subject", facts, scribe.random()), circle);
            String cause = scribe.pick(List.of("certificate", "paint", "mouse", "disk"));
            conversation.says(duty, when, book.write("incident", facts, scribe.random()), List.of());
            Instant then = scribe.later(when, 1, 4);
            conversation.says(
                    duty,
                    then,
                    book.write("incident-update-" + cause, facts, scribe.random()),
                    List.of(scribe.library().photograph(scribe.random()).as(stationery.pickBase64())));
            then = scribe.later(then, 2, 30);
            conversation.says(duty, then, book.write("incident-closing-" + cause, facts, scribe.random()), List.of());
            conversation.says(
                    duty,
                    scribe.later(then, 50, 200),
                    book.write("review", facts, scribe.random()),
                    List.of(scribe.library().any(scribe.random()).as(stationery.pickBase64())));
        }
    }

    void toEverybody(int count) {
        for (int i = 0; i < count; i++) {
            Instant when = scribe.workingTime(scribe.company().staff().getFirst());
            Person writer = scribe.pick(scribe.colleagues(100, when));
            List<Person> readers = new ArrayList<>(scribe.everybody(when));
            readers.remove(writer);
            Map<String, String> facts = facts(when, writer, readers.getFirst());
            String news = scribe.pick(List.of("cake", "glove", "outing", "pictures", "splash"));
            String subject = book.write("social-" + news + "-subject", facts, scribe.random());
            Conversation conversation = new Conversation(scribe, Topic.SOCIAL, subject, readers);
            List<Body> files = news.equals("pictures")
                    ? List.of(scribe.library().photograph(scribe.random()).as(stationery.pickBase64()))
                    : List.of();
            conversation.says(writer, when, book.write("social-" + news, facts, scribe.random()), files);
        }
    }

    void drafts(int count) {
        for (int i = 0; i < count; i++) {
            Instant when =
                    scribe.end().minus(Duration.ofHours(3 + scribe.random().nextInt(2000)));
            Person writer = scribe.pick(scribe.colleagues(100, when));
            Person reader = scribe.pick(scribe.colleagues(100, when, writer));
            Map<String, String> facts = facts(when, writer, reader);
            Letter letter = Letter.from(writer, when);
            if (scribe.chance(80)) {
                letter.to(List.of(reader));
            }
            letter.subject(scribe.chance(80) ? facts.getOrDefault("project", "") : "")
                    .dated(scribe.messageId(writer));
            Body body = stationery.body(
                    Stationery.Sheet.of(writer, book.write("draft", facts, scribe.random()), List.of()));
            scribe.post().put(writer, Topic.PROJECT, Post.Box.DRAFT, when, letter.with(body));
        }
    }

    private Map<String, String> facts(Instant when, Person from, Person to) {
        Map<String, String> facts = new HashMap<>(scribe.facts(when));
        facts.put("from", from.firstName());
        facts.put("to", to.firstName());
        return facts;
    }

    private Person outside(String name, String address) {
        return Person.outside(name, address, scribe.company().staff().getFirst().zone());
    }
}
