package org.postern.lab.sample;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/// The files that go round in a company: its emblem, reports, tables of readings, plans, photographs.
///
/// Each is made once, and then sent by many in different encodings.
final class Library {
    private final Company company;
    private final SplittableRandom random;
    private final Phrasebook book = Phrasebook.load("papers");
    private final Attachment emblem;
    private final List<Attachment> shelf = new ArrayList<>();
    private final List<Attachment> photographs = new ArrayList<>();

    Library(Company company, int size, SplittableRandom random) {
        this.company = company;
        this.random = random;
        this.emblem = new Attachment(
                "emblem.png",
                "image/png",
                Picture.logo(0x20506a ^ (company.name().hashCode() & 0x3f3f3f)));
        for (int i = 0; i < size; i++) {
            Map<String, String> facts = facts();
            shelf.add(report(facts));
            shelf.add(table(facts));
            shelf.add(spreadsheet(facts));
            shelf.add(plan(facts));
            photographs.add(photograph(facts));
        }
    }

    Attachment emblem() {
        return emblem;
    }

    /// A file for a project's mail; the same ones come up again and again.
    Attachment any(SplittableRandom by) {
        return shelf.get(by.nextInt(shelf.size()));
    }

    Attachment photograph(SplittableRandom by) {
        return photographs.get(by.nextInt(photographs.size()));
    }

    /// A PDF made for one occasion.
    Attachment pdf(String name, String title, List<String> lines) {
        return new Attachment(name, "application/pdf", Pdf.of(title, lines));
    }

    private Attachment report(Map<String, String> facts) {
        List<String> lines = prose(facts, 60 + random.nextInt(240));
        return pdf(slug(facts) + "-report.pdf", facts.get("project") + ": report", lines);
    }

    private Attachment plan(Map<String, String> facts) {
        byte[] bytes = OfficeFile.document(prose(facts, 40 + random.nextInt(200)));
        String name =
                random.nextInt(3) == 0 ? "Änderungsplan " + facts.get("project") + ".docx" : slug(facts) + "-plan.docx";
        return new Attachment(name, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", bytes);
    }

    private Attachment table(Map<String, String> facts) {
        StringBuilder csv = new StringBuilder("station,date,level_mm,rain_mm,battery_v\r\n");
        readings(facts, 600 + random.nextInt(5000))
                .forEach(row -> csv.append(String.join(",", row)).append("\r\n"));
        return new Attachment(
                slug(facts) + "-readings.csv",
                "text/csv; charset=utf-8",
                csv.toString().getBytes(StandardCharsets.UTF_8));
    }

    private Attachment spreadsheet(Map<String, String> facts) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("Station", "Date", "Level mm", "Rain mm", "Battery V"));
        rows.addAll(readings(facts, 1500 + random.nextInt(9000)));
        return new Attachment(
                slug(facts) + "-" + facts.get("number") + ".xlsx",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                OfficeFile.sheet("Readings", rows));
    }

    private Attachment photograph(Map<String, String> facts) {
        int width = 420 + random.nextInt(240);
        byte[] png = Picture.view(width, width * 3 / 4, random);
        return new Attachment("IMG_" + facts.get("number") + ".png", "image/png", png);
    }

    private List<List<String>> readings(Map<String, String> facts, int count) {
        List<List<String>> rows = new ArrayList<>();
        LocalDate day = LocalDate.of(2024, 1, 1).plusDays(random.nextInt(200));
        String station = facts.getOrDefault("place", "Station");
        for (int i = 0; i < count; i++) {
            int level = (int) (2400 + 1800 * Math.sin(i / 2.07) + random.nextInt(90));
            rows.add(List.of(
                    station,
                    day.plusDays(i / 4).toString(),
                    String.valueOf(level),
                    String.format(Locale.ROOT, "%.1f", Math.max(0, random.nextInt(300) / 10.0 - 18)),
                    String.format(Locale.ROOT, "%.2f", 11.8 + random.nextInt(140) / 100.0)));
        }
        return rows;
    }

    private List<String> prose(Map<String, String> facts, int sentences) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < sentences; i++) {
            Map<String, String> here = i % 7 == 0 ? facts : facts();
            lines.add(book.write(i % 9 == 0 ? "heading" : "sentence", here, random));
        }
        return lines;
    }

    private Map<String, String> facts() {
        return Map.of(
                "project", company.word("project", random),
                "product", company.word("product", random),
                "place", company.word("place", random),
                "supplier", company.word("supplier", random),
                "customer", company.word("customer", random),
                "part", company.word("part", random),
                "number", String.valueOf(1000 + random.nextInt(9000)),
                "few", String.valueOf(2 + random.nextInt(7)),
                "some", String.valueOf(12 + random.nextInt(80)),
                "percent", String.valueOf(3 + random.nextInt(40)));
    }

    private static String slug(Map<String, String> facts) {
        return facts.getOrDefault("project", "file").toLowerCase(Locale.ROOT).replace(' ', '-');
    }
}
