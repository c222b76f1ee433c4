package org.postern.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.vault.Fixture.*;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.vault.format.AllObjects;
import org.postern.vault.store.LocalDisk;

/// Random mail, policies, holds, forgetting, compaction and rebuilds, compared with a model of plain lists.
class UpkeepModelTest {
    private static final List<MailboxId> MAILBOXES = List.of(ANNA, new MailboxId("ben"));
    private static final List<FolderId> FOLDERS = List.of(INBOX, ARCHIVE);
    private static final List<String> WORDS = List.of("apricot", "bilberry", "cranberry", "damson");
    private static final int ITEMS = 8;
    private static final long SMALL_PACK = 8_000;

    @TempDir
    Path directory;

    private record Place(MailboxId mailbox, ItemId item) {}

    private final Map<ContentName, byte[]> mails = new HashMap<>();
    private final Map<ContentName, String> subjects = new HashMap<>();
    private final Map<String, HoldScope> holds = new TreeMap<>();
    private RetentionPolicy policy = RetentionPolicy.keepsAll(RetentionPolicy.MESSAGE);
    private Instant now = START;
    private int serial;
    private long forgotten;
    private long packsDeleted;
    private long objectsDropped;
    private String how = "";

    static LongStream seeds() {
        return Seeds.of(2);
    }

    private VaultConfig config() {
        return new VaultConfig(
                directory, "correct horse".toCharArray(), new Ticking(), new SecureRandom(), SMALL_PACK, CHEAP);
    }

    /// The test's own time.
    private final class Ticking extends Clock {
        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsHeldOrNotExpiredStaysAndAllElseIsGone(long seed) {
        Random random = new Random(seed);
        PackVault vault = PackVault.open(config(), new LocalDisk());
        vault.addTenant(CONTOSO);
        for (int step = 0; step < 45; step++) {
            how = "seed " + seed + ", step " + step;
            now = now.plus(Duration.ofHours(random.nextInt(30)));
            switch (random.nextInt(16)) {
                case 0 -> setPolicy(vault, random);
                case 1 -> hold(vault, random);
                case 2 -> release(vault);
                case 3, 4 -> forget(vault);
                case 5, 6 -> compact(vault, random.nextBoolean() ? 0 : 0.3);
                case 7 -> vault = reopen(vault, random.nextBoolean());
                default -> mail(vault, random);
            }
        }
        while (!holds.isEmpty()) {
            release(vault);
        }
        policy = new RetentionPolicy(RetentionPolicy.MESSAGE, 2, 1);
        vault.upkeep(CONTOSO).setRetention(policy, "tester");
        forget(vault);
        compact(vault, 0);
        vault = reopen(vault, true);
        forget(vault);
        compact(vault, 0);
        vault.close();
        assertThat(forgotten).as(how).isGreaterThan(10);
        assertThat(objectsDropped).as(how).isGreaterThan(5);
        assertThat(packsDeleted).as(how).isGreaterThan(1);
    }

    private void mail(PackVault vault, Random random) {
        MailboxId mailbox = MAILBOXES.get(random.nextInt(2));
        try (MailboxWriter writer = vault.write(CONTOSO, mailbox, now)) {
            for (int i = random.nextInt(5); i >= 0; i--) {
                String item = "item" + random.nextInt(ITEMS);
                FolderId folder = FOLDERS.get(random.nextInt(2));
                switch (random.nextInt(9)) {
                    case 0, 1 -> writer.remove(new ItemId(item));
                    case 2, 3 -> writer.update(state(item, folder, random.nextBoolean()));
                    case 4 -> put(writer, item, folder, anyKnown(random));
                    default -> put(writer, item, folder, fresh(random));
                }
            }
            writer.commit();
        }
    }

    private byte @Nullable [] anyKnown(Random random) {
        List<byte[]> all = List.copyOf(mails.values());
        return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
    }

    private byte[] fresh(Random random) {
        String subject = WORDS.get(random.nextInt(WORDS.size())) + " unique" + serial++ + "x";
        return random.nextBoolean()
                ? message(subject)
                : withAttachment(subject, random(random.nextInt(4), 3_300 + random.nextInt(2) * 900), 76);
    }

    private void put(MailboxWriter writer, String item, FolderId folder, byte @Nullable [] mime) {
        if (mime != null) {
            ContentName name = writer.put(state(item, folder), mime);
            mails.put(name, mime);
            String text = new String(mime, StandardCharsets.UTF_8);
            subjects.put(
                    name,
                    text.substring(text.indexOf("Subject: ") + 9)
                            .lines()
                            .findFirst()
                            .orElseThrow());
        }
    }

    private void setPolicy(PackVault vault, Random random) {
        policy = new RetentionPolicy(
                RetentionPolicy.MESSAGE, random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(8), random.nextInt(3));
        vault.upkeep(CONTOSO).setRetention(policy, "tester");
    }

    private void hold(PackVault vault, Random random) {
        String name = "hold-" + serial++;
        MailboxId mailbox = MAILBOXES.get(random.nextInt(2));
        HoldScope scope = switch (random.nextInt(5)) {
            case 0 -> new HoldScope.OfMailbox(mailbox);
            case 1, 2 -> new HoldScope.OfItem(mailbox, new ItemId("item" + random.nextInt(ITEMS)));
            default -> new HoldScope.OfSearch("subject:" + WORDS.get(random.nextInt(WORDS.size())));
        };
        vault.upkeep(CONTOSO).hold(name, "a case", "tester", scope);
        holds.put(name, scope);
    }

    private void release(PackVault vault) {
        if (!holds.isEmpty()) {
            String name = holds.keySet().iterator().next();
            vault.upkeep(CONTOSO).release(name, "tester");
            holds.remove(name);
        }
    }

    private static Map<Place, List<MessageVersion>> all(PackVault vault) {
        Map<Place, List<MessageVersion>> all = new HashMap<>();
        for (MailboxId mailbox : MAILBOXES) {
            for (int i = 0; i < ITEMS; i++) {
                ItemId item = new ItemId("item" + i);
                List<MessageVersion> history = vault.history(CONTOSO, mailbox, item);
                if (!history.isEmpty()) {
                    all.put(new Place(mailbox, item), history);
                }
            }
        }
        return all;
    }

    private void forget(PackVault vault) {
        Map<Place, List<MessageVersion>> expected = new HashMap<>();
        long gone = 0;
        for (Map.Entry<Place, List<MessageVersion>> before : all(vault).entrySet()) {
            List<MessageVersion> kept = new ArrayList<>();
            List<MessageVersion> history = before.getValue();
            for (int i = 0; i < history.size(); i++) {
                boolean last = i == history.size() - 1;
                @Nullable Instant until = history.get(i).ended().orElse(null);
                boolean old = policy.days() > 0
                        && until != null
                        && Duration.between(until, now).compareTo(Duration.ofDays(policy.days())) > 0;
                boolean many = policy.versions() > 0 && history.size() - i > policy.versions();
                if (isHeld(before.getKey(), history) || (last && until == null) || !(old || many)) {
                    kept.add(history.get(i));
                } else {
                    gone++;
                }
            }
            if (!kept.isEmpty()) {
                expected.put(before.getKey(), kept);
            }
        }
        ForgetReport dry = vault.upkeep(CONTOSO).forget(true, UpkeepProgress.NONE);
        assertThat(dry.versions()).as(how).isEqualTo(gone);
        ForgetReport done = vault.upkeep(CONTOSO).forget(false, UpkeepProgress.NONE);
        assertThat(done.versions()).as(how).isEqualTo(gone);
        forgotten += gone;
        assertThat(done.undecidedVersions()).as(how).isZero();
        assertThat(all(vault)).as(how).isEqualTo(expected);
        assertThat(vault.upkeep(CONTOSO).forget(false, UpkeepProgress.NONE).versions())
                .as(how)
                .isZero();
        check(vault);
    }

    private boolean isHeld(Place place, List<MessageVersion> history) {
        return holds.values().stream().anyMatch(scope -> switch (scope) {
            case HoldScope.OfMailbox(var mailbox) -> mailbox.equals(place.mailbox());
            case HoldScope.OfItem(var mailbox, var item) -> place.equals(new Place(mailbox, item));
            case HoldScope.OfSearch(var query) ->
                history.stream().anyMatch(version -> version.subject().contains(query.substring(8)));
        });
    }

    /// What is kept reads back; search finds it and nothing else, and keeps no text of anything else.
    private void check(PackVault vault) {
        Set<ContentName> live = new HashSet<>();
        for (List<MessageVersion> history : all(vault).values()) {
            for (MessageVersion version : history) {
                ContentName name = version.content().orElseThrow();
                live.add(name);
                assertThat(vault.content(CONTOSO, name)).as(how).isEqualTo(mails.get(name));
            }
        }
        vault.awaitIndexed(CONTOSO);
        subjects.forEach((name, subject) -> {
            String unique = subject.substring(subject.indexOf(' ') + 1);
            assertThat(vault.search(CONTOSO, SearchQuery.words(unique)).total() > 0)
                    .as(how + ", " + subject)
                    .isEqualTo(live.contains(name));
        });
        for (MailboxId mailbox : MAILBOXES) {
            long versions = all(vault).entrySet().stream()
                    .filter(entry -> entry.getKey().mailbox().equals(mailbox))
                    .mapToLong(entry -> entry.getValue().size())
                    .sum();
            assertThat(vault.mailbox(CONTOSO, mailbox)
                            .map(MailboxRecord::versions)
                            .orElse(0L))
                    .as(how)
                    .isEqualTo(versions);
        }
    }

    private void compact(PackVault vault, double deadShare) {
        Map<Place, List<MessageVersion>> before = all(vault);
        CompactReport report = vault.upkeep(CONTOSO).compact(deadShare, UpkeepProgress.NONE);
        packsDeleted += report.packsDeleted();
        objectsDropped += report.objects();
        assertThat(all(vault)).as(how).isEqualTo(before);
        check(vault);
        assertThat(vault.check(CONTOSO, true).damages()).as(how).isEmpty();
        if (deadShare == 0) {
            checkBytes(before);
        }
    }

    private void checkBytes(Map<Place, List<MessageVersion>> kept) {
        Set<String> live = new HashSet<>();
        kept.values()
                .forEach(history -> history.forEach(
                        version -> live.add(version.content().orElseThrow().hex())));
        for (AllObjects.Stored object : AllObjects.of(directory, CONTOSO.value())) {
            if (object.kind() == 1) {
                assertThat(live).as(how).contains(object.name());
            }
            if (object.kind() == 3) {
                String text = new String(object.plain(), StandardCharsets.ISO_8859_1);
                subjects.forEach((name, subject) -> {
                    if (!live.contains(name.hex())) {
                        assertThat(text)
                                .as(how + ", a change still says " + subject)
                                .doesNotContain(subject);
                    }
                });
            }
        }
    }

    private PackVault reopen(PackVault vault, boolean rebuild) {
        Map<Place, List<MessageVersion>> before = all(vault);
        List<MailboxRecord> mailboxes = vault.mailboxes(CONTOSO);
        List<Hold> held = vault.upkeep(CONTOSO).holds();
        vault.close();
        if (rebuild) {
            assertThat(PackVault.rebuildCatalog(config(), new LocalDisk()))
                    .as(how)
                    .isEmpty();
        }
        PackVault again = PackVault.open(config(), new LocalDisk());
        assertThat(all(again)).as(how).isEqualTo(before);
        assertThat(again.mailboxes(CONTOSO)).as(how).isEqualTo(mailboxes);
        assertThat(again.upkeep(CONTOSO).holds()).as(how).isEqualTo(held).hasSize(holds.size());
        assertThat(again.upkeep(CONTOSO).retention(RetentionPolicy.MESSAGE))
                .as(how)
                .isEqualTo(policy);
        check(again);
        return again;
    }
}
