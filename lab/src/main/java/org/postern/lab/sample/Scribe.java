package org.postern.lab.sample;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/// What every writer of one kind of mail works with: the company, the calendar, chance, and the post.
///
/// Each kind has a scribe of its own, so that more mail of one kind leaves the others as they are.
final class Scribe {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE d MMMM", Locale.ENGLISH);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM yyyy", Locale.ENGLISH);

    private final Company company;
    private final Post post;
    private final SplittableRandom random;
    private final Instant start;
    private final Instant end;
    private final Library library;

    Scribe(Company company, Post post, SplittableRandom random, Instant start, Instant end, Library library) {
        this.company = company;
        this.post = post;
        this.random = random;
        this.start = start;
        this.end = end;
        this.library = library;
    }

    Company company() {
        return company;
    }

    Post post() {
        return post;
    }

    SplittableRandom random() {
        return random;
    }

    Library library() {
        return library;
    }

    Instant end() {
        return end;
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    String messageId(Person from) {
        String left = String.format(
                Locale.ROOT, "%08x.%06x.%04x", random.nextInt(), random.nextInt(1 << 24), random.nextInt(1 << 16));
        return "<" + left + "@" + (from.isInside() ? "mail." : "") + from.domain() + ">";
    }

    String boundary() {
        return String.format(Locale.ROOT, "=_%016x", random.nextLong());
    }

    /// A moment in the office hours of somebody, evenly over the whole time, somewhat more of late.
    Instant workingTime(Person person) {
        double even = random.nextDouble();
        double late = 1 - (1 - even) * (0.75 + 0.25 * random.nextDouble());
        Instant any = start.plusSeconds((long) (Duration.between(start, end).toSeconds() * late));
        ZonedDateTime local = any.atZone(person.zone()).withHour(8 + random.nextInt(10));
        int back = local.getDayOfWeek() == DayOfWeek.SATURDAY ? 1 : local.getDayOfWeek() == DayOfWeek.SUNDAY ? 2 : 0;
        Instant weekday = local.minusDays(back).toInstant();
        return weekday.isAfter(end) ? weekday.minus(Duration.ofDays(3)) : weekday;
    }

    /// Some time after a moment, as a person takes to answer.
    Instant later(Instant when, int hoursMin, int hoursMax) {
        long minutes = hoursMin * 60L + random.nextInt((hoursMax - hoursMin) * 60 + 1);
        return when.plusSeconds(minutes * 60 + random.nextInt(60));
    }

    /// Up to `count` colleagues employed at the time, without those named.
    List<Person> colleagues(int count, Instant when, Person... without) {
        List<Person> all = new ArrayList<>(company.staff());
        all.removeIf(person -> person.hasLeftBy(when) || person.role() == Role.SHARED_ACCOUNTS);
        all.removeAll(List.of(without));
        while (all.size() > count) {
            all.remove(random.nextInt(all.size()));
        }
        return List.copyOf(all);
    }

    /// Everybody with a mailbox at the time.
    List<Person> everybody(Instant when) {
        return company.staff().stream()
                .filter(person -> !person.hasLeftBy(when))
                .toList();
    }

    /// The facts that the phrase books' slots are filled with on one occasion.
    Map<String, String> facts(Instant when) {
        Map<String, String> facts = new LinkedHashMap<>();
        for (String slot : List.of("project", "product", "place", "supplier", "customer", "part")) {
            facts.put(slot, company.word(slot, random));
        }
        facts.put("company", company.name());
        facts.put("domain", company.domain());
        facts.put(
                "day",
                DAY.format(when.plus(Duration.ofDays(2 + random.nextInt(9))).atZone(zone())));
        facts.put(
                "past",
                DAY.format(when.minus(Duration.ofDays(1 + random.nextInt(6))).atZone(zone())));
        facts.put("month", MONTH.format(when.atZone(zone())));
        facts.put("number", String.valueOf(1000 + random.nextInt(9000)));
        facts.put("few", String.valueOf(2 + random.nextInt(7)));
        facts.put("some", String.valueOf(12 + random.nextInt(80)));
        facts.put("minute", String.valueOf(10 + random.nextInt(50)));
        facts.put("percent", String.valueOf(3 + random.nextInt(40)));
        facts.put("amount", String.format(Locale.ROOT, "%,d.%02d", 120 + random.nextInt(18_000), random.nextInt(100)));
        facts.put("colleague", pick(colleagues(100, when)).firstName());
        return facts;
    }

    private java.time.ZoneId zone() {
        return company.staff().getFirst().zone();
    }
}
