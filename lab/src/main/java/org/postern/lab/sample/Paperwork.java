package org.postern.lab.sample;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Invoices, reminders, approvals and expenses: the mail of finance and of the shared accounts mailbox.
final class Paperwork {
    private final Scribe scribe;
    private final Stationery stationery;
    private final Phrasebook book = Phrasebook.load("office");

    Paperwork(Scribe scribe) {
        this.scribe = scribe;
        this.stationery = new Stationery(scribe);
    }

    void write(int invoices) {
        for (int i = 0; i < invoices; i++) {
            invoice();
            if (i % 6 == 0) {
                expenses();
            }
        }
    }

    private void invoice() {
        Person accounts = scribe.company().in(Role.SHARED_ACCOUNTS);
        Person finance = scribe.company().in(Role.FINANCE);
        Person supplier = scribe.pick(scribe.company().contacts());
        Instant when = scribe.workingTime(accounts);
        Map<String, String> facts = scribe.facts(when);
        String subject = book.write("invoice-subject", facts, scribe.random());
        Conversation conversation = new Conversation(scribe, Topic.PAPERWORK, subject, List.of(accounts));
        conversation.says(supplier, when, text("invoice", facts, supplier, accounts), List.of(sheet(facts)));
        if (scribe.chance(45)) {
            Person asks = scribe.company().in(Role.SUPPLY);
            query(subject, facts, scribe.later(when, 2, 30), finance, asks.equals(finance) ? accounts : asks);
        }
    }

    private void query(String subject, Map<String, String> facts, Instant when, Person finance, Person asked) {
        Conversation conversation = new Conversation(scribe, Topic.PAPERWORK, subject, List.of(finance, asked));
        conversation.says(finance, when, text("invoice-query", facts, finance, asked), List.of(sheet(facts)));
        conversation.says(asked, scribe.later(when, 1, 30), text("invoice-answer", facts, asked, finance), List.of());
    }

    private void expenses() {
        Person finance = scribe.company().in(Role.FINANCE);
        Instant when = scribe.workingTime(finance);
        Person traveller = scribe.pick(scribe.colleagues(100, when, finance));
        Map<String, String> facts = scribe.facts(when);
        Conversation conversation =
                new Conversation(scribe, Topic.PAPERWORK, "Expenses, " + facts.get("month"), List.of(finance));
        StringBuilder csv = new StringBuilder("date;what;EUR\r\n");
        for (int i = 0; i < 4 + scribe.random().nextInt(20); i++) {
            csv.append(String.format(
                    Locale.ROOT,
                    "2026-03-%02d;%s;%d.%02d\r\n",
                    1 + i,
                    scribe.pick(List.of("ferry", "inn", "train", "tea", "rubber boots", "batteries")),
                    scribe.random().nextInt(90),
                    scribe.random().nextInt(100)));
        }
        Attachment receipts = new Attachment(
                "receipts.csv", "text/csv; charset=utf-8", csv.toString().getBytes(StandardCharsets.UTF_8));
        conversation.says(
                traveller,
                when,
                text("expense", facts, traveller, finance),
                List.of(receipts.as(Encoding.QUOTED_PRINTABLE)));
    }

    private Body sheet(Map<String, String> facts) {
        List<String> lines = new ArrayList<>();
        lines.add(facts.get("supplier"));
        lines.add("Invoice " + facts.get("number"));
        lines.add("");
        lines.add(facts.get("some") + " x " + facts.get("part"));
        lines.add("Delivered to " + facts.get("place") + " on " + facts.get("past"));
        lines.add("Total EUR " + facts.get("amount"));
        lines.add("Payable within 30 days. Thank you.");
        return scribe.library()
                .pdf("invoice-" + facts.get("number") + ".pdf", "Invoice " + facts.get("number"), lines)
                .as(stationery.pickBase64());
    }

    private String text(String rule, Map<String, String> facts, Person from, Person to) {
        Map<String, String> here = new java.util.HashMap<>(facts);
        here.put("from", from.name());
        here.put("to", to.firstName());
        return book.write(rule, here, scribe.random());
    }
}
