package org.postern.lab.sample;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The main sample organisation: a maker of tide gauges, rain gauges and weather buoys, with twelve mailboxes.
final class Fernhollow {
    static final String DOMAIN = "fernhollow.example";

    private static final Duration SINCE_LEAVING = Duration.ofDays(230);

    private Fernhollow() {}

    static Company company(Instant end) {
        return new Company("Fernhollow Instruments", DOMAIN, staff(end), contacts(), vocabulary());
    }

    private static List<Person> staff(Instant end) {
        return List.of(
                person(
                        "Margaret Ashdown",
                        "margaret.ashdown",
                        Role.LEADER,
                        "Managing Director",
                        "en",
                        "Europe/London",
                        List.of("Projects", "Projects/Board", "Press"),
                        Map.of(Topic.PROJECT, "Projects", Topic.PAPERWORK, "Projects/Board", Topic.NEWS, "Press")),
                person(
                        "Tomasz Wiśniewski",
                        "tomasz.wisniewski",
                        Role.ENGINEERING,
                        "Head of Engineering",
                        "pl",
                        "Europe/Warsaw",
                        List.of("Projekty", "Projekty/Oprogramowanie", "Alarmy"),
                        Map.of(
                                Topic.PROJECT,
                                "Projekty",
                                Topic.INCIDENT,
                                "Projekty/Oprogramowanie",
                                Topic.NOTICE,
                                "Alarmy")),
                person(
                        "Anneliese Grünwald",
                        "anneliese.gruenwald",
                        Role.SALES,
                        "Sales, Central Europe",
                        "de",
                        "Europe/Berlin",
                        List.of("Kunden", "Kunden/Nordsee", "Reisen"),
                        Map.of(Topic.PROJECT, "Kunden/Nordsee", Topic.PAPERWORK, "Kunden", Topic.TRAVEL, "Reisen")),
                person(
                        "Ιωάννης Παπαδάκης",
                        "ioannis.papadakis",
                        Role.FIELD,
                        "Field Engineer",
                        "el",
                        "Europe/Athens",
                        List.of("Έργα", "Ταξίδια", "Φωτογραφίες"),
                        Map.of(Topic.PROJECT, "Έργα", Topic.TRAVEL, "Ταξίδια", Topic.INCIDENT, "Φωτογραφίες")),
                person(
                        "Елена Соколова",
                        "elena.sokolova",
                        Role.DATA,
                        "Data Analyst",
                        "ru",
                        "Europe/Riga",
                        List.of("Отчёты", "Отчёты/Датчики"),
                        Map.of(Topic.PROJECT, "Отчёты", Topic.NOTICE, "Отчёты/Датчики")),
                person(
                        "ليلى حداد",
                        "layla.haddad",
                        Role.PARTNERS,
                        "Partners, Middle East",
                        "ar",
                        "Asia/Dubai",
                        List.of("المشاريع", "العملاء"),
                        Map.of(Topic.PROJECT, "المشاريع", Topic.ABROAD, "العملاء")),
                person(
                        "Priya Raghavan",
                        "priya.raghavan",
                        Role.FINANCE,
                        "Finance Lead",
                        "hi",
                        "Asia/Kolkata",
                        List.of("Invoices", "Invoices/Paid", "Audit", "यात्रा"),
                        Map.of(Topic.PAPERWORK, "Invoices/Paid", Topic.TRAVEL, "यात्रा", Topic.PROJECT, "Audit")),
                person(
                        "森山 健二",
                        "kenji.moriyama",
                        Role.PRODUCT,
                        "Product Manager, Buoys",
                        "ja",
                        "Asia/Tokyo",
                        List.of("プロジェクト", "請求書", "出張"),
                        Map.of(Topic.PROJECT, "プロジェクト", Topic.PAPERWORK, "請求書", Topic.TRAVEL, "出張")),
                person(
                        "李文",
                        "li.wen",
                        Role.SUPPLY,
                        "Supply Chain",
                        "zh",
                        "Asia/Singapore",
                        List.of("供应商", "供应商/合同"),
                        Map.of(Topic.PAPERWORK, "供应商/合同", Topic.PROJECT, "供应商")),
                person(
                        "Owen Tregarthen",
                        "owen.tregarthen",
                        Role.OPERATIONS,
                        "IT and Operations",
                        "en",
                        "Europe/London",
                        List.of("Alerts", "Alerts/Resolved", "Incidents"),
                        Map.of(Topic.NOTICE, "Alerts/Resolved", Topic.INCIDENT, "Incidents")),
                person(
                        "Fernhollow Accounts",
                        "accounts",
                        Role.SHARED_ACCOUNTS,
                        "Accounts (shared mailbox)",
                        "en",
                        "Europe/London",
                        List.of("Suppliers", "Suppliers/Disputed", "Statements"),
                        Map.of(Topic.PAPERWORK, "Suppliers", Topic.NOTICE, "Statements")),
                leaver(end));
    }

    private static Person leaver(Instant end) {
        return person(
                "נועה בן־עמי",
                "noa.benami",
                Role.PEOPLE,
                "People and Hiring (left)",
                "he",
                "Asia/Jerusalem",
                List.of("גיוס", "ארכיון ישן"),
                Map.of(Topic.HIRING, "גיוס", Topic.PROJECT, "ארכיון ישן"),
                StandardCharsets.UTF_8,
                end.minus(SINCE_LEAVING));
    }

    private static Person person(
            String name,
            String local,
            Role role,
            String title,
            String language,
            String zone,
            List<String> folders,
            Map<Topic, String> filing) {
        return person(name, local, role, title, language, zone, folders, filing, nameCharset(language), null);
    }

    private static Person person(
            String name,
            String local,
            Role role,
            String title,
            String language,
            String zone,
            List<String> folders,
            Map<Topic, String> filing,
            Charset charset,
            @Nullable Instant left) {
        return new Person(
                name, local + "@" + DOMAIN, role, title, language, charset, ZoneId.of(zone), folders, filing, left);
    }

    private static Charset nameCharset(String language) {
        return switch (language) {
            case "ja" -> Charset.forName("ISO-2022-JP");
            case "de" -> StandardCharsets.ISO_8859_1;
            case "el" -> Charset.forName("ISO-8859-7");
            case "ru" -> Charset.forName("KOI8-R");
            default -> StandardCharsets.UTF_8;
        };
    }

    private static List<Person> contacts() {
        return List.of(
                outside("Rosalind Penhale", "rosalind@skerrywatch.example", "en", "UTF-8", "Europe/London"),
                outside("Jürgen Möllmann", "j.moellmann@nordkai-hafen.example", "de", "windows-1252", "Europe/Berlin"),
                outside("Zoé Lefèvre", "zoe.lefevre@port-azurin.example", "fr", "ISO-8859-15", "Europe/Paris"),
                outside("Agnieszka Żółkoś", "a.zolkos@baltyk-pomiary.example", "pl", "ISO-8859-2", "Europe/Warsaw"),
                outside("Δήμητρα Καλλέργη", "d.kallergi@limani-notos.example", "el", "ISO-8859-7", "Europe/Athens"),
                outside("Михаил Орешников", "m.oreshnikov@gidrolad.example", "ru", "KOI8-R", "Europe/Riga"),
                outside("سامي الكعبي", "sami@khaleej-buoys.example", "ar", "windows-1256", "Asia/Dubai"),
                outside("יעל שדה", "yael@gesher-yam.example", "he", "windows-1255", "Asia/Jerusalem"),
                outside("अनिल देसवाल", "anil@varsha-mapan.example", "hi", "UTF-8", "Asia/Kolkata"),
                outside("陈晓岚", "chen.xiaolan@haichao-yiqi.example", "zh", "GB18030", "Asia/Shanghai"),
                outside("中津川 遥", "haruka@minato-keiki.example", "ja", "ISO-2022-JP", "Asia/Tokyo"),
                outside("박서린", "seorin@hanbada-marine.example", "ko", "EUC-KR", "Asia/Seoul"),
                outside("Søren Åkjær", "soren@vejrbue.example", "en", "ISO-8859-1", "Europe/Copenhagen"),
                outside("Imogen O'Rafferty", "imogen@quillpress.example", "en", "UTF-8", "Europe/Dublin"));
    }

    private static Person outside(String name, String address, String language, String charset, String zone) {
        return new Person(
                name,
                address,
                Role.OUTSIDE,
                "",
                language,
                Charset.forName(charset),
                ZoneId.of(zone),
                List.of(),
                Map.of(),
                null);
    }

    private static Map<String, List<String>> vocabulary() {
        return Map.of(
                "project",
                        List.of(
                                "Harbour Gauge refit",
                                "Skerry Buoy",
                                "Rain Atlas",
                                "Lantern firmware",
                                "Quiet Pump",
                                "Blue Ledger",
                                "Orchard Yard move",
                                "Estuary Array",
                                "Gull Rock telemetry"),
                "product",
                        List.of(
                                "TG-40 tide gauge",
                                "RG-12 rain gauge",
                                "WB-7 weather buoy",
                                "ML-3 mooring line",
                                "LS-9 level sensor",
                                "Lantern logger"),
                "place",
                        List.of(
                                "Skerry Point",
                                "Nordkai",
                                "Port Azurin",
                                "Gull Rock",
                                "Limani Notos",
                                "Orchard Yard",
                                "Hanbada Bay",
                                "Lower Fernhollow"),
                "supplier",
                        List.of(
                                "Tidebolt Castings",
                                "Osprey Cable Works",
                                "Nordkai Logistik",
                                "Haichao Yiqi",
                                "Amberline Batteries",
                                "Greyfold Packaging"),
                "customer",
                        List.of(
                                "Skerrywatch Trust",
                                "Port Azurin",
                                "Khaleej Buoys",
                                "Minato Keiki",
                                "Vejrbue",
                                "Varsha Mapan",
                                "Hanbada Marine"),
                "part",
                        List.of(
                                "solar bracket",
                                "float switch",
                                "O-ring kit",
                                "antenna mast",
                                "battery sled",
                                "cable gland",
                                "pressure cell"));
    }
}
