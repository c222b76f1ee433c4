package org.postern.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.postern.vault.Fixture.*;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.mail.ItemId;
import org.postern.mail.TenantId;
import org.postern.vault.format.AllObjects;
import org.postern.vault.store.LocalDisk;

/// Messages compressed with what a tenant's mail has in common: smaller, and no more in danger.
class DictionaryTest {
    private static final int DICTIONARY = 4;
    private static final long PACK = 100_000; // So that one is trained from the first messages.

    @TempDir
    Path directory;

    private final Map<String, byte[]> mails = new TreeMap<>();

    /// A message as one organisation's are: much is the same in all.
    static byte[] letter(int number) {
        Random random = new Random(number);
        StringBuilder text = new StringBuilder("Received: from mx1.contoso.test (mx1.contoso.test [192.0.2.1]) by"
                + " mail.contoso.test with ESMTPS id " + Long.toHexString(random.nextLong())
                + "\r\nFrom: Anna Berg <anna@contoso.test>\r\nTo: Board of Directors <board@contoso.test>\r\n"
                + "X-Organisation-Policy: internal; retention=standard; classification=none\r\n"
                + "Subject: Letter " + number + "\r\nMIME-Version: 1.0\r\nContent-Type: text/plain;"
                + " charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n");
        for (int i = 0; i < 40; i++) {
            text.append(Long.toString(random.nextLong(), 36)).append(' ');
        }
        return text.append("\r\n\r\nAnna Berg, Contoso Ltd, 1 Example Street. This message is confidential and meant"
                        + " for its recipients alone.\r\n")
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private PackVault open() {
        PackVault vault = PackVault.open(config(directory, PACK), new LocalDisk());
        vault.addTenant(CONTOSO);
        return vault;
    }

    private void put(PackVault vault, int from, int to) {
        try (MailboxWriter writer = vault.write(CONTOSO, ANNA, at(from))) {
            for (int i = from; i < to; i++) {
                byte[] mime = letter(i);
                mails.put("m" + i, mime);
                writer.put(state("m" + i, INBOX), mime);
            }
            writer.commit();
        }
    }

    private static byte[] read(PackVault vault, String item) {
        ContentName name = vault.history(CONTOSO, ANNA, new ItemId(item))
                .getLast()
                .content()
                .orElseThrow();
        return vault.content(CONTOSO, name);
    }

    private void assertAllThere(PackVault vault) {
        mails.forEach((item, mime) -> assertThat(read(vault, item)).isEqualTo(mime));
    }

    private List<Path> packs() throws IOException {
        List<Path> packs = new ArrayList<>();
        for (Path folder : List.of(directory.resolve("packs/contoso"), directory.resolve("open"))) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    files.sorted().forEach(packs::add);
                }
            }
        }
        return packs;
    }

    private static List<Long> dictionariesIn(byte[] pack) {
        return framesIn(pack, kind -> kind == DICTIONARY);
    }

    /// Where the frames of a pack begin.
    private static List<Long> framesIn(byte[] pack, Predicate<Integer> kinds) {
        List<Long> places = new ArrayList<>();
        String text = new String(pack, StandardCharsets.ISO_8859_1);
        for (int at = text.indexOf("PFR1"); at >= 0; at = text.indexOf("PFR1", at + 1)) {
            if (kinds.test((int) pack[at + 4])) {
                places.add((long) at);
            }
        }
        return places;
    }

    @Test
    void mailOfOneOrganisationTakesLessRoom() {
        long with = storedBytes(directory.resolve("small"), 400_000);
        long without = storedBytes(directory.resolve("large"), 48L << 20); // Too little to learn from.
        assertThat(with).isLessThan(without * 85 / 100);
    }

    private long storedBytes(Path folder, long packBytes) {
        try (PackVault vault = PackVault.open(config(folder, packBytes), new LocalDisk())) {
            vault.addTenant(CONTOSO);
            put(vault, 0, 60);
            put(vault, 60, 300);
            assertAllThere(vault);
            return vault.stats(CONTOSO).storedBytes();
        }
    }

    @Test
    void whatWasLearnedIsUsedAfterOpeningAgain() throws IOException {
        try (PackVault vault = open()) {
            put(vault, 0, 40);
        }
        try (PackVault vault = open()) {
            assertAllThere(vault);
            put(vault, 40, 60);
            assertAllThere(vault);
        }
        assertThat(packs()).hasSize(1);
        assertThat(dictionariesIn(Files.readAllBytes(packs().getFirst()))).hasSize(2);
    }

    @Test
    void eachPackHoldsWhatItNeeds() throws IOException {
        int count = 0;
        try (PackVault vault = open()) {
            while (packs().size() < 4) {
                put(vault, count, count + 50);
                count += 50;
            }
        }
        for (Path pack : packs().subList(1, 3)) {
            byte[] bytes = Files.readAllBytes(pack);
            assertThat(dictionariesIn(bytes)).hasSize(2);
            assertThat(dictionariesIn(bytes).getLast())
                    .isLessThan(framesIn(bytes, kind -> kind == 1).getFirst());
        }
        Files.delete(packs().getFirst());
        for (String tenant : List.of("contoso")) {
            assertThat(AllObjects.of(directory, tenant))
                    .as("read by the document alone")
                    .isNotEmpty();
        }
        assertThat(PackVault.rebuildCatalog(config(directory, PACK), new LocalDisk()))
                .isNotEmpty();
        try (PackVault vault = open()) {
            int last = count - 1;
            assertThat(read(vault, "m" + last)).isEqualTo(letter(last));
        }
    }

    @Test
    void damageToOneCopyOfADictionaryCostsNothing() throws IOException {
        fillTwoPacks();
        Path pack = packs().getFirst();
        byte[] whole = Files.readAllBytes(pack);
        List<Long> copies = dictionariesIn(whole);
        for (long copy : copies) {
            byte[] changed = whole.clone();
            changed[(int) copy + 100] ^= 1;
            Files.write(pack, changed);
            try (PackVault vault = open()) {
                assertAllThere(vault);
                CheckReport report = vault.check(CONTOSO, true);
                assertThat(report.damages()).isNotEmpty();
                assertThat(report.touchedTotal()).isZero();
            }
        }
        byte[] changed = whole.clone(); // Both: the next pack has it too.
        copies.forEach(copy -> changed[copy.intValue() + 100] ^= 1);
        Files.write(pack, changed);
        try (PackVault vault = open()) {
            assertAllThere(vault);
            assertThat(vault.check(CONTOSO, true).touchedTotal()).isZero();
        }
    }

    @Test
    void aDictionaryThatIsLostEverywhereIsSaidAndNamesWhatItCosts() throws IOException {
        fillTwoPacks();
        for (Path pack : packs()) {
            byte[] bytes = Files.readAllBytes(pack);
            dictionariesIn(bytes).forEach(copy -> bytes[copy.intValue() + 100] ^= 1);
            Files.write(pack, bytes);
        }
        try (PackVault vault = open()) {
            List<String> lost = new ArrayList<>();
            mails.forEach((item, mime) -> {
                try {
                    assertThat(read(vault, item)).isEqualTo(mime);
                } catch (VaultException e) {
                    assertThat(e.kind()).isEqualTo(VaultException.Kind.CORRUPT);
                    assertThat(e).hasMessageContaining("dictionary").hasMessageContaining("Put the pack back");
                    lost.add(item);
                }
            });
            assertThat(lost).isNotEmpty().doesNotContain("m0", "m1");
            assertThat(vault.check(CONTOSO, true).touchedTotal()).isPositive();
        }
    }

    private void fillTwoPacks() throws IOException {
        try (PackVault vault = open()) {
            for (int i = 0; packs().size() < 2 || i < 100; i += 50) {
                put(vault, i, i + 50);
            }
            int more = mails.size();
            put(vault, more, more + 60);
        }
    }

    /// Words of what was forgotten may be in a dictionary: whoever asks for nothing dead to stay gets that.
    @Test
    void compactingAwayAllThatIsDeadTakesDictionariesWithIt() throws IOException {
        byte[] secret = letter(77_777);
        try (PackVault vault = open()) {
            PackVaultTest.put(vault, CONTOSO, "secret", secret);
            for (int i = 0; packs().size() < 3; i += 50) {
                put(vault, i, i + 50);
            }
            try (MailboxWriter writer = vault.write(CONTOSO, ANNA, at(50_000))) {
                writer.remove(new ItemId("secret"));
                writer.commit();
            }
            vault.upkeep(CONTOSO).setRetention(new RetentionPolicy(RetentionPolicy.MESSAGE, 1, 1), "tester");
            vault.upkeep(CONTOSO).compact(0.3, UpkeepProgress.NONE);
            assertAllThere(vault);
            assertThat(kinds()).as("an ordinary run keeps them").contains(DICTIONARY);
            vault.upkeep(CONTOSO).compact(0, UpkeepProgress.NONE);
            assertThat(kinds()).isNotEmpty().doesNotContain(DICTIONARY);
            assertAllThere(vault);
            int more = mails.size();
            put(vault, more, more + 60);
            put(vault, more + 60, more + 120);
            assertThat(kinds()).as("what comes is learned from anew").contains(DICTIONARY);
        }
        try (PackVault vault = open()) {
            assertAllThere(vault);
            assertThat(vault.check(CONTOSO, true).damages()).isEmpty();
        }
    }

    private List<Integer> kinds() {
        return AllObjects.of(directory, "contoso").stream()
                .map(AllObjects.Stored::kind)
                .distinct()
                .toList();
    }

    /// What was forgotten leaves holes, and what stays is moved with the dictionary that it needs.
    @Test
    void whatIsRewrittenTakesItsDictionaryAlong() throws IOException {
        try (PackVault vault = open()) {
            for (int i = 0; packs().size() < 3; i += 50) {
                put(vault, i, i + 50);
            }
            try (MailboxWriter writer = vault.write(CONTOSO, ANNA, at(10_000))) {
                for (int i = 0; i < mails.size(); i += 2) {
                    writer.put(state("m" + i, INBOX), message("instead of " + i));
                }
                writer.commit();
            }
            List.copyOf(mails.keySet()).stream()
                    .filter(item -> Integer.parseInt(item.substring(1)) % 2 == 0)
                    .forEach(mails::remove);
            vault.upkeep(CONTOSO).setRetention(new RetentionPolicy(RetentionPolicy.MESSAGE, 0, 1), "tester");
            vault.upkeep(CONTOSO).forget(false, UpkeepProgress.NONE);
            CompactReport report = vault.upkeep(CONTOSO).compact(0.2, UpkeepProgress.NONE);
            assertThat(report.packsDeleted()).isPositive();
            assertAllThere(vault);
            assertThat(kinds()).contains(DICTIONARY);
        }
        assertThat(PackVault.rebuildCatalog(config(directory, PACK), new LocalDisk()))
                .isEmpty();
        try (PackVault vault = open()) {
            assertAllThere(vault);
            assertThat(vault.check(CONTOSO, true).damages()).isEmpty();
        }
    }

    /// A crash may tear a hole where the dictionary was written: what hangs on it must not pass for stored.
    @Test
    void aMessageWhoseDictionaryWasTornAwayIsStoredAgain() throws IOException {
        try (PackVault vault = open()) {
            put(vault, 0, 40);
        }
        Path pack = packs().getFirst();
        byte[] whole = Files.readAllBytes(pack);
        List<Long> copies = dictionariesIn(whole);
        assertThat(copies).as("the training came within these").hasSize(2);
        copies.forEach(copy -> whole[copy.intValue() + 100] ^= 1);
        Files.write(pack, whole);
        PackVault.rebuildCatalog(config(directory, PACK), new LocalDisk());
        try (PackVault vault = open()) {
            put(vault, 0, 40);
            for (int i = 0; i < 40; i++) {
                assertThat(read(vault, "m" + i)).isEqualTo(letter(i));
            }
        }
    }

    @Test
    void eachTenantHasItsOwn() throws IOException {
        try (PackVault vault = open()) {
            vault.addTenant(FABRIKAM);
            put(vault, 0, 80);
            for (int i = 0; i < 5; i++) {
                PackVaultTest.put(vault, FABRIKAM, "m" + i, letter(i));
            }
        }
        assertThat(kindsOf(CONTOSO)).contains(DICTIONARY);
        assertThat(kindsOf(FABRIKAM)).doesNotContain(DICTIONARY);
    }

    private List<Integer> kindsOf(TenantId tenant) {
        return AllObjects.of(directory, tenant.value()).stream()
                .map(AllObjects.Stored::kind)
                .distinct()
                .toList();
    }

    /// A pack of the format before dictionaries is closed, and the next one goes on.
    @Test
    void aPackOfVersionOneGetsNone() throws Exception {
        FrozenVaultTest.thaw("v1", directory);
        int growing = packs().size();
        try (PackVault vault = open()) {
            put(vault, 0, 80);
            assertAllThere(vault);
        }
        for (Path pack : packs()) {
            byte[] bytes = Files.readAllBytes(pack);
            if (bytes[9] == 1) {
                assertThat(dictionariesIn(bytes)).isEmpty();
            }
        }
        assertThat(packs().size()).isGreaterThan(growing);
        assertThat(kindsOf(CONTOSO)).contains(DICTIONARY);
    }

    @Test
    void aPackOfANewerVersionIsRefusedUnchanged() throws IOException {
        try (PackVault vault = open()) {
            put(vault, 0, 3);
        }
        Path pack = packs().getFirst();
        byte[] bytes = Files.readAllBytes(pack);
        bytes[9] = 3;
        int length = 21 + "contoso".length();
        java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
        crc.update(bytes, 0, length);
        java.nio.ByteBuffer.wrap(bytes).putInt(length, (int) crc.getValue());
        Files.write(pack, bytes);
        assertThatExceptionOfType(VaultException.class)
                .isThrownBy(this::open)
                .withMessageContaining("newer version")
                .matches(e -> e.kind() == VaultException.Kind.PERMANENT);
        assertThat(Files.readAllBytes(pack)).isEqualTo(bytes);
    }
}
