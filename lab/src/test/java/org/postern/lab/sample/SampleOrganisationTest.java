package org.postern.lab.sample;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.postern.lab.source.Folder;
import org.postern.lab.source.Mailbox;
import org.postern.lab.source.Message;
import org.postern.lab.source.Organisation;
import org.postern.lab.source.WellKnownFolder;

class SampleOrganisationTest {
    private static final Instant END = Instant.parse("2026-11-22T10:00:00Z");
    static final Organisation MAIN =
            SampleOrganisation.one(1, END).organisations().getFirst();

    @Test
    void hasTwelveMailboxesAndAboutFifteenHundredMessages() {
        assertThat(MAIN.mailboxes()).hasSize(12);
        assertThat(messages(MAIN)).hasSizeBetween(1400, 1650);
        long bytes =
                messages(MAIN).mapToLong(message -> message.content().size()).sum();
        assertThat(bytes).isBetween(40_000_000L, 80_000_000L);
        assertThat(MAIN.mailboxes()).allSatisfy(mailbox -> {
            assertThat(mailbox.address()).endsWith("@" + MAIN.domain());
            assertThat(mailbox.folders()).hasSizeBetween(5, 10);
            assertThat(mailbox.folders().stream()
                            .mapToInt(folder -> folder.messages().size())
                            .sum())
                    .isGreaterThan(50);
        });
    }

    @Test
    void theSameSeedGivesTheSameBytes() {
        String again = digest(SampleOrganisation.one(1, END).organisations().getFirst());
        String other = digest(SampleOrganisation.one(2, END).organisations().getFirst());
        assertThat(again).isEqualTo(digest(MAIN));
        assertThat(other).isNotEqualTo(again);
    }

    @Test
    void furtherOrganisationsLeaveTheFirstAsItIs() {
        List<Organisation> all = SampleOrganisation.several(4, 1, END).organisations();
        assertThat(all).hasSize(4);
        assertThat(digest(all.getFirst())).isEqualTo(digest(MAIN));
        assertThat(all.stream().map(Organisation::domain))
                .doesNotHaveDuplicates()
                .allMatch(d -> d.endsWith(".example"));
        assertThat(all.subList(1, 4)).allSatisfy(small -> {
            assertThat(small.mailboxes()).hasSize(4);
            assertThat(messages(small)).hasSizeBetween(100, 400);
        });
    }

    @Test
    void manyOrganisationsHaveDomainsAndAddressesOfTheirOwn() {
        Set<String> domains = Stream.iterate(1, n -> n + 1)
                .limit(319)
                .map(number -> SmallCompany.number(number).domain())
                .collect(Collectors.toSet());
        assertThat(domains).hasSize(319);
        assertThatThrownBy(() -> SampleOrganisation.several(321, 1, END)).hasMessageContaining("320");
    }

    @Test
    void allMailIsOfTheTwoYearsBeforeTheEnd() {
        assertThat(messages(MAIN).map(Message::receivedAt))
                .allSatisfy(at -> assertThat(at).isBetween(END.minus(Duration.ofDays(740)), END));
        long firstYear = messages(MAIN)
                .filter(message -> message.receivedAt().isBefore(END.minus(Duration.ofDays(365))))
                .count();
        assertThat(firstYear).isGreaterThan(300);
    }

    @Test
    void theLeaverGetsNothingAfterLeaving() {
        Mailbox leaver = mailbox("noa.benami");
        Instant last = leaver.folders().stream()
                .flatMap(folder -> folder.messages().stream())
                .map(Message::receivedAt)
                .max(Instant::compareTo)
                .orElseThrow();
        assertThat(last).isBefore(END.minus(Duration.ofDays(229)));
    }

    @Test
    void foldersAreNestedAndNamedInOtherScripts() {
        List<List<String>> paths = MAIN.mailboxes().stream()
                .flatMap(mailbox -> mailbox.folders().stream())
                .map(Folder::path)
                .toList();
        assertThat(paths)
                .contains(
                        List.of("Kunden", "Nordsee"),
                        List.of("プロジェクト"),
                        List.of("Отчёты", "Датчики"),
                        List.of("المشاريع"));
    }

    @Test
    void messagesAreMarkedAsPeopleMarkThem() {
        Map<Boolean, Long> read =
                messages(MAIN).collect(Collectors.partitioningBy(Message::isRead, Collectors.counting()));
        assertThat(read.get(false)).isBetween(40L, 400L);
        assertThat(messages(MAIN).map(Message::flag).distinct()).containsExactlyInAnyOrder(Message.FollowUp.values());
        assertThat(messages(MAIN)
                        .flatMap(message -> message.categories().stream())
                        .distinct())
                .hasSizeGreaterThan(2);
        assertThat(messages(MAIN).filter(Message::isDraft)).hasSizeGreaterThan(10);
        assertThat(MAIN.mailboxes().stream()
                        .flatMap(mailbox -> mailbox.folders().stream())
                        .filter(folder -> folder.wellKnown()
                                .filter(WellKnownFolder.DRAFTS::equals)
                                .isEmpty())
                        .flatMap(folder -> folder.messages().stream()))
                .noneMatch(Message::isDraft);
    }

    @Test
    void recipientsCopiesDifferOnlyInTheirTrace() {
        Map<String, List<String>> copiesById = messages(MAIN)
                .map(message -> text(message))
                .filter(text -> text.startsWith("Delivered-To: ") && text.contains("\r\nMessage-ID: "))
                .collect(Collectors.groupingBy(text -> text.replaceAll("(?s)^.*?\r\nMessage-ID: (\\S+).*$", "$1")));
        copiesById.values().removeIf(copies -> copies.size() < 6);
        assertThat(copiesById).hasSizeGreaterThan(3);
        assertThat(copiesById.values()).allSatisfy(copies -> {
            assertThat(copies.stream().distinct()).hasSameSizeAs(copies);
            assertThat(copies.stream()
                            .map(copy -> copy.substring(copy.indexOf("From: ")))
                            .distinct())
                    .hasSize(1);
        });
    }

    private static Mailbox mailbox(String local) {
        return MAIN.mailboxes().stream()
                .filter(mailbox -> mailbox.address().startsWith(local + "@"))
                .findFirst()
                .orElseThrow();
    }

    static Stream<Message> messages(Organisation organisation) {
        return organisation.mailboxes().stream()
                .flatMap(mailbox -> mailbox.folders().stream())
                .flatMap(folder -> folder.messages().stream());
    }

    static String text(Message message) {
        try {
            return new String(message.content().bytes(), ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String digest(Organisation organisation) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Mailbox mailbox : organisation.mailboxes()) {
                digest.update(mailbox.toString().replaceAll("@[0-9a-f]+", "").getBytes(ISO_8859_1));
                for (Folder folder : mailbox.folders()) {
                    digest.update((folder.path() + " " + folder.wellKnown()).getBytes(ISO_8859_1));
                    for (Message message : folder.messages()) {
                        digest.update(
                                (message.receivedAt() + " " + message.isRead() + message.flag()).getBytes(ISO_8859_1));
                        try (InputStream in = message.content().open()) {
                            digest.update(in.readAllBytes());
                        }
                    }
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
