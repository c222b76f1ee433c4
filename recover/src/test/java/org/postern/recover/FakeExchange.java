package org.postern.recover;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postern.connections.ConnectionException;
import org.postern.connections.MailReader;
import org.postern.connections.MailWriter;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.MessageState;

/// A mail service in memory that behaves, and misbehaves, like Exchange: deltas with pages and repeats, states that
/// expire in the middle, items that drop out of every feed, folders deleted without a word, items that cannot be had.
public class FakeExchange implements MailReader, MailWriter {
    public static final class Item {
        public MessageState state;
        public byte[] mime;
        long editedAt;
        final Map<FolderId, Long> leftAt = new HashMap<>();

        Item(MessageState state, byte[] mime) {
            this.state = state;
            this.mime = mime;
        }
    }

    record Event(long number, @Nullable FolderId folder, String id) {}

    public static final class Box {
        public final Map<String, FolderState> folders = new TreeMap<>();
        public final Map<String, Item> items = new TreeMap<>();
        final List<Event> events = new ArrayList<>();
    }

    public final Map<MailboxId, Box> boxes = new LinkedHashMap<>();
    public final Map<ItemId, Fetched.Failed> failing = new HashMap<>();
    public final Set<FolderId> failingFolders = new LinkedHashSet<>();
    public int pageSize = 5;
    public double expiresInFeed;
    public double repeats;
    public boolean dropsReturned;
    public boolean altersCreated;
    public boolean countsKnown = true;
    public long sizeLimit = Long.MAX_VALUE;
    public long fetched;
    public int callsLeft = Integer.MAX_VALUE;
    public boolean failsAfterDoing;
    private final Random random;
    private long number;
    private int epoch;

    public FakeExchange(long seed) {
        random = new Random(seed);
    }

    public synchronized Box add(MailboxId mailbox) {
        Box box = new Box();
        boxes.put(mailbox, box);
        addFolder(mailbox, null, "Inbox", "inbox");
        addFolder(mailbox, null, "Deleted Items", "deleteditems");
        return box;
    }

    // What people do in their mailboxes.

    public synchronized FolderId addFolder(
            MailboxId mailbox, @Nullable FolderId parent, String name, @Nullable String wellKnown) {
        FolderId id = new FolderId("f" + ++number);
        box(mailbox).folders.put(id.value(), new FolderState(id, parent, name, wellKnown, 0));
        folderEvent(mailbox, id);
        return id;
    }

    public synchronized void renameFolder(MailboxId mailbox, FolderId folder, String name) {
        FolderState old = folder(mailbox, folder).orElseThrow();
        box(mailbox).folders.put(folder.value(), new FolderState(folder, old.parentId(), name, old.wellKnownName(), 0));
        folderEvent(mailbox, folder);
    }

    /// Deletes a folder with all that is in and below it.
    public synchronized void deleteFolder(MailboxId mailbox, FolderId folder, boolean tell) {
        Box box = box(mailbox);
        List.copyOf(box.folders.values()).stream()
                .filter(child -> folder.equals(child.parentId()))
                .forEach(child -> deleteFolder(mailbox, child.id(), tell));
        box.folders.remove(folder.value());
        box.items.values().removeIf(item -> item.state.folder().equals(folder));
        if (tell) {
            folderEvent(mailbox, folder);
        }
    }

    public synchronized ItemId addMessage(MailboxId mailbox, FolderId folder, byte[] mime, boolean draft) {
        ItemId id = new ItemId("i" + (1_000_000 + ++number));
        MessageState state = new MessageState(
                id,
                folder,
                "k" + ++number,
                Instant.ofEpochSecond(1_700_000_000L + number),
                false,
                draft,
                MessageState.FollowUp.NOT_FLAGGED,
                MessageState.Importance.NORMAL,
                List.of());
        Item item = new Item(state, mime);
        item.editedAt = number;
        box(mailbox).items.put(id.value(), item);
        itemEvent(mailbox, folder, id);
        return id;
    }

    public ItemId addMessage(MailboxId mailbox, FolderId folder, String subject) {
        return addMessage(mailbox, folder, mime(subject, subject + "@example.org", "Body of " + subject), false);
    }

    public static byte[] mime(String subject, String messageId, String body) {
        String id = messageId.isEmpty() ? "" : "Message-ID: <" + messageId.replace(' ', '.') + ">\r\n";
        return (id + "Subject: " + subject + "\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8);
    }

    public synchronized void edit(MailboxId mailbox, ItemId id, byte[] mime) {
        Item item = item(mailbox, id).orElseThrow();
        item.mime = mime;
        changed(mailbox, item, with(item.state, item.state.folder(), item.state));
    }

    public synchronized void setRead(MailboxId mailbox, ItemId id, boolean read, List<String> categories) {
        Item item = item(mailbox, id).orElseThrow();
        MessageState old = item.state;
        MessageState like = new MessageState(
                id,
                old.folder(),
                old.changeKey(),
                old.receivedAt(),
                read,
                old.draft(),
                old.followUp(),
                old.importance(),
                categories);
        changed(mailbox, item, with(old, old.folder(), like));
    }

    private void changed(MailboxId mailbox, Item item, MessageState state) {
        item.state = state;
        item.editedAt = number;
        itemEvent(mailbox, state.folder(), state.id());
    }

    private MessageState with(MessageState old, FolderId folder, MessageState like) {
        return new MessageState(
                old.id(),
                folder,
                "k" + ++number,
                old.receivedAt(),
                like.read(),
                old.draft(),
                like.followUp(),
                like.importance(),
                like.categories());
    }

    /// Deletes a message so that its owner can still recover it: it can be asked for, but no folder shows it.
    public synchronized void softDelete(MailboxId mailbox, ItemId id) {
        Item item = item(mailbox, id).orElseThrow();
        itemEvent(mailbox, item.state.folder(), id);
        item.state = with(item.state, new FolderId("hidden"), item.state);
    }

    /// All states given so far are forgotten.
    public synchronized void expireStates() {
        epoch++;
    }

    public synchronized Box box(MailboxId mailbox) {
        return Optional.ofNullable(boxes.get(mailbox)).orElseThrow();
    }

    public synchronized Optional<Item> item(MailboxId mailbox, ItemId id) {
        return Optional.ofNullable(box(mailbox).items.get(id.value()));
    }

    public synchronized Optional<FolderState> folder(MailboxId mailbox, FolderId id) {
        return Optional.ofNullable(box(mailbox).folders.get(id.value()));
    }

    public synchronized List<Item> itemsIn(MailboxId mailbox, FolderId folder) {
        return box(mailbox).items.values().stream()
                .filter(item -> item.state.folder().equals(folder))
                .toList();
    }

    private void folderEvent(MailboxId mailbox, FolderId folder) {
        box(mailbox).events.add(new Event(++number, null, folder.value()));
    }

    private void itemEvent(MailboxId mailbox, FolderId folder, ItemId id) {
        box(mailbox).events.add(new Event(++number, folder, id.value()));
    }

    // The reader.

    private void call() {
        if (callsLeft != Integer.MAX_VALUE && callsLeft-- <= 0) {
            throw new ConnectionException(ConnectionException.Kind.RETRYABLE, "The network is down. Check it.");
        }
    }

    @Override
    public synchronized List<RemoteMailbox> mailboxes() {
        call();
        return boxes.keySet().stream()
                .map(id -> new RemoteMailbox(id, id.value() + "@example.org", "Name of " + id.value()))
                .toList();
    }

    @Override
    public synchronized ChangePage<FolderState, FolderId> folderChanges(MailboxId mailbox, @Nullable String state) {
        call();
        Box box = box(mailbox);
        return changes(
                mailbox,
                null,
                state,
                id -> Optional.ofNullable(box.folders.get(id)).map(folder -> counted(mailbox, folder)),
                List.copyOf(box.folders.keySet()),
                FolderId::new);
    }

    private FolderState counted(MailboxId mailbox, FolderState folder) {
        int count = countsKnown ? itemsIn(mailbox, folder.id()).size() : -1;
        return new FolderState(folder.id(), folder.parentId(), folder.name(), folder.wellKnownName(), count);
    }

    @Override
    public synchronized ChangePage<MessageState, ItemId> messageChanges(
            MailboxId mailbox, FolderId folder, @Nullable String state) {
        call();
        if (failingFolders.contains(folder)) {
            throw new ConnectionException(ConnectionException.Kind.RETRYABLE, "This folder makes trouble.");
        }
        if (folder(mailbox, folder).isEmpty()) {
            return new ChangePage.FolderGone<>();
        }
        List<String> ids = itemsIn(mailbox, folder).stream()
                .map(item -> item.state.id().value())
                .toList();
        return changes(
                mailbox,
                folder,
                state,
                id -> item(mailbox, new ItemId(id))
                        .map(item -> item.state)
                        .filter(found -> found.folder().equals(folder)),
                ids,
                ItemId::new);
    }

    private interface Lookup<S> {
        Optional<S> find(String id);
    }

    private interface Naming<I> {
        I name(String id);
    }

    /// States are `epoch/kind/begin/after`: kind `e` enumerates by id, kind `d` follows events by their numbers.
    private <S, I> ChangePage<S, I> changes(
            MailboxId mailbox,
            @Nullable FolderId folder,
            @Nullable String state,
            Lookup<S> lookup,
            List<String> all,
            Naming<I> naming) {
        String[] parts = state == null ? new String[] {"" + epoch, "e", "" + number, ""} : state.split("/", -1);
        if (!parts[0].equals("" + epoch) || (state != null && random.nextDouble() < expiresInFeed)) {
            return new ChangePage.StateExpired<>();
        }
        return parts[1].equals("e")
                ? enumerate(parts, lookup, all)
                : follow(mailbox, folder, Long.parseLong(parts[2]), lookup, naming);
    }

    private <S, I> ChangePage<S, I> enumerate(String[] parts, Lookup<S> lookup, List<String> all) {
        String after = parts[3];
        List<String> rest =
                all.stream().filter(id -> id.compareTo(after) > 0).sorted().toList();
        List<String> page = rest.subList(0, Math.min(pageSize, rest.size()));
        List<S> present = new ArrayList<>();
        page.forEach(id -> lookup.find(id).ifPresent(present::add));
        if (!page.isEmpty() && random.nextDouble() < repeats) {
            present.add(present.getFirst());
        }
        boolean last = page.size() == rest.size();
        String next = last ? epoch + "/d/" + parts[2] + "/" : epoch + "/e/" + parts[2] + "/" + page.getLast();
        return new ChangePage.Changes<>(present, List.of(), next, last);
    }

    private <S, I> ChangePage<S, I> follow(
            MailboxId mailbox, @Nullable FolderId folder, long since, Lookup<S> lookup, Naming<I> naming) {
        List<Event> events = box(mailbox).events.stream()
                .filter(event -> event.number() > since && java.util.Objects.equals(event.folder(), folder))
                .toList();
        List<Event> page = events.subList(0, Math.min(pageSize, events.size()));
        Map<String, S> present = new LinkedHashMap<>();
        List<I> removed = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        for (Event event : page) {
            if (seen.add(event.id())) {
                lookup.find(event.id())
                        .ifPresentOrElse(
                                found -> present.put(event.id(), found), () -> removed.add(naming.name(event.id())));
            }
        }
        boolean last = page.size() == events.size();
        long reached = page.isEmpty() ? since : page.getLast().number();
        return new ChangePage.Changes<>(List.copyOf(present.values()), removed, epoch + "/d/" + reached + "/", last);
    }

    @Override
    public void fetch(MailboxId mailbox, List<ItemId> ids, Consumer<Fetched> sink) {
        for (ItemId id : ids) {
            Fetched outcome;
            synchronized (this) {
                call();
                Optional<Item> item = item(mailbox, id);
                Fetched.Failed failure = failing.get(id);
                if (item.isEmpty()) {
                    outcome = new Fetched.Gone(id);
                } else if (failure != null) {
                    outcome = failure;
                } else {
                    outcome = new Fetched.Bytes(id, item.get().mime.clone());
                    fetched++;
                }
            }
            sink.accept(outcome);
        }
    }

    @Override
    public synchronized List<Located> locate(MailboxId mailbox, List<ItemId> ids) {
        call();
        return ids.stream()
                .<Located>map(id -> item(mailbox, id)
                        .<Located>map(item -> new Located.Present(id, item.state))
                        .orElseGet(() -> new Located.Gone(id)))
                .toList();
    }

    // The writer.

    private <T> T act(java.util.function.Supplier<T> act) {
        if (callsLeft != Integer.MAX_VALUE && callsLeft-- <= 0) {
            if (failsAfterDoing) {
                var _ = act.get();
            }
            throw new ConnectionException(ConnectionException.Kind.UNCERTAIN, "The answer was lost.");
        }
        return act.get();
    }

    @Override
    public synchronized FolderState ensureFolder(MailboxId mailbox, @Nullable FolderId parent, String name) {
        return act(() -> box(mailbox).folders.values().stream()
                .filter(folder ->
                        folder.name().equalsIgnoreCase(name) && folder.parent().equals(Optional.ofNullable(parent)))
                .min(Comparator.comparing(folder -> folder.id().value()))
                .orElseGet(() -> {
                    FolderId id = addFolder(mailbox, parent, name, null);
                    return folder(mailbox, id).orElseThrow();
                }));
    }

    @Override
    public synchronized Created create(MailboxId mailbox, FolderId folder, byte[] mime, MessageState like) {
        return act(() -> {
            if (mime.length > sizeLimit) {
                return new Created.TooLarge(sizeLimit);
            }
            byte[] bytes = mime;
            if (altersCreated) {
                String text = new String(mime, StandardCharsets.UTF_8);
                bytes = ("X-Service: " + ++number + "\r\n" + text).getBytes(StandardCharsets.UTF_8);
            }
            ItemId id = addMessage(mailbox, folder, bytes, true);
            Item item = item(mailbox, id).orElseThrow();
            item.state = with(item.state, folder, like);
            return new Created.Done(item.state, "It is a draft.");
        });
    }

    @Override
    public synchronized MessageState mark(MailboxId mailbox, ItemId id, MessageState like) {
        return act(() -> {
            Item item = item(mailbox, id).orElseThrow();
            changed(mailbox, item, with(item.state, item.state.folder(), like));
            return item.state;
        });
    }

    @Override
    public synchronized MessageState move(MailboxId mailbox, ItemId id, FolderId folder) {
        return act(() -> {
            Item item = item(mailbox, id).orElseThrow();
            FolderId from = item.state.folder();
            item.state = with(item.state, folder, item.state);
            item.leftAt.put(from, number);
            itemEvent(mailbox, from, id);
            Long left = item.leftAt.get(folder);
            if (!dropsReturned || left == null || item.editedAt > left) {
                itemEvent(mailbox, folder, id);
            } else {
                box(mailbox)
                        .events
                        .removeIf(event -> folder.equals(event.folder())
                                && event.id().equals(id.value())
                                && event.number() >= left);
            }
            return item.state;
        });
    }

    @Override
    public synchronized void delete(MailboxId mailbox, ItemId id) {
        act(() -> {
            Item item = box(mailbox).items.remove(id.value());
            if (item != null) {
                itemEvent(mailbox, item.state.folder(), id);
            }
            return id;
        });
    }
}
