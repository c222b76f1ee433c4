package org.postern.lab.sample;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Calendar invitations, their updates, answers and cancellations (RFC 6047).
final class Meetings {
    private final Scribe scribe;
    private final Stationery stationery;
    private final Phrasebook book = Phrasebook.load("office");

    Meetings(Scribe scribe) {
        this.scribe = scribe;
        this.stationery = new Stationery(scribe);
    }

    void write(int count) {
        for (int i = 0; i < count; i++) {
            meeting(i);
        }
    }

    private void meeting(int number) {
        Person organiser = scribe.pick(scribe.colleagues(100, scribe.end()));
        Instant when = scribe.workingTime(organiser);
        List<Person> guests = scribe.colleagues(2 + scribe.random().nextInt(3), when, organiser);
        Map<String, String> facts = new HashMap<>(scribe.facts(when));
        Instant start =
                when.plus(Duration.ofDays(3 + scribe.random().nextInt(9))).truncatedTo(ChronoUnit.HOURS);
        Calendar.Meeting meeting = new Calendar.Meeting(
                String.format("%016x-%d@%s", scribe.random().nextLong(), number, organiser.domain()),
                0,
                book.write("meeting-subject", facts, scribe.random()),
                book.write("meeting", facts, scribe.random()),
                book.write("room", facts, scribe.random()),
                start,
                Duration.ofMinutes(30L * (1 + number % 4)),
                organiser.zone(),
                organiser,
                guests,
                number % 4 == 0 ? "FREQ=WEEKLY;COUNT=8" : "");
        send(meeting, "REQUEST", meeting.summary(), meeting.description(), when);
        for (Person guest : guests) {
            if (scribe.chance(55)) {
                answer(meeting, guest, scribe.later(when, 0, 24));
            }
        }
        if (scribe.chance(40)) {
            meeting = meeting.movedTo(start.plus(Duration.ofHours(25)), book.write("room", facts, scribe.random()));
            String text = book.write("meeting-moved", facts, scribe.random());
            send(meeting, "REQUEST", meeting.summary(), text, scribe.later(when, 25, 40));
        }
        if (scribe.chance(25)) {
            String text = book.write("meeting-cancelled", facts, scribe.random());
            Calendar.Meeting off = meeting.called(meeting.summary());
            send(off, "CANCEL", "Cancelled: " + meeting.summary(), text, scribe.later(when, 41, 60));
        }
    }

    private void send(Calendar.Meeting meeting, String method, String subject, String text, Instant when) {
        Person organiser = meeting.organiser();
        Letter letter = Letter.from(organiser, when)
                .to(meeting.attendees())
                .subject(subject)
                .dated(scribe.messageId(organiser))
                .field("Content-Class", "urn:content-classes:calendarmessage");
        String object = Calendar.object(method, meeting, when);
        Body words = stationery.alternative(Stationery.Sheet.of(organiser, text, List.of()), false);
        Body invitation = calendar(method, object);
        Body alternative = Body.multipart("alternative", scribe.boundary(), List.of(words, invitation));
        boolean alsoAsFile = scribe.chance(40);
        Body file = new Attachment("invite.ics", "application/ics", object.getBytes(StandardCharsets.UTF_8))
                .as(Encoding.BASE64_76);
        scribe.post()
                .send(letter, stationery.withFiles(alternative, alsoAsFile ? List.of(file) : List.of()), Topic.MEETING);
    }

    private void answer(Calendar.Meeting meeting, Person guest, Instant when) {
        String answer = scribe.pick(List.of("ACCEPTED", "ACCEPTED", "TENTATIVE", "DECLINED"));
        String word = answer.charAt(0) + answer.substring(1).toLowerCase(java.util.Locale.ROOT);
        Letter letter = Letter.from(guest, when)
                .to(List.of(meeting.organiser()))
                .subject(word + ": " + meeting.summary())
                .dated(scribe.messageId(guest));
        Body reply = calendar("REPLY", Calendar.reply(meeting, guest, answer, when));
        Body words = Body.plain(word + ".\n", StandardCharsets.US_ASCII, Encoding.SEVEN_BIT);
        scribe.post()
                .send(letter, Body.multipart("alternative", scribe.boundary(), List.of(words, reply)), Topic.MEETING);
    }

    private Body calendar(String method, String object) {
        Encoding encoding = scribe.pick(List.of(Encoding.BASE64_76, Encoding.QUOTED_PRINTABLE, Encoding.EIGHT_BIT));
        return Body.encoded(
                "text/calendar; charset=utf-8; method=" + method,
                "",
                object.getBytes(StandardCharsets.UTF_8),
                encoding);
    }
}
