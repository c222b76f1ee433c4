package org.postern.lab.sample;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// Writes iCalendar objects as mail programs send them: method, time zone, attendees (RFC 5545, RFC 5546).
final class Calendar {
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT);
    private static final int LINE_BYTES_MAX = 74; // RFC 5545 §3.1: 75 octets, one of which may be the fold's space.

    /// A meeting in one of its states.
    ///
    /// @param sequence grows with every change (RFC 5545 §3.8.7.4)
    /// @param rule a recurrence rule, or empty
    record Meeting(
            String uid,
            int sequence,
            String summary,
            String description,
            String place,
            Instant start,
            Duration length,
            ZoneId zone,
            Person organiser,
            List<Person> attendees,
            String rule) {

        Meeting movedTo(Instant newStart, String newPlace) {
            return new Meeting(
                    uid,
                    sequence + 1,
                    summary,
                    description,
                    newPlace,
                    newStart,
                    length,
                    zone,
                    organiser,
                    attendees,
                    rule);
        }

        Meeting called(String newSummary) {
            return new Meeting(
                    uid, sequence + 1, newSummary, description, place, start, length, zone, organiser, attendees, rule);
        }
    }

    private final StringBuilder out = new StringBuilder();

    private Calendar() {}

    /// The object for a method: `REQUEST`, `CANCEL`, or with [#reply] `REPLY`.
    static String object(String method, Meeting meeting, Instant stamped) {
        Calendar calendar = new Calendar().open(method);
        calendar.zone(meeting.zone());
        calendar.event(meeting, stamped, method.equals("CANCEL") ? "CANCELLED" : "CONFIRMED");
        meeting.attendees().forEach(attendee -> calendar.attendee(attendee, "NEEDS-ACTION", ";RSVP=TRUE"));
        if (method.equals("REQUEST")) {
            calendar.line("BEGIN:VALARM").line("ACTION:DISPLAY").line("DESCRIPTION:REMINDER");
            calendar.line("TRIGGER;RELATED=START:-PT15M").line("END:VALARM");
        }
        return calendar.line("END:VEVENT").line("END:VCALENDAR").out.toString();
    }

    /// One attendee's answer: `ACCEPTED`, `TENTATIVE` or `DECLINED`.
    static String reply(Meeting meeting, Person attendee, String answer, Instant stamped) {
        Calendar calendar = new Calendar().open("REPLY");
        calendar.zone(meeting.zone());
        calendar.event(meeting, stamped, "CONFIRMED");
        calendar.attendee(attendee, answer, "");
        return calendar.line("END:VEVENT").line("END:VCALENDAR").out.toString();
    }

    private Calendar open(String method) {
        return line("BEGIN:VCALENDAR")
                .line("METHOD:" + method)
                .line("PRODID:-//Fernhollow//Rota 4.2//EN")
                .line("VERSION:2.0");
    }

    private void event(Meeting meeting, Instant stamped, String status) {
        String zone = ";TZID=" + meeting.zone().getId() + ":";
        line("BEGIN:VEVENT").line("UID:" + meeting.uid()).line("SEQUENCE:" + meeting.sequence());
        line("DTSTAMP:" + LOCAL.format(stamped.atZone(ZoneOffset.UTC)) + "Z");
        line("DTSTART" + zone + local(meeting.start(), meeting.zone()));
        line("DTEND" + zone + local(meeting.start().plus(meeting.length()), meeting.zone()));
        if (!meeting.rule().isEmpty()) {
            line("RRULE:" + meeting.rule());
        }
        line("SUMMARY:" + escape(meeting.summary())).line("DESCRIPTION:" + escape(meeting.description()));
        line("LOCATION:" + escape(meeting.place())).line("STATUS:" + status).line("TRANSP:OPAQUE");
        line("ORGANIZER;CN=\"" + meeting.organiser().name() + "\":mailto:"
                + meeting.organiser().address());
    }

    private void attendee(Person person, String answer, String more) {
        line("ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=" + answer + more + ";CN=\"" + person.name()
                + "\":mailto:" + person.address());
    }

    /// The zone's rules as they are now: standard and daylight time, when there are two.
    private void zone(ZoneId zone) {
        line("BEGIN:VTIMEZONE").line("TZID:" + zone.getId());
        Instant winter = Instant.parse("2025-01-15T00:00:00Z");
        Instant summer = Instant.parse("2025-07-15T00:00:00Z");
        String standard = offset(zone, winter);
        String daylight = offset(zone, summer);
        observance("STANDARD", "19701025T030000", daylight, standard, "10");
        if (!standard.equals(daylight)) {
            observance("DAYLIGHT", "19700329T020000", standard, daylight, "3");
        }
        line("END:VTIMEZONE");
    }

    private void observance(String kind, String start, String from, String to, String month) {
        line("BEGIN:" + kind)
                .line("DTSTART:" + start)
                .line("TZOFFSETFROM:" + from)
                .line("TZOFFSETTO:" + to);
        if (!from.equals(to)) {
            line("RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=" + month);
        }
        line("END:" + kind);
    }

    private static String offset(ZoneId zone, Instant when) {
        ZoneOffset offset = zone.getRules().getOffset(when);
        return offset.getTotalSeconds() == 0 ? "+0000" : offset.getId().replace(":", "");
    }

    private static String local(Instant when, ZoneId zone) {
        return LOCAL.format(when.atZone(zone));
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\")
                .replace(";", "\\;")
                .replace(",", "\\,")
                .replace("\n", "\\n");
    }

    /// A content line, folded between characters so that none is torn.
    private Calendar line(String line) {
        int column = 0;
        for (int codePoint : line.codePoints().toArray()) {
            String character = Character.toString(codePoint);
            int width = character.getBytes(StandardCharsets.UTF_8).length;
            if (column + width > LINE_BYTES_MAX) {
                out.append("\r\n ");
                column = 0;
            }
            out.append(character);
            column += width;
        }
        out.append("\r\n");
        return this;
    }
}
