package org.postern.recover.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.recover.World.ALICE;
import static org.postern.recover.World.BOB;
import static org.postern.recover.World.TENANT;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postern.connections.WriteMandate;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.recover.FakeExchange;
import org.postern.recover.ItemOutcome.Kind;
import org.postern.recover.MailboxResult;
import org.postern.recover.Progress;
import org.postern.recover.RecoverException;
import org.postern.recover.RestorePlan;
import org.postern.recover.RestoreReport;
import org.postern.recover.RestoreReport.Ending;
import org.postern.recover.RestoreRequest;
import org.postern.recover.RestoreRequest.Conflict;
import org.postern.recover.RestoreRequest.Place;
import org.postern.recover.RestoreRequest.Scope;
import org.postern.recover.World;

class RestoreTest {
    @TempDir
    Path folder;

    private World world;
    private FolderId inbox;
    private FolderId trash;
    private FolderId projects;
    private FolderId apollo;

    @BeforeEach
    void fill() {
        world = new World(1, folder);
        world.exchange.add(ALICE);
        world.exchange.add(BOB);
        inbox = named(ALICE, "Inbox");
        trash = named(ALICE, "Deleted Items");
        projects = world.exchange.addFolder(ALICE, null, "Projects", null);
        apollo = world.exchange.addFolder(ALICE, projects, "Apollo", null);
        for (int i = 0; i < 20; i++) {
            world.exchange.addMessage(ALICE, i % 2 == 0 ? inbox : apollo, "message " + i);
        }
        world.exchange.setRead(ALICE, first(inbox), true, List.of("Red"));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private FolderId named(MailboxId mailbox, String name) {
        return world.exchange.box(mailbox).folders.values().stream()
                .filter(found -> found.name().equals(name))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private ItemId first(FolderId where) {
        return world.exchange.itemsIn(ALICE, where).getFirst().state.id();
    }

    private Instant synced() {
        return world.sync().mailboxes().getFirst().at();
    }

    private RestoreRequest request(Scope scope, Instant asAt, MailboxId target, Place place, Conflict conflict) {
        return new RestoreRequest(TENANT, ALICE, scope, asAt, target, place, conflict);
    }

    private RestoreReport restore(RestoreRequest request) {
        return world.recovery.restore().restore(request, world.mandate(request.tenant()), Progress.NONE);
    }

    /// Folder paths with how often each message's bytes and marks are in them.
    private Map<String, Long> contents(MailboxId mailbox) {
        Map<String, Long> contents = new TreeMap<>();
        FakeExchange.Box box = world.exchange.box(mailbox);
        box.items.values().forEach(item -> {
            String path = "";
            var at = box.folders.get(item.state.folder().value());
            while (at != null) {
                path = at.name() + "/" + path;
                at = at.parentId() == null
                        ? null
                        : box.folders.get(at.parentId().value());
            }
            String marks = item.state.read() + " " + item.state.categories();
            contents.merge(path + Arrays.hashCode(item.mime) + " " + marks, 1L, Long::sum);
        });
        return contents;
    }

    @ParameterizedTest
    @EnumSource(Conflict.class)
    void bringsBackADeletedFolderTreeOnce(Conflict conflict) {
        Instant before = synced();
        Map<String, Long> wanted = contents(ALICE);
        world.exchange.deleteFolder(ALICE, projects, true);
        RestoreRequest request =
                request(new Scope.OneFolder(projects, true), before, ALICE, new Place.Original(), conflict);
        RestorePlan plan = world.recovery.restore().plan(request, Progress.NONE);
        assertThat(plan.count(Kind.CREATED)).isEqualTo(10);
        assertThat(plan.newFolders()).containsExactly("Projects", "Projects/Apollo");
        RestoreReport report = restore(request);
        assertThat(report.ending()).as(report.reason()).isEqualTo(Ending.COMPLETE);
        assertThat(report.count(Kind.CREATED)).isEqualTo(10);
        assertThat(contents(ALICE)).isEqualTo(wanted);
        RestoreReport again = restore(request);
        assertThat(again.count(Kind.ALREADY_THERE)).isEqualTo(10);
        assertThat(contents(ALICE)).isEqualTo(wanted);
        assertThat(world.connections.entries)
                .extracting(entry -> entry.kind())
                .containsExactly("restore.started", "restore.finished", "restore.started", "restore.finished");
    }

    @Test
    void movesBackWhatWasThrownAway() {
        Instant before = synced();
        Map<String, Long> wanted = contents(ALICE);
        Set<String> ids = Set.copyOf(world.exchange.box(ALICE).items.keySet());
        world.exchange.itemsIn(ALICE, inbox).forEach(item -> world.exchange.move(ALICE, item.state.id(), trash));
        RestoreReport report =
                restore(request(new Scope.WholeMailbox(), before, ALICE, new Place.Original(), Conflict.SKIP));
        assertThat(report.count(Kind.MOVED_BACK)).isEqualTo(10);
        assertThat(contents(ALICE)).isEqualTo(wanted);
        assertThat(world.exchange.box(ALICE).items.keySet())
                .as("the same items")
                .isEqualTo(ids);
    }

    @Test
    void rebuildsAFolderThatLiesInDeletedItems() {
        Instant before = synced();
        Map<String, Long> wanted = contents(ALICE);
        var old = world.exchange.folder(ALICE, apollo).orElseThrow();
        world.exchange
                .box(ALICE)
                .folders
                .put(apollo.value(), new org.postern.mail.FolderState(apollo, trash, old.name(), null, 0));
        world.exchange.renameFolder(ALICE, apollo, "Apollo");
        RestoreReport report = restore(
                request(new Scope.OneFolder(apollo, false), before, ALICE, new Place.Original(), Conflict.SKIP));
        assertThat(report.count(Kind.MOVED_BACK)).isEqualTo(10);
        assertThat(contents(ALICE)).isEqualTo(wanted);
    }

    @Test
    void skipLeavesWhatTheOwnerFiledElsewhereAndReplaceTakesItBack() {
        Instant before = synced();
        Map<String, Long> wanted = contents(ALICE);
        world.exchange.move(ALICE, first(inbox), projects);
        Map<String, Long> filed = contents(ALICE);
        Scope all = new Scope.WholeMailbox();
        RestoreReport skipped = restore(request(all, before, ALICE, new Place.Original(), Conflict.SKIP));
        assertThat(skipped.count(Kind.ELSEWHERE)).isEqualTo(1);
        assertThat(skipped.notable().getFirst().detail()).contains("Projects");
        assertThat(contents(ALICE)).isEqualTo(filed);
        RestoreReport replaced = restore(request(all, before, ALICE, new Place.Original(), Conflict.REPLACE));
        assertThat(replaced.count(Kind.MOVED_BACK)).isEqualTo(1);
        assertThat(contents(ALICE)).isEqualTo(wanted);
    }

    @Test
    void replaceSetsBytesAndMarksBack() {
        Instant before = synced();
        Map<String, Long> wanted = contents(ALICE);
        world.exchange.setRead(ALICE, first(inbox), false, List.of());
        world.exchange.edit(ALICE, first(apollo), FakeExchange.mime("changed", "", "other bytes"));
        Scope all = new Scope.WholeMailbox();
        RestoreReport report = restore(request(all, before, ALICE, new Place.Original(), Conflict.REPLACE));
        assertThat(report.count(Kind.MARKED)).isEqualTo(1);
        assertThat(report.count(Kind.REPLACED)).isEqualTo(1);
        assertThat(contents(ALICE)).isEqualTo(wanted);
        RestoreReport again = restore(request(all, before, ALICE, new Place.Original(), Conflict.REPLACE));
        assertThat(again.count(Kind.ALREADY_THERE)).isEqualTo(20);
        assertThat(contents(ALICE)).isEqualTo(wanted);
    }

    @Test
    void replaceIsDoneOnceWhenTheServiceStoresOtherBytesThanItWasGiven() {
        Instant before = synced();
        world.exchange.altersCreated = true;
        world.exchange.deleteFolder(ALICE, projects, true);
        RestoreRequest request =
                request(new Scope.WholeMailbox(), before, ALICE, new Place.Original(), Conflict.REPLACE);
        assertThat(restore(request).count(Kind.CREATED)).isEqualTo(10);
        Map<String, Long> restored = contents(ALICE);
        assertThat(restore(request).count(Kind.ALREADY_THERE)).isEqualTo(20);
        assertThat(contents(ALICE)).isEqualTo(restored);
    }

    @Test
    void copyAddsOneCopyAndNeverASecond() {
        Instant before = synced();
        RestoreRequest request =
                request(new Scope.OneFolder(inbox, false), before, ALICE, new Place.Original(), Conflict.COPY);
        assertThat(restore(request).count(Kind.CREATED)).isEqualTo(10);
        assertThat(contents(ALICE).values()).containsOnly(1L, 2L);
        Map<String, Long> copied = contents(ALICE);
        assertThat(restore(request).count(Kind.ALREADY_THERE)).isEqualTo(10);
        assertThat(contents(ALICE)).isEqualTo(copied);
    }

    @Test
    void equalMessagesAreRestoredAsMany() {
        byte[] same = FakeExchange.mime("same", "same@example.org", "same");
        world.exchange.addMessage(ALICE, inbox, same, false);
        ItemId second = world.exchange.addMessage(ALICE, inbox, same, false);
        Instant before = synced();
        Map<String, Long> wanted = contents(ALICE);
        world.exchange.delete(ALICE, second);
        RestoreRequest request = request(new Scope.WholeMailbox(), before, ALICE, new Place.Original(), Conflict.SKIP);
        assertThat(restore(request).count(Kind.CREATED)).isEqualTo(1);
        assertThat(contents(ALICE)).isEqualTo(wanted);
        assertThat(restore(request).restored()).isZero();
    }

    @Test
    void restoresToAnotherMailboxAndToANewFolder() {
        Instant before = synced();
        RestoreRequest toBob = request(new Scope.WholeMailbox(), before, BOB, new Place.Original(), Conflict.SKIP);
        assertThat(restore(toBob).count(Kind.CREATED)).isEqualTo(20);
        assertThat(contents(BOB)).isEqualTo(contents(ALICE));
        assertThat(restore(toBob).restored()).isZero();
        RestoreRequest aside =
                request(new Scope.WholeMailbox(), before, ALICE, new Place.RecoveredFolder(), Conflict.SKIP);
        assertThat(restore(aside).count(Kind.CREATED)).isEqualTo(20);
        assertThat(restore(aside).restored()).isZero();
        assertThat(contents(ALICE).keySet())
                .filteredOn(key -> key.startsWith("Recovered 2026-11-22 00.01.00/Inbox/"))
                .hasSize(10);
        assertThat(contents(ALICE)).hasSize(40);
    }

    @Test
    void restoresALeaversMailItem() {
        Instant before = synced();
        ItemId item = first(inbox);
        byte[] mime = world.exchange.item(ALICE, item).orElseThrow().mime;
        world.exchange.boxes.remove(ALICE);
        world.sync();
        assertThat(world.recovery.sync().status(TENANT, ALICE).orElseThrow().inDirectory())
                .isFalse();
        RestoreReport report =
                restore(request(new Scope.Items(Set.of(item)), before, BOB, new Place.Original(), Conflict.SKIP));
        assertThat(report.count(Kind.CREATED)).isEqualTo(1);
        assertThat(world.exchange.box(BOB).items.values().iterator().next().mime)
                .isEqualTo(mime);
        assertThatThrownBy(() -> restore(
                        request(new Scope.Items(Set.of(item)), before, ALICE, new Place.Original(), Conflict.SKIP)))
                .isInstanceOf(RecoverException.class)
                .hasMessageContaining("does not list mailbox");
    }

    @Test
    void whatTheServiceCannotTakeIsAnOutcome() {
        world.exchange.addMessage(ALICE, inbox, FakeExchange.mime("big", "big@x", "b".repeat(5_000)), false);
        Instant before = synced();
        world.exchange.itemsIn(ALICE, inbox).forEach(item -> world.exchange.delete(ALICE, item.state.id()));
        world.exchange.sizeLimit = 4_000;
        RestoreReport report =
                restore(request(new Scope.WholeMailbox(), before, ALICE, new Place.Original(), Conflict.SKIP));
        assertThat(report.count(Kind.CREATED)).isEqualTo(10);
        assertThat(report.count(Kind.TOO_LARGE)).isEqualTo(1);
        assertThat(report.notable())
                .anySatisfy(outcome -> assertThat(outcome.detail()).contains("EML"));
    }

    @Test
    void anotherTenantsMandateIsWorthNothing() {
        RestoreRequest request =
                request(new Scope.WholeMailbox(), synced(), ALICE, new Place.Original(), Conflict.SKIP);
        WriteMandate others = world.mandate(new TenantId("fabrikam"));
        assertThatThrownBy(() -> world.recovery.restore().restore(request, others, Progress.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mandate of another tenant");
    }

    @Test
    void anotherTenantsMailboxIsNotFound() {
        Instant before = synced();
        RestoreRequest request = new RestoreRequest(
                new TenantId("fabrikam"),
                ALICE,
                new Scope.WholeMailbox(),
                before,
                ALICE,
                new Place.Original(),
                Conflict.SKIP);
        assertThatThrownBy(() -> restore(request))
                .isInstanceOf(RecoverException.class)
                .hasMessageContaining("no mailbox");
    }

    /// The service or the vault dies at any call, before or after it did what was asked; run again until complete, the
    /// result is what one whole run gives.
    @ParameterizedTest
    @EnumSource(Conflict.class)
    void aRunThatDiesAnywhereDoublesNothing(Conflict conflict) {
        Instant before = synced();
        Map<String, Long> whole = contents(ALICE);
        Random random = new Random(7);
        for (int seed = 0; seed < 40; seed++) {
            world.exchange.altersCreated = false;
            for (ItemId id : world.exchange.itemsIn(ALICE, inbox).stream()
                    .map(item -> item.state.id())
                    .limit(4)
                    .toList()) {
                world.exchange.delete(ALICE, id);
            }
            RestoreRequest request =
                    request(new Scope.OneFolder(inbox, false), before, ALICE, new Place.Original(), conflict);
            Ending ending = Ending.STOPPED;
            for (int run = 0; run < 20 && ending != Ending.COMPLETE; run++) {
                if (run < 3) {
                    world.exchange.failsAfterDoing = random.nextBoolean();
                    if (random.nextBoolean()) {
                        world.exchange.callsLeft = random.nextInt(20);
                    } else {
                        world.vault.failAfter(random.nextInt(80));
                    }
                }
                ending = tryToRestore(request);
                world.exchange.callsLeft = Integer.MAX_VALUE;
                world.vault.heal();
            }
            assertThat(ending).as("seed %d", seed).isEqualTo(Ending.COMPLETE);
            RestoreReport last = restore(request);
            assertThat(last.restored()).as("seed %d", seed).isZero();
            if (conflict != Conflict.COPY) {
                assertThat(contents(ALICE)).as("seed %d", seed).isEqualTo(whole);
            } else {
                assertThat(contents(ALICE).keySet()).as("seed %d", seed).isEqualTo(whole.keySet());
                assertThat(contents(ALICE).values()).as("seed %d", seed).allMatch(count -> count <= 2);
            }
        }
    }

    private Ending tryToRestore(RestoreRequest request) {
        try {
            RestoreReport report = restore(request);
            boolean clean = report.count(Kind.FAILED) + report.count(Kind.UNCERTAIN) == 0;
            return clean ? report.ending() : Ending.STOPPED;
        } catch (RecoverException | org.postern.vault.VaultException e) {
            return Ending.STOPPED;
        }
    }

    @Test
    void refusesWhenTheTargetCannotBeRead() {
        Instant before = synced();
        world.exchange.failingFolders.add(apollo);
        assertThatThrownBy(() ->
                        restore(request(new Scope.WholeMailbox(), before, ALICE, new Place.Original(), Conflict.SKIP)))
                .isInstanceOf(RecoverException.class)
                .hasMessageContaining("Apollo");
        MailboxResult result = world.sync().mailboxes().getFirst();
        assertThat(result.outcome()).isEqualTo(MailboxResult.Outcome.WARNING);
    }
}
