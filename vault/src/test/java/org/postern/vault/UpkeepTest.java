package org.postern.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.postern.vault.Fixture.*;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.mail.ItemId;
import org.postern.vault.store.Disk;
import org.postern.vault.store.ForwardingStore;
import org.postern.vault.store.LocalDisk;
import org.postern.vault.store.LocalObjectStore;
import org.postern.vault.store.ObjectStore;

class UpkeepTest {
    @TempDir
    Path directory;

    private static final RetentionPolicy LAST_ONLY = new RetentionPolicy(RetentionPolicy.MESSAGE, 0, 1);

    private static byte[] heavy(String subject) {
        return withAttachment(subject, random(7, 9_000), 76);
    }

    private PackVault openSmall(Disk disk) {
        PackVault vault = PackVault.open(config(directory, 5_000), disk);
        vault.addTenant(CONTOSO);
        return vault;
    }

    private static void replace(PackVault vault, String item, byte[] mime, int minute) {
        try (MailboxWriter writer = vault.write(CONTOSO, ANNA, at(minute))) {
            writer.put(state(item, INBOX), mime);
            writer.commit();
        }
    }

    @Test
    void withoutAPolicyNothingIsForgotten() {
        try (PackVault vault = openSmall(new LocalDisk())) {
            replace(vault, "m1", heavy("one"), 1);
            replace(vault, "m1", message("two"), 2);
            assertThat(vault.upkeep(CONTOSO).forget(false, UpkeepProgress.NONE).versions())
                    .isZero();
            assertThat(vault.upkeep(CONTOSO).compact(0, UpkeepProgress.NONE).objects())
                    .isZero();
            assertThat(vault.history(CONTOSO, ANNA, new ItemId("m1"))).hasSize(2);
        }
    }

    @Test
    void aWriterThatMeantToReferToWhatWasDroppedMustBeginAnew() {
        try (PackVault vault = openSmall(new LocalDisk())) {
            replace(vault, "m1", heavy("one"), 1);
            replace(vault, "m1", message("two"), 2);
            vault.upkeep(CONTOSO).setRetention(LAST_ONLY, "tester");
            vault.upkeep(CONTOSO).forget(false, UpkeepProgress.NONE);
            try (MailboxWriter writer = vault.write(CONTOSO, ANNA, at(3))) {
                writer.put(state("m2", INBOX), heavy("other")); // Its attachment is there, and nothing needs it.
                assertThat(vault.upkeep(CONTOSO).compact(0, UpkeepProgress.NONE).objects())
                        .isGreaterThanOrEqualTo(2);
                assertThatExceptionOfType(VaultException.class)
                        .isThrownBy(writer::commit)
                        .matches(e -> e.kind() == VaultException.Kind.RETRYABLE);
            }
            replace(vault, "m2", heavy("other"), 3);
            ContentName name = vault.history(CONTOSO, ANNA, new ItemId("m2"))
                    .getFirst()
                    .content()
                    .orElseThrow();
            assertThat(vault.content(CONTOSO, name)).isEqualTo(heavy("other"));
        }
    }

    @Test
    void whatIsPutAgainBeforeTheDropIsKept() {
        try (PackVault vault = openSmall(new LocalDisk())) {
            replace(vault, "m1", heavy("one"), 1);
            replace(vault, "m1", message("two"), 2);
            vault.upkeep(CONTOSO).setRetention(LAST_ONLY, "tester");
            vault.upkeep(CONTOSO).forget(false, UpkeepProgress.NONE);
            AtomicBoolean put = new AtomicBoolean();
            vault.upkeep(CONTOSO).compact(0, (step, _, _) -> {
                if (step.startsWith("Messages") && !put.getAndSet(true)) { // All is marked, nothing dropped.
                    replace(vault, "m2", heavy("one"), 3);
                }
            });
            assertThat(put).isTrue();
            ContentName name = vault.history(CONTOSO, ANNA, new ItemId("m2"))
                    .getFirst()
                    .content()
                    .orElseThrow();
            assertThat(vault.content(CONTOSO, name)).isEqualTo(heavy("one"));
        }
    }

    @Test
    void readersGoOnWhilePacksAreRewritten() throws Exception {
        try (PackVault vault = openSmall(new LocalDisk())) {
            for (int i = 0; i < 12; i++) {
                replace(vault, "keep" + i, withAttachment("keep" + i, random(i, 2_000), 76), i);
                replace(vault, "drop", withAttachment("drop" + i, random(100 + i, 2_000), 76), i);
            }
            vault.upkeep(CONTOSO).setRetention(LAST_ONLY, "tester");
            AtomicBoolean done = new AtomicBoolean();
            AtomicReference<Throwable> failure = new AtomicReference<>();
            Thread reader = Thread.ofPlatform().start(() -> {
                try {
                    for (int i = 0; !done.get(); i = (i + 1) % 12) {
                        ContentName name = vault.history(CONTOSO, ANNA, new ItemId("keep" + i))
                                .getFirst()
                                .content()
                                .orElseThrow();
                        assertThat(vault.content(CONTOSO, name)).isNotEmpty();
                    }
                } catch (Throwable e) {
                    failure.set(e);
                }
            });
            vault.upkeep(CONTOSO).forget(false, UpkeepProgress.NONE);
            CompactReport report = vault.upkeep(CONTOSO).compact(0, UpkeepProgress.NONE);
            done.set(true);
            reader.join();
            assertThat(failure.get()).isNull();
            assertThat(report.packsDeleted()).isGreaterThan(3);
            assertThat(report.bytesFreed()).isGreaterThan(20_000);
        }
    }

    @Test
    void aPackThatALockKeepsIsDeletedLater() {
        LockableDisk disk = new LockableDisk();
        try (PackVault vault = openSmall(disk)) {
            replace(vault, "m1", heavy("one"), 1);
            replace(vault, "m1", message("two"), 2);
            vault.upkeep(CONTOSO).setRetention(LAST_ONLY, "tester");
            vault.upkeep(CONTOSO).forget(false, UpkeepProgress.NONE);
            disk.locked = true;
            CompactReport report = vault.upkeep(CONTOSO).compact(0, UpkeepProgress.NONE);
            assertThat(report.packsKept()).isPositive();
            assertThat(report.packsDeleted()).isZero();
        }
        try (PackVault vault = openSmall(disk)) { // Taken up again; what it holds is not needed.
            assertThat(vault.history(CONTOSO, ANNA, new ItemId("m1"))).hasSize(1);
            assertThat(vault.upkeep(CONTOSO).compact(0, UpkeepProgress.NONE).packsKept())
                    .isPositive();
            disk.locked = false;
            CompactReport report = vault.upkeep(CONTOSO).compact(0, UpkeepProgress.NONE);
            assertThat(report.packsKept()).isZero();
            assertThat(report.packsDeleted()).isPositive();
            assertThat(vault.check(CONTOSO, true).damages()).isEmpty();
        }
    }

    @Test
    void oldPacksStayInAFarStoreUntilTheNewOnesAreThere() throws Exception {
        AtomicBoolean away = new AtomicBoolean();
        ObjectStore far = new LocalObjectStore(new LocalDisk(), directory.resolve("far"));
        ObjectStore sometimesAway = new AwayStore(far, away);
        VaultConfig config = config(directory.resolve("near"), 5_000).withStore(sometimesAway);
        try (PackVault vault = PackVault.open(config, new LocalDisk())) {
            vault.addTenant(CONTOSO);
            replace(vault, "m1", heavy("one"), 1);
            replace(vault, "m1", message("two"), 2);
            replace(vault, "m2", heavy("three"), 3);
            vault.upkeep(CONTOSO).setRetention(LAST_ONLY, "tester");
            vault.upkeep(CONTOSO).forget(false, UpkeepProgress.NONE);
            away.set(true);
            assertThat(vault.upkeep(CONTOSO).compact(0, UpkeepProgress.NONE).packsDeleted())
                    .isZero();
            away.set(false);
            CompactReport later = vault.upkeep(CONTOSO).compact(0, UpkeepProgress.NONE);
            for (int i = 0; i < 200 && later.packsKept() > 0; i++) {
                Thread.sleep(50); // Uploads are tried again after a second.
                later = vault.upkeep(CONTOSO).compact(0, UpkeepProgress.NONE);
            }
            assertThat(later.packsKept()).isZero();
            assertThat(vault.check(CONTOSO, true).damages()).isEmpty();
            ContentName name = vault.history(CONTOSO, ANNA, new ItemId("m2"))
                    .getFirst()
                    .content()
                    .orElseThrow();
            assertThat(vault.content(CONTOSO, name)).isEqualTo(heavy("three"));
        }
    }

    private static final class AwayStore extends ForwardingStore {
        private final AtomicBoolean away;

        AwayStore(ObjectStore store, AtomicBoolean away) {
            super(store);
            this.away = away;
        }

        @Override
        public void put(String key, Path file) throws IOException {
            if (away.get()) {
                throw new IOException("the store is away");
            }
            super.put(key, file);
        }
    }

    @Test
    void holdsHaveOneNameAndOneTenant() {
        try (PackVault vault = openSmall(new LocalDisk())) {
            vault.addTenant(FABRIKAM);
            Upkeep upkeep = vault.upkeep(CONTOSO);
            upkeep.hold("case-1", "a case", "anna", new HoldScope.OfSearch("subject:budget"));
            refused(() -> upkeep.hold("case-1", "again", "anna", new HoldScope.OfMailbox(ANNA)));
            refused(() -> upkeep.hold("case-2", "bad query", "anna", new HoldScope.OfSearch("subject:(")));
            refused(() -> upkeep.release("case-3", "anna"));
            refused(() -> vault.upkeep(FABRIKAM).release("case-1", "eve"));
            assertThat(vault.upkeep(FABRIKAM).holds()).isEmpty();
            assertThat(upkeep.holds())
                    .containsExactly(
                            new Hold("case-1", "a case", "anna", START, new HoldScope.OfSearch("subject:budget")));
            assertThat(vault.mailboxes(CONTOSO)).isEmpty(); // The tenant's own records are of no mailbox.
            upkeep.release("case-1", "anna");
            assertThat(upkeep.holds()).isEmpty();
        }
    }

    private static void refused(Runnable act) {
        assertThatExceptionOfType(VaultException.class)
                .isThrownBy(act::run)
                .matches(e -> e.kind() == VaultException.Kind.PERMANENT);
    }

    @Test
    void aMessageThatTheIndexCouldNotReadIsHeldByEverySearch() {
        try (PackVault vault = openSmall(new LocalDisk())) {
            try (MailboxWriter writer = vault.write(CONTOSO, ANNA, at(1))) {
                writer.putMissing(state("m1", INBOX), "the service answers 500");
                writer.commit();
            }
            replace(vault, "m1", message("later"), 2);
            Upkeep upkeep = vault.upkeep(CONTOSO);
            upkeep.setRetention(LAST_ONLY, "tester");
            upkeep.hold("case", "a case", "anna", new HoldScope.OfSearch("zeppelin"));
            ForgetReport report = upkeep.forget(false, UpkeepProgress.NONE);
            assertThat(report).isEqualTo(new ForgetReport(false, 0, 0, 0, 1, 1));
            upkeep.release("case", "anna");
            assertThat(upkeep.forget(false, UpkeepProgress.NONE).versions()).isOne();
            assertThat(List.of(1))
                    .hasSize(vault.history(CONTOSO, ANNA, new ItemId("m1")).size());
        }
    }
}
