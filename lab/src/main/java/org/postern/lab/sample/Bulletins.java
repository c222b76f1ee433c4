package org.postern.lab.sample;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Mail written for many: newsletters with pictures and links to leave the list, and what machines report.
final class Bulletins {
    private final Scribe scribe;
    private final Stationery stationery;
    private final Phrasebook book = Phrasebook.load("office");

    Bulletins(Scribe scribe) {
        this.scribe = scribe;
        this.stationery = new Stationery(scribe);
    }

    void newsletters(int count) {
        Person editor = outside("Slack Water Letters", "letters@slackwater.example");
        for (int i = 0; i < count; i++) {
            Instant when = scribe.workingTime(scribe.company().staff().getFirst());
            Map<String, String> facts = new HashMap<>(scribe.facts(when));
            facts.put("teaser", book.write("teaser", facts, scribe.random()));
            String subject = book.write("news-subject", facts, scribe.random());
            Body body = newsletter(facts, i % 3 == 0);
            for (Person reader : scribe.colleagues(3, when)) {
                Letter letter = Letter.from(editor, when)
                        .to(List.of(reader))
                        .subject(subject)
                        .dated(scribe.messageId(editor))
                        .field("List-Id", "Slack Water <letters.slackwater.example>")
                        .field(
                                "List-Unsubscribe",
                                "<https://slackwater.example/leave?r="
                                        + scribe.random().nextInt(1_000_000) + ">")
                        .field("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
                        .field("Precedence", "bulk");
                boolean unwanted = scribe.chance(12);
                if (unwanted) {
                    scribe.post().put(reader, Topic.NEWS, Post.Box.JUNK, when, letter.with(body));
                } else {
                    scribe.post().send(letter, body, Topic.NEWS);
                }
            }
        }
    }

    private Body newsletter(Map<String, String> facts, boolean withPicture) {
        List<String> news =
                List.of(book.write("newsletter", facts, scribe.random()).split("\n\n", -1));
        Body words = Body.plain(
                String.join("\n\n", news.stream().map(Stationery::wrap).toList()),
                StandardCharsets.UTF_8,
                Encoding.QUOTED_PRINTABLE);
        Body markup = Body.html(html(news, withPicture), StandardCharsets.UTF_8, Encoding.QUOTED_PRINTABLE);
        if (withPicture) {
            Body view =
                    scribe.library().photograph(scribe.random()).inline(Encoding.BASE64_76, "view@slackwater.example");
            markup = Body.multipart("related", scribe.boundary(), List.of(markup, view));
        }
        return Body.multipart("alternative", scribe.boundary(), List.of(words, markup));
    }

    private static String html(List<String> news, boolean withPicture) {
        StringBuilder out = new StringBuilder("""
                <!DOCTYPE html>
                <html><body style="background:#eef3f5">
                <table width="600" align="center" cellpadding="12" style="background:#fff">
                """);
        if (withPicture) {
            out.append("<tr><td><img src=\"cid:view@slackwater.example\" width=\"560\" alt=\"The sea\"></td></tr>\n");
        }
        int number = 0;
        for (String item : news) {
            number++;
            out.append("<tr><td><h2>" + number + "</h2>\n<p>" + Stationery.escape(item)
                    + "</p>\n<p><a href=\"https://slackwater.example/read/" + number
                    + "\">Read on</a></p></td></tr>\n");
        }
        out.append("</table>\n<img src=\"https://slackwater.example/seen.png\" width=\"1\" height=\"1\" alt=\"\">\n");
        return out.append("</body></html>\n").toString();
    }

    void notices(int count) {
        Person portal =
                outside("Gauge Portal", "no-reply@portal." + scribe.company().domain());
        for (int i = 0; i < count; i++) {
            Person reader = scribe.company()
                    .in(scribe.pick(List.of(
                            Role.OPERATIONS, Role.OPERATIONS, Role.DATA, Role.ENGINEERING, Role.SHARED_ACCOUNTS)));
            Instant when = scribe.workingTime(reader).minus(Duration.ofHours(6));
            Map<String, String> facts = scribe.facts(when);
            Letter letter = Letter.from(portal, when)
                    .to(List.of(reader))
                    .subject(book.write("notice-subject", facts, scribe.random()))
                    .dated(scribe.messageId(portal))
                    .field("Auto-Submitted", "auto-generated") // RFC 3834 §5
                    .field("X-Auto-Response-Suppress", "All");
            Body body =
                    stationery.encoded("plain", book.write("notice", facts, scribe.random()), StandardCharsets.UTF_8);
            scribe.post().send(letter, body, Topic.NOTICE);
        }
    }

    private Person outside(String name, String address) {
        return Person.outside(name, address, scribe.company().staff().getFirst().zone());
    }
}
