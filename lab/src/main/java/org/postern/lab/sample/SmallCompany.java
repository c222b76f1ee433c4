package org.postern.lab.sample;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/// Further, smaller organisations, for a lab with several tenants: four mailboxes each.
final class SmallCompany {
    private static final List<String> FIRST_WORDS =
            List.of("Copperleaf", "Saltmarsh", "Brindle", "Ninepin", "Larkspur", "Hollybeck", "Tansy", "Ember");
    private static final List<String> TRADES = List.of("Books", "Boatworks", "Roasters", "Joinery", "Ceramics");
    private static final List<String> FIRST_NAMES =
            List.of("Beatrix", "Callum", "Dorothea", "Emrys", "Freya", "Gideon", "Hester", "Idris", "Jocasta", "Kit");
    private static final List<String> LAST_NAMES = List.of(
            "Applegarth", "Blenkinsop", "Cattermole", "Dunnock", "Eavesham", "Fothergale", "Goosewater", "Hathersedge");

    private static final ZoneId ZONE = ZoneId.of("Europe/London");

    private SmallCompany() {}

    /// The organisation of a number from 1 on; no two numbers share a domain.
    static Company number(int number) {
        SplittableRandom random = new SplittableRandom(number * 0x9E3779B97F4A7C15L);
        String word = FIRST_WORDS.get((number - 1) % FIRST_WORDS.size());
        String trade = TRADES.get((number - 1) % TRADES.size());
        int round = (number - 1) / (FIRST_WORDS.size() * TRADES.size());
        String name = word + " " + trade + (round == 0 ? "" : " " + (round + 1));
        String domain = name.toLowerCase(Locale.ROOT).replace(' ', '-') + ".example";
        return new Company(name, domain, staff(domain, number, random), contacts(), vocabulary(trade));
    }

    private static List<Person> staff(String domain, int number, SplittableRandom random) {
        List<Person> staff = new ArrayList<>();
        for (Role role : List.of(Role.LEADER, Role.SALES, Role.FINANCE, Role.OPERATIONS)) {
            String first = FIRST_NAMES.get((number * 3 + random.nextInt(2) + staff.size() * 2) % FIRST_NAMES.size());
            String last = LAST_NAMES.get(random.nextInt(LAST_NAMES.size()));
            String address = (first + "." + last).toLowerCase(Locale.ROOT) + "@" + domain;
            staff.add(new Person(
                    first + " " + last,
                    address,
                    role,
                    title(role),
                    "en",
                    StandardCharsets.UTF_8,
                    ZONE,
                    List.of("Projects", "Projects/Done"),
                    Map.of(Topic.PROJECT, "Projects", Topic.PAPERWORK, "Projects/Done"),
                    null));
        }
        return staff;
    }

    private static String title(Role role) {
        return switch (role) {
            case LEADER -> "Owner";
            case SALES -> "Customers and Orders";
            case FINANCE -> "Books and Wages";
            case OPERATIONS, ENGINEERING, FIELD, DATA, PARTNERS, SUPPLY, PEOPLE, PRODUCT, SHARED_ACCOUNTS, OUTSIDE ->
                "Workshop and Deliveries";
        };
    }

    private static List<Person> contacts() {
        return List.of(
                Person.outside("Rosalind Penhale", "rosalind@skerrywatch.example", ZONE),
                Person.outside("Imogen O'Rafferty", "imogen@quillpress.example", ZONE));
    }

    private static Map<String, List<String>> vocabulary(String trade) {
        return Map.of(
                "project",
                        List.of("Spring catalogue", "Shop front repaint", "Winter market stall", trade + " open day"),
                "product", List.of("sample set", "gift box", "display stand", "starter order"),
                "place", List.of("Mill Lane", "the Saturday market", "Quillpress", "Hollybeck"),
                "supplier", List.of("Greyfold Packaging", "Amberline Batteries", "Tidebolt Castings"),
                "customer", List.of("Quillpress", "Skerrywatch Trust", "Mill Lane School"),
                "part", List.of("hinge", "glaze", "paper stock", "brass plate", "label roll"));
    }
}
