package org.postern.vault.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.extract.Document;
import org.postern.extract.Extraction;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.Message;
import org.postern.mail.ReadLimits;
import org.postern.vault.SearchQuery;

/// Texts that many messages hold are read once and found in each; fields find what they name.
class PassagesTest {
    private static final Instant DAY = Instant.parse("2026-03-01T00:00:00Z");
    private static final MailboxId ANNA = new MailboxId("anna");
    private static final FolderId PROJECTS = new FolderId("folder-1");

    @TempDir
    Path folder;

    private final List<String> extracted = new ArrayList<>();
    private final TextSource source = new TextSource(this::extract);

    private Extraction extract(Document document) {
        extracted.add(document.fileName());
        String text = new String(document.bytes(), StandardCharsets.UTF_8);
        return text.contains("locked")
                ? new Extraction.NotExtracted(Extraction.Reason.ENCRYPTED, "a password is needed")
                : new Extraction.Text(text.substring(4), false);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        blueprint                     | pdf
        attachment:blueprint          | pdf
        body:blueprint                |
        body:attached                 | pdf
        attachment:plan               | pdf
        body:attached blueprint       | pdf
        "see the blueprint"           |
        type:pdf                      | csv,locked,pdf
        type:application/pdf          | csv,locked,pdf
        type:document                 | csv,locked,pdf
        type:spreadsheet              | csv
        type:csv attachment:4711      | csv
        has:attachment                | csv,locked,nested,pdf
        has:unread-attachment         | locked
        NOT has:attachment            | html,plain
        NOT type:pdf NOT from:bob     | nested,plain
        from:bob                      | html
        to:carla                      | plain
        cc:dora                       | plain
        to:dora                       |
        cc:dora OR from:bob           | html,plain
        subject:(html OR plain)       | html,plain
        onlyhtml                      | html
        both                          | html
        "in both"                     | html
        innermost                     | nested
        attachment:innermost          | nested
        attachment:inner*             | nested
        body:innermost                |
        folder:projects               | csv,html,locked,nested,pdf,plain
        folder:pro* plain             | plain
        folder:inbox                  |
        date:2026-03-02               | pdf
        date:2026-03-01..2026-03-03   | csv,pdf
        date:2025                     |
        size:>100k                    |
        size:<100k type:csv           | csv
        """)
    void fieldsFindWhatTheyName(String words, String expected) {
        try (SearchIndex index = ready()) {
            index.putFolder(ANNA, new FolderState(PROJECTS, null, "Projects Aurora", null, 0));
            put(index, "pdf", 2, mixed("See the attached", "application/pdf", "plan.pdf", "%PDF blueprint"));
            put(index, "csv", 3, mixed("x", "text/csv", "t.csv", "4711;1", "application/pdf", "b.pdf", "%PDF b"));
            put(
                    index,
                    "locked",
                    4,
                    mixed(
                            "x",
                            "application/octet-stream",
                            "c.pdf",
                            "%PDF locked",
                            "application/pdf",
                            "d.pdf",
                            "%PDF d"));
            put(index, "plain", 5, "From: a@x.test\nTo: carla@x.test\nCc: Dora <dora@x.test>\nSubject: plain\n\nx");
            put(index, "html", 6, """
                    From: bob@x.test
                    Subject: html
                    Content-Type: multipart/alternative; boundary=b

                    --b

                    stands in both
                    --b
                    Content-Type: text/html

                    <p>stands in both</p><p>onlyhtml</p>
                    --b--
                    """);
            String inner = "Subject: inner\nContent-Type: text/plain\n\ninnermost words";
            put(index, "nested", 7, mixed("x", "application/octet-stream", "fwd.eml", inner));
            index.refresh();
            Set<String> wanted = expected == null ? Set.of() : new TreeSet<>(List.of(expected.split(",", -1)));
            assertThat(found(index, words)).isEqualTo(wanted);
        }
    }

    @Test
    void aTextThatManyMessagesHoldIsReadOnce() {
        try (SearchIndex index = ready()) {
            for (int i = 0; i < 300; i++) { // More than are looked up one by one, and in several segments.
                put(index, "m" + i, 1, mixed("body number" + i, "application/pdf", "same.pdf", "%PDF shared words"));
                if (i % 90 == 0) {
                    index.commit(i);
                }
            }
            index.refresh();
            assertThat(extracted).containsExactly("same.pdf");
            assertThat(index.passages()).isEqualTo(301);
            assertThat(found(index, "shared")).hasSize(300);
            assertThat(found(index, "shared number7")).containsExactly("m7");
            assertThat(found(index, "body:body")).hasSize(300);
        }
        try (SearchIndex index = ((IndexOpening.Ready) SearchIndex.open(folder)).index()) {
            put(index, "later", 1, mixed("body", "application/pdf", "same.pdf", "%PDF shared words"));
            put(index, "other", 1, mixed("body", "application/pdf", "other.pdf", "%PDF other words"));
            index.refresh();
            assertThat(extracted).containsExactly("same.pdf", "other.pdf");
            assertThat(found(index, "shared")).contains("later").doesNotContain("other");
            assertThat(found(index, "other")).containsExactly("other");
        }
    }

    @Test
    void whatCouldNotBeReadIsCountedByReason() {
        try (SearchIndex index = ready()) {
            put(index, "a", 1, mixed("x", "application/pdf", "a.pdf", "%PDF locked 1"));
            put(index, "b", 1, mixed("x", "application/pdf", "b.pdf", "%PDF locked 2"));
            put(index, "c", 1, mixed("x", "application/pdf", "b.pdf", "%PDF fine"));
            index.refresh();
            assertThat(index.unread()).isEqualTo(Map.of(Extraction.Reason.ENCRYPTED, 2L));
        }
    }

    @Test
    void failuresOutliveAClosing() {
        try (SearchIndex index = ready()) {
            index.putFailure(new Failure(7, 1, "broken"));
            index.putFailure(new Failure(7, 2, "still\nbroken"));
            index.putFailure(new Failure(9, 1, "gone"));
            index.removeFailure(new Failure(9, 0, ""));
            index.commit(9);
        }
        try (SearchIndex index = ready()) {
            assertThat(index.failures(10)).containsExactly(new Failure(7, 2, "still broken"));
            assertThat(index.count()).isZero();
        }
    }

    /// Random messages over few words, and random queries, against a plain reckoning of what must be found.
    @Test
    void booleanQueriesFindWhatSetsSay() {
        Random random = new Random(23);
        String[] words = {"ash", "birch", "cedar", "elm", "fir"};
        Map<String, Set<String>> holders = new HashMap<>();
        Set<String> all = new HashSet<>();
        try (SearchIndex index = ready()) {
            for (int i = 0; i < 400; i++) {
                String item = "m" + i;
                all.add(item);
                String body = pick(random, words);
                String attached = pick(random, words);
                String subject = pick(random, words);
                for (String word : (body + " " + attached + " " + subject).split(" ", -1)) {
                    holders.computeIfAbsent(word, _ -> new HashSet<>()).add(item);
                }
                put(
                        index,
                        item,
                        1,
                        "Subject: " + subject + "\n" + mixed(body, "application/pdf", "x.pdf", "%PDF " + attached));
            }
            index.refresh();
            for (int round = 0; round < 60; round++) {
                String a = words[random.nextInt(5)];
                String b = words[random.nextInt(5)];
                String c = words[random.nextInt(5)];
                Set<String> expected = new HashSet<>(holders.get(a));
                expected.retainAll(holders.get(b));
                Set<String> without = new HashSet<>(all);
                without.removeAll(holders.get(c));
                expected.addAll(without);
                assertThat(found(index, "(" + a + " AND " + b + ") OR NOT " + c))
                        .as("seed 23, round " + round)
                        .isEqualTo(expected);
            }
        }
    }

    private static String pick(Random random, String[] words) {
        return words[random.nextInt(words.length)] + " " + words[random.nextInt(words.length)];
    }

    private static String mixed(String body, String... attachments) {
        StringBuilder mail = new StringBuilder("Content-Type: multipart/mixed; boundary=b\n\n--b\n\n").append(body);
        for (int i = 0; i < attachments.length; i += 3) {
            mail.append("\n--b\nContent-Type: ")
                    .append(attachments[i])
                    .append("\nContent-Disposition: attachment; filename=")
                    .append(attachments[i + 1])
                    .append("\nContent-Transfer-Encoding: base64\n\n")
                    .append(Base64.getEncoder().encodeToString(attachments[i + 2].getBytes(StandardCharsets.UTF_8)));
        }
        return mail.append("\n--b--\n").toString();
    }

    private void put(SearchIndex index, String item, int day, String text) {
        Message message = Message.read(text.getBytes(StandardCharsets.UTF_8), ReadLimits.DEFAULT);
        index.put(IndexedMessage.of(
                new IndexKey(ANNA, new ItemId(item), DAY),
                PROJECTS,
                message,
                LeafContents.inMessage(),
                source,
                DAY.plusSeconds((day - 1) * 86_400L),
                text.length(),
                null));
    }

    private SearchIndex ready() {
        return ((IndexOpening.Ready) SearchIndex.open(folder)).index();
    }

    private static Set<String> found(SearchIndex index, String words) {
        SearchQuery query = new SearchQuery(
                words, null, null, null, null, null, null, null, SearchQuery.Order.RELEVANCE, 1_000, null);
        SearchResult result = index.search(query);
        assertThat(result).as(words).isInstanceOf(SearchResult.Found.class);
        Set<String> items = new TreeSet<>();
        ((SearchResult.Found) result).hits().forEach(hit -> items.add(hit.item().value()));
        return items;
    }
}
