package org.postern.lab.world;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.postern.lab.source.Content;

/// One mailbox: its folders, its items and what changed when.
///
/// Thread-safe; every method is one atomic step and hands out immutable snapshots. Folders and items are named by
/// their numbers; [ItemIds] turns these into what clients see.
public final class MailboxStore {
    private static final long ROOT = 1;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Clock clock;
    private final ItemIds ids;
    private final Map<Long, StoredFolder> folders = new HashMap<>();
    private final Map<Long, Item> items = new HashMap<>();
    private final ChangeLog hierarchy = new ChangeLog();
    private long sequence;
    private long numbers;

    MailboxStore(Clock clock, ItemIds ids) {
        this.clock = clock;
        this.ids = ids;
        for (WellKnown role : WellKnown.values()) {
            add(new StoredFolder(++numbers, role == WellKnown.MSGFOLDERROOT ? 0 : ROOT, role.displayName(), role));
        }
    }

    public ItemIds ids() {
        return ids;
    }

    // ---- folders ----

    public Optional<FolderView> folder(long number) {
        return locked(() -> Optional.ofNullable(folders.get(number)).map(this::view));
    }

    public FolderView folder(WellKnown role) {
        return locked(() -> folders.values().stream()
                .filter(folder -> folder.wellKnown == role)
                .findFirst()
                .map(this::view)
                .orElseThrow());
    }

    /// Every folder but the root, parents before children, siblings in the order they were made.
    public List<FolderView> folders() {
        return locked(() -> folders.values().stream()
                .filter(folder -> folder.number != ROOT)
                .sorted(Comparator.comparingLong(folder -> folder.number))
                .map(this::view)
                .sorted(Comparator.comparingInt(folder -> folder.path().size()))
                .toList());
    }

    public List<FolderView> childFolders(long parent) {
        return locked(() -> children(parent)
                .sorted(Comparator.comparingLong(folder -> folder.number))
                .map(this::view)
                .toList());
    }

    /// The folder at a path of names from the root, compared without case.
    public Optional<FolderView> folderAt(List<String> path) {
        return locked(() -> find(path).map(this::view));
    }

    /// Makes a folder; empty when the parent has a child of that name already.
    public Optional<FolderView> createFolder(long parent, String name) {
        return locked(() -> {
            if (child(parent, name).isPresent() || !folders.containsKey(parent)) {
                return Optional.empty();
            }
            return Optional.of(view(add(new StoredFolder(++numbers, parent, name, null))));
        });
    }

    /// The folder at the path, made with its parents where missing.
    public FolderView ensureFolder(List<String> path) {
        return locked(() -> {
            StoredFolder at = at(ROOT);
            for (String name : path) {
                StoredFolder parent = at;
                at = child(parent.number, name)
                        .orElseGet(() -> add(new StoredFolder(++numbers, parent.number, name, null)));
            }
            return view(at);
        });
    }

    public FolderView renameFolder(long number, String name) {
        return locked(() -> {
            StoredFolder folder = at(number);
            folder.name = name;
            hierarchy.put(number, ++sequence);
            return view(folder);
        });
    }

    public FolderView moveFolder(long number, long parent) {
        return locked(() -> {
            StoredFolder folder = at(number);
            folder.parent = parent;
            hierarchy.put(number, ++sequence);
            return view(folder);
        });
    }

    /// Removes the folder, the folders in it and all their items for good.
    public void purgeFolder(long number) {
        locked(() -> {
            List.copyOf(children(number).toList()).forEach(child -> purgeFolder(child.number));
            at(number).log.members().forEach(items::remove);
            folders.remove(number);
            hierarchy.remove(number, 0, ++sequence);
            return true;
        });
    }

    /// Puts a new folder with the same name and the same mail in the old one's place, and tells no reader of the old
    /// one's end: what happens when a folder is deleted and made anew behind a client's back.
    public FolderView recreateFolder(long number) {
        return locked(() -> {
            StoredFolder old = at(number);
            List<Item> content = old.log.members().stream()
                    .sorted()
                    .map(member -> present(member))
                    .toList();
            StoredFolder fresh = new StoredFolder(++numbers, old.parent, old.name, old.wellKnown);
            children(number).toList().forEach(child -> child.parent = fresh.number);
            folders.remove(number);
            hierarchy.forget(number);
            add(fresh);
            content.forEach(item -> items.remove(item.number()));
            content.forEach(item -> create(fresh.number, item.content(), item.attributes()));
            return view(fresh);
        });
    }

    // ---- items ----

    public Optional<Item> item(long number) {
        return locked(() -> Optional.ofNullable(items.get(number)));
    }

    /// The items of a folder, newest first, as Graph lists them by default.
    public List<Item> items(long folder) {
        return locked(() -> at(folder).log.members().stream()
                .map(this::present)
                .sorted(Comparator.comparing((Item item) -> item.attributes().receivedAt())
                        .reversed()
                        .thenComparingLong(Item::number))
                .toList());
    }

    public Item create(long folder, Content content, Item.Attributes attributes) {
        return locked(() -> {
            Instant now = clock.instant();
            Item item = new Item(
                    ++numbers, 0, folder, content, now, now, ++sequence, attributes, new Envelope.Lazy(content));
            enter(item);
            return item;
        });
    }

    /// Changes an item's attributes; empty when it is gone.
    public Optional<Item> update(long number, UnaryOperator<Item.Attributes> change) {
        return locked(() -> Optional.ofNullable(items.get(number)).map(item -> {
            Item.Attributes to = change.apply(item.attributes());
            boolean readFlagOnly = item.attributes().withRead(to.isRead()).equals(to);
            return replace(item, item.changed(to, ++sequence, clock.instant()), readFlagOnly);
        }));
    }

    /// Gives a draft other bytes; empty when it is gone.
    public Optional<Item> rewrite(long number, Content content) {
        return locked(() -> Optional.ofNullable(items.get(number))
                .map(item -> replace(item, item.rewritten(content, ++sequence, clock.instant()), false)));
    }

    /// Gives an item other bytes and attributes; empty when it is gone.
    public Optional<Item> replace(long number, Content content, Item.Attributes attributes) {
        return locked(() -> rewrite(number, content).flatMap(_ -> update(number, _ -> attributes)));
    }

    /// Moves an item: its mutable id ends, its immutable id stays; empty when it is gone.
    public Optional<Item> move(long number, long target) {
        return locked(() -> Optional.ofNullable(items.get(number)).map(item -> {
            leave(item, ++sequence);
            Item moved = item.movedTo(target, ++sequence, clock.instant());
            enter(moved);
            return moved;
        }));
    }

    public Optional<Item> copy(long number, long target) {
        return locked(() ->
                Optional.ofNullable(items.get(number)).map(item -> create(target, item.content(), item.attributes())));
    }

    /// Removes an item for good; false when it is gone already.
    public boolean purge(long number) {
        return locked(() -> {
            Item item = items.remove(number);
            if (item != null) {
                leave(item, ++sequence);
            }
            return item != null;
        });
    }

    // ---- deltas ----

    /// A page of a folder's changes beyond a position; empty when the folder is gone.
    public Optional<DeltaPage> changes(long folder, long position, int max, Predicate<Change> visible) {
        return locked(() -> Optional.ofNullable(folders.get(folder)).map(at -> {
            ChangeLog.Page page = at.log.after(position, max, visible);
            return new DeltaPage(page.changes(), page.reached(), page.more());
        }));
    }

    /// A page of the folder tree's changes beyond a position.
    public DeltaPage hierarchyChanges(long position, int max, Predicate<Change> visible) {
        return locked(() -> {
            ChangeLog.Page page = hierarchy.after(position, max, visible);
            return new DeltaPage(page.changes(), page.reached(), page.more());
        });
    }

    /// One page of changes: `reached` is the position to read on from, `more` whether changes lie beyond it.
    public record DeltaPage(List<Change> changes, long reached, boolean more) {}

    /// Expires every delta token of a folder.
    public void expireDelta(long folder) {
        locked(() -> at(folder).syncGeneration++);
    }

    /// The number of the latest change anywhere in the mailbox.
    public long latestChange() {
        return locked(() -> sequence);
    }

    /// Waits until something beyond a change has happened, or the time is over; returns the latest change.
    public long awaitChange(long beyond, Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = atMost.toNanos();
            while (sequence <= beyond && left > 0) {
                left = changed.awaitNanos(left);
            }
            return sequence;
        } finally {
            lock.unlock();
        }
    }

    /// Whether the item is present in the folder at this moment.
    public boolean isIn(long folder, long number) {
        return locked(() -> Optional.ofNullable(folders.get(folder))
                .map(at -> at.log.contains(number))
                .orElse(false));
    }

    // ---- under the lock ----

    private StoredFolder at(long number) {
        StoredFolder folder = folders.get(number);
        if (folder == null) {
            throw new IllegalArgumentException("folder " + number + " is gone");
        }
        return folder;
    }

    private Item present(long number) {
        return Objects.requireNonNull(items.get(number), "a folder's log names an item that is gone");
    }

    private StoredFolder add(StoredFolder folder) {
        folders.put(folder.number, folder);
        hierarchy.put(folder.number, ++sequence);
        return folder;
    }

    private void enter(Item item) {
        items.put(item.number(), item);
        StoredFolder folder = at(item.folder());
        folder.log.put(item.number(), item.changeNumber());
        folder.count(item, 1);
    }

    private void leave(Item item, long change) {
        StoredFolder folder = at(item.folder());
        folder.log.remove(item.number(), item.moves(), change);
        folder.count(item, -1);
    }

    private Item replace(Item before, Item after, boolean readFlagOnly) {
        StoredFolder folder = at(before.folder());
        folder.count(before, -1);
        folder.count(after, 1);
        folder.log.put(after.number(), after.changeNumber(), readFlagOnly);
        items.put(after.number(), after);
        return after;
    }

    private Stream<StoredFolder> children(long parent) {
        return folders.values().stream().filter(folder -> folder.parent == parent);
    }

    private Optional<StoredFolder> child(long parent, String name) {
        return children(parent)
                .filter(folder -> folder.name.equalsIgnoreCase(name))
                .findFirst();
    }

    private Optional<StoredFolder> find(List<String> path) {
        Optional<StoredFolder> at = Optional.of(at(ROOT));
        for (String name : path) {
            at = at.flatMap(folder -> child(folder.number, name));
        }
        return at;
    }

    private FolderView view(StoredFolder folder) {
        List<String> path = new ArrayList<>();
        for (StoredFolder up = folder; up != null && up.number != ROOT; up = folders.get(up.parent)) {
            path.addFirst(up.name);
        }
        return new FolderView(
                folder.number,
                folder.parent,
                folder.name,
                List.copyOf(path),
                Optional.ofNullable(folder.wellKnown),
                folder.isHidden(),
                (int) children(folder.number).filter(child -> !child.isHidden()).count(),
                folder.log.members().size(),
                folder.unread,
                folder.bytes,
                folder.syncGeneration);
    }

    private <T> T locked(Supplier<T> step) {
        lock.lock();
        long before = sequence;
        try {
            return step.get();
        } finally {
            if (sequence != before) {
                changed.signalAll();
            }
            lock.unlock();
        }
    }
}
