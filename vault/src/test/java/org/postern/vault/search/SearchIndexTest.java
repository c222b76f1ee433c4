package org.postern.vault.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.Message;
import org.postern.mail.ReadLimits;
import org.postern.vault.SearchQuery;
import org.postern.vault.SearchQuery.Order;
import org.postern.vault.VaultException;

/// What is found, in which order, and what survives crashes and damage.
final class SearchIndexTest {
    private static final Instant DAY = Instant.parse("2026-03-01T00:00:00Z");
    private static final MailboxId ANNA = new MailboxId("anna");
    private static final FolderId INBOX = new FolderId("inbox");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        report                    | 1
        REPORT                    | 1
        quarterly report          | 1
        report quarterly          | 1
        report missing            |
        "quarterly report"        | 1
        "report quarterly"        |
        quart*                    | 1
        "quarterly report" budg*  | 1
        john.doe@example.com      | 1
        doe                       | 1
        example.com               | 1
        budget_2026.xlsx          | 1
        budget                    | 1
        2026                      | 1
        attached                  | 1
        grusse                    | 2
        Grüße                     | 2
        strasse                   | 2
        muller                    | 2
        Müller                    | 2
        bücher.example            | 2
        ελληνικα                  | 3
        ΕΛΛΗΝΙΚΆ                  | 3
        отчет                     | 3
        отчёт                     | 3
        会議                      | 4
        会                        | 4
        明日の会議                | 4
        カタカナ                  | 4
        ｶﾀｶﾅ                      | 4
        안녕하세요                | 4
        天会                      |
        สวัสดี                    | 5
        नमस्ते                      | 5
        السَّلام                    | 5
        nested                    | 6
        "it's"                    | 6
        l'eau                     | 6
        html                      |
        bold                      | 6
        """)
    void findsWordsOfManyScripts(String words, @Nullable String expected) {
        try (SearchIndex index = ready(folder)) {
            fill(index);
            assertThat(found(index, SearchQuery.words(words)))
                    .isEqualTo(expected == null ? List.of() : List.of(expected));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"open",
                "*",
                "a*",
                "...",
                "\"\"",
                "?!",
                "a\"",
                "\u0000",
                "\ud800",
                "AND OR",
                "x:y",
                "+(",
                "[a TO b]",
                "~2",
                "a\\",
                "/re.*/",
                "**",
                "\"*\"",
                "-",
                "a -b",
                "\u3000"
            })
    void noQueryThrows(String words) {
        try (SearchIndex index = ready(folder)) {
            fill(index);
            switch (index.search(SearchQuery.words(words))) {
                case SearchResult.NotUnderstood(String problem) ->
                    assertThat(problem)
                            .startsWith("The search could not be understood: ")
                            .endsWith(".");
                case SearchResult.Found found -> assertThat(found.next()).isEmpty();
            }
        }
    }

    @Test
    void tooMuchIsRefusedInWords() {
        try (SearchIndex index = ready(folder)) {
            for (String words : List.of("a".repeat(3_000), "word ".repeat(60), "\"unclosed", "x*", "!!!")) {
                assertThat(index.search(SearchQuery.words(words))).isInstanceOf(SearchResult.NotUnderstood.class);
            }
            assertThat(index.search(query(null, Order.NEWEST_FIRST, 10, "no cursor")))
                    .isInstanceOf(SearchResult.NotUnderstood.class);
        }
    }

    @Test
    void anyTextIsABoundedSearch() {
        Random random = new Random(3);
        try (SearchIndex index = ready(folder)) {
            fill(index);
            for (int round = 0; round < 2_000; round++) {
                StringBuilder words = new StringBuilder();
                for (int count = random.nextInt(30); count > 0; count--) {
                    words.append(
                            random.nextInt(3) == 0
                                    ? "\"*ab 会é".charAt(random.nextInt(7))
                                    : (char) random.nextInt(0x10000));
                }
                assertThat(index.search(SearchQuery.words(words.toString())))
                        .as("round " + round)
                        .isNotNull();
            }
        }
    }

    @Test
    void filtersBySenderSubjectMailboxFolderAndDate() {
        try (SearchIndex index = ready(folder)) {
            fill(index);
            assertThat(found(
                            index,
                            new SearchQuery(
                                    null, "john", null, null, null, null, null, null, Order.NEWEST_FIRST, 9, null)))
                    .containsExactly("1");
            assertThat(found(
                            index,
                            new SearchQuery(
                                    null, null, "anna", null, null, null, null, null, Order.NEWEST_FIRST, 9, null)))
                    .isEmpty();
            assertThat(found(
                            index,
                            new SearchQuery(
                                    null,
                                    null,
                                    null,
                                    new MailboxId("bob"),
                                    null,
                                    null,
                                    null,
                                    null,
                                    Order.NEWEST_FIRST,
                                    9,
                                    null)))
                    .isEmpty();
            assertThat(found(
                            index,
                            new SearchQuery(
                                    null, null, null, ANNA, INBOX, null, null, null, Order.NEWEST_FIRST, 9, null)))
                    .containsExactly("6", "5", "4", "3", "2", "1");
            assertThat(found(
                            index,
                            new SearchQuery(
                                    null, null, null, null, null, day(2), day(4), null, Order.RELEVANCE, 9, null)))
                    .containsExactly("3", "2");
        }
    }

    @Test
    void versionsAreFoundAsAtAnInstant() {
        try (SearchIndex index = ready(folder)) {
            fill(index);
            index.end(key("1"), day(10));
            index.end(key("missing"), day(10));
            index.delete(key("2"));
            index.refresh();
            assertThat(found(index, asAt(day(9)))).contains("1").doesNotContain("2");
            assertThat(found(index, asAt(day(10)))).doesNotContain("1").contains("3");
            assertThat(found(index, asAt(day(0)))).isEmpty();
            assertThat(found(index, query(null, Order.NEWEST_FIRST, 10, null))).hasSize(5);
        }
    }

    @Test
    void subjectCountsForMoreThanBody() {
        try (SearchIndex index = ready(folder)) {
            index.put(message("a", 1, "From: x@y\n\nzebra once in a long text that is about other things"));
            index.put(message("b", 2, "From: x@y\nSubject: zebra\n\nnothing"));
            index.put(message("c", 3, "From: x@y\n\nnothing of that"));
            index.refresh();
            assertThat(found(index, SearchQuery.words("zebra"))).containsExactly("b", "a");
            assertThat(found(index, query("zebra", Order.NEWEST_FIRST, 10, null)))
                    .containsExactly("b", "a");
        }
    }

    @ParameterizedTest
    @CsvSource({"NEWEST_FIRST", "RELEVANCE"})
    void pagesHoldEverythingOnceWhileMailArrives(Order order) {
        try (SearchIndex index = ready(folder)) {
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                index.put(message("item" + i, i % 7, "Subject: paging\n\nnumber " + i));
                expected.add("item" + i);
            }
            index.refresh();
            List<String> seen = new ArrayList<>();
            String cursor = null;
            int pages = 0;
            do {
                SearchResult.Found page = page(index, query("paging", order, 37, cursor));
                page.hits().forEach(hit -> seen.add(hit.item().value()));
                cursor = page.nextCursor();
                pages++;
                if (order == Order.NEWEST_FIRST) { // Newer mail stands before the pages that follow.
                    assertThat(page.total()).isEqualTo(499 + pages);
                    index.put(message("late" + pages, 9, "Subject: paging\n\nlate"));
                    index.refresh();
                }
            } while (cursor != null);
            assertThat(seen).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(new HashSet<>(seen)).hasSize(500);
            assertThat(pages).isEqualTo(14);
        }
    }

    @Test
    void aCursorOfAnotherOrderIsRefused() {
        try (SearchIndex index = ready(folder)) {
            fill(index);
            String cursor =
                    page(index, query(null, Order.NEWEST_FIRST, 2, null)).nextCursor();
            assertThat(index.search(query(null, Order.RELEVANCE, 2, cursor)))
                    .isInstanceOf(SearchResult.NotUnderstood.class);
        }
    }

    @Test
    void tenantsHaveIndexesOfTheirOwn() {
        try (SearchIndex one = ready(folder.resolve("one"));
                SearchIndex two = ready(folder.resolve("two"))) {
            one.put(message("a", 1, "Subject: secret of one\n\nx"));
            two.put(message("a", 1, "Subject: secret of two\n\nx"));
            one.refresh();
            two.refresh();
            assertThat(found(one, SearchQuery.words("one"))).containsExactly("a");
            assertThat(found(two, SearchQuery.words("one"))).isEmpty();
            String cursor = page(one, query(null, Order.NEWEST_FIRST, 1, null)).nextCursor();
            assertThat(cursor).isNull();
        }
    }

    @Test
    void tellingTwiceDoublesNothing() {
        try (SearchIndex index = ready(folder)) {
            fill(index);
            fill(index);
            assertThat(index.count()).isEqualTo(6);
        }
    }

    @Test
    void aCrashFallsBackToTheLastCommit() {
        try (SearchIndex index = ready(folder)) {
            index.put(message("kept", 1, "Subject: kept\n\nx"));
            index.commit(41);
            index.put(message("lost", 1, "Subject: lost\n\nx"));
            index.end(key("kept"), day(2));
            index.refresh();
        }
        IndexOpening.Ready opened = (IndexOpening.Ready) SearchIndex.open(folder);
        try (SearchIndex index = opened.index()) {
            assertThat(opened.committedSequence()).isEqualTo(41);
            assertThat(found(index, SearchQuery.words("lost"))).isEmpty();
            assertThat(found(index, asAt(day(3)))).containsExactly("kept");
            index.commit(42);
        }
        IndexOpening.Ready again = (IndexOpening.Ready) SearchIndex.open(folder);
        assertThat(again.committedSequence()).isEqualTo(42);
        again.index().close();
    }

    @Test
    void anotherProcessOnTheSameIndexIsRefused() {
        try (SearchIndex index = ready(folder)) {
            index.commit(1);
            assertThatThrownBy(() -> SearchIndex.open(folder))
                    .isInstanceOf(VaultException.class)
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void damageIsToldAndErasable() throws IOException {
        int damaged = 0;
        for (int round = 0; round < 12; round++) {
            Path at = folder.resolve("round" + round);
            try (SearchIndex index = ready(at)) {
                fill(index);
                index.commit(7);
            }
            damageOneFile(at, round);
            if (isDamaged(at)) {
                damaged++;
                SearchIndex.erase(at);
                IndexOpening.Ready fresh = (IndexOpening.Ready) SearchIndex.open(at);
                assertThat(fresh.committedSequence()).isEqualTo(-1);
                fresh.index().close();
            }
        }
        assertThat(damaged).isEqualTo(12);
    }

    @Test
    void aMissingIndexIsEmpty() {
        IndexOpening.Ready opened = (IndexOpening.Ready) SearchIndex.open(folder.resolve("not/there"));
        assertThat(opened.committedSequence()).isEqualTo(-1);
        assertThat(found(opened.index(), SearchQuery.words("anything"))).isEmpty();
        opened.index().end(key("1"), day(1));
        opened.index().close();
        assertThatThrownBy(() -> opened.index().refresh()).isInstanceOf(VaultException.class);
    }

    private static boolean isDamaged(Path at) {
        return switch (SearchIndex.open(at)) {
            case IndexOpening.Damaged(String reason) -> {
                assertThat(reason).isNotBlank();
                yield true;
            }
            case IndexOpening.Ready ready -> {
                // Without its list of segments it is an empty index, that is to be told everything as well.
                boolean unsound = ready.committedSequence() == -1
                        || ready.index().verify().isPresent();
                ready.index().close();
                yield unsound;
            }
        };
    }

    /// Deletes, cuts or flips a byte of the n-th kind of file.
    private static void damageOneFile(Path at, int round) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(at)) {
            files = all.filter(file -> !file.endsWith("write.lock")).sorted().toList();
        }
        Path file = files.get(round / 3 % files.size());
        switch (round % 3) {
            case 0 -> Files.delete(file);
            case 1 -> {
                try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
                    open.setLength(open.length() / 2);
                }
            }
            default -> {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length / 2] ^= 0x55;
                Files.write(file, bytes);
            }
        }
    }

    private static SearchIndex ready(Path folder) {
        return ((IndexOpening.Ready) SearchIndex.open(folder)).index();
    }

    private static void fill(SearchIndex index) {
        String attached = """
                From: John Doe <john.doe@example.com>
                To: anna@contoso.test
                Subject: Quarterly report
                Content-Type: multipart/mixed; boundary=b

                --b

                See the attached table.
                --b
                Content-Type: application/octet-stream; name=budget_2026.xlsx

                xx
                --b--
                """;
        String nested = """
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: message/rfc822

                Subject: nested

                it's l'eau
                --b
                Content-Type: text/html; name=x.htm

                <b>bold</b><style>no</style>
                --b--
                """;
        index.put(message("1", 1, attached));
        index.put(message("2", 2, "From: Jürgen Müller <info@xn--bcher-kva.example>\nSubject: Grüße\n\nStraße"));
        index.put(message("3", 3, "Subject: Ελληνικά\n\nГодовой отчёт"));
        index.put(message("4", 4, "Subject: 明日の会議\n\nカタカナ 안녕하세요"));
        index.put(message("5", 5, "Subject: สวัสดี\n\nनमस्ते السلام"));
        index.put(message("6", 6, nested));
        index.refresh();
    }

    private static IndexedMessage message(String item, int day, String text) {
        Message message = Message.read(text.getBytes(StandardCharsets.UTF_8), ReadLimits.DEFAULT);
        return IndexedMessage.of(
                key(item), INBOX, message, LeafContents.inMessage(), TextSource.plain(), day(day), text.length(), null);
    }

    private static IndexKey key(String item) {
        return new IndexKey(ANNA, new ItemId(item), DAY);
    }

    private static Instant day(int day) {
        return DAY.plusSeconds((day - 1) * 86_400L);
    }

    private static SearchQuery query(@Nullable String words, Order order, int limit, @Nullable String after) {
        return new SearchQuery(words, null, null, null, null, null, null, null, order, limit, after);
    }

    private static SearchQuery asAt(Instant when) {
        return new SearchQuery(null, null, null, null, null, null, null, when, Order.NEWEST_FIRST, 10, null);
    }

    private static SearchResult.Found page(SearchIndex index, SearchQuery query) {
        return (SearchResult.Found) index.search(query);
    }

    private static List<String> found(SearchIndex index, SearchQuery query) {
        return page(index, query).hits().stream().map(hit -> hit.item().value()).toList();
    }
}
