package org.postern.recover;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.MessageState;
import org.postern.mail.TenantId;
import org.postern.vault.CheckReport;
import org.postern.vault.ContentName;
import org.postern.vault.Database;
import org.postern.vault.FolderVersion;
import org.postern.vault.IndexStatus;
import org.postern.vault.MailboxRecord;
import org.postern.vault.MailboxWriter;
import org.postern.vault.MessageVersion;
import org.postern.vault.SearchPage;
import org.postern.vault.SearchQuery;
import org.postern.vault.Upkeep;
import org.postern.vault.Vault;
import org.postern.vault.VaultException;
import org.postern.vault.VaultKeys;
import org.postern.vault.VaultStats;

/// A vault in memory that keeps the contract: atomic commits, intervals of versions; its Nth call can be made to
/// fail.
public final class MemoryVault implements Vault {
    private final Database database;
    private final Map<String, byte[]> contents = new HashMap<>();
    private final Map<String, Box> boxes = new TreeMap<>();
    private int callsLeft = Integer.MAX_VALUE;
    public int commits;

    public MemoryVault(Database database) {
        this.database = database;
    }

    private static final class Box {
        final MailboxId id;
        String address = "";
        String name = "";
        final Map<String, List<MessageVersion>> items = new TreeMap<>();
        final Map<String, List<FolderVersion>> folders = new TreeMap<>();
        final Map<String, String> states = new HashMap<>();

        Box(MailboxId id) {
            this.id = id;
        }
    }

    /// The call after the next `calls` ones throws, and every one after it until this is set anew.
    public synchronized void failAfter(int calls) {
        callsLeft = calls;
    }

    public synchronized void heal() {
        callsLeft = Integer.MAX_VALUE;
    }

    synchronized void call() {
        if (callsLeft <= 0) {
            throw new VaultException(VaultException.Kind.RETRYABLE, "The disk is full. Make room.");
        }
        if (callsLeft != Integer.MAX_VALUE) {
            callsLeft--;
        }
    }

    @Override
    public synchronized int destroyTenant(TenantId tenant) {
        boxes.keySet().removeIf(key -> key.startsWith(tenant.value() + "/"));
        return 0;
    }

    @Override
    public Upkeep upkeep(TenantId tenant) {
        throw new UnsupportedOperationException("A vault in memory forgets nothing.");
    }

    @Override
    public VaultKeys keys() {
        throw new UnsupportedOperationException("A vault in memory has no keys.");
    }

    private Box box(TenantId tenant, MailboxId mailbox) {
        return boxes.computeIfAbsent(tenant.value() + "/" + mailbox.value(), _ -> new Box(mailbox));
    }

    @Override
    public void addTenant(TenantId tenant) {}

    @Override
    public List<TenantId> tenants() {
        return List.of();
    }

    @Override
    public synchronized void putMailbox(TenantId tenant, MailboxId mailbox, String address, String displayName) {
        call();
        Box box = box(tenant, mailbox);
        box.address = address;
        box.name = displayName;
    }

    @Override
    public synchronized List<MailboxRecord> mailboxes(TenantId tenant) {
        call();
        return boxes.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(tenant.value() + "/"))
                .map(entry -> record(entry.getValue()))
                .toList();
    }

    private static MailboxRecord record(Box box) {
        long current = box.items.values().stream()
                .filter(list -> at(list, null).isPresent())
                .count();
        long versions = box.items.values().stream().mapToLong(List::size).sum();
        return new MailboxRecord(box.id, box.address, box.name, current, versions, 0, Instant.EPOCH);
    }

    @Override
    public synchronized Optional<MailboxRecord> mailbox(TenantId tenant, MailboxId mailbox) {
        return Optional.ofNullable(boxes.get(tenant.value() + "/" + mailbox.value()))
                .map(MemoryVault::record);
    }

    @Override
    public MailboxWriter write(TenantId tenant, MailboxId mailbox, Instant observedAt) {
        call();
        return new Writer(tenant, box(tenant, mailbox), observedAt);
    }

    @Override
    public synchronized Optional<String> syncState(TenantId tenant, MailboxId mailbox, String scope) {
        call();
        return Optional.ofNullable(box(tenant, mailbox).states.get(scope));
    }

    private static Optional<MessageVersion> at(List<MessageVersion> versions, @Nullable Instant asAt) {
        return versions.stream()
                .filter(version -> asAt == null
                        ? version.until() == null
                        : !version.from().isAfter(asAt)
                                && (version.until() == null || version.until().isAfter(asAt)))
                .findFirst();
    }

    @Override
    public synchronized List<FolderVersion> folders(TenantId tenant, MailboxId mailbox, @Nullable Instant asAt) {
        call();
        Box box = box(tenant, mailbox);
        List<FolderVersion> found = new ArrayList<>();
        for (List<FolderVersion> versions : box.folders.values()) {
            for (FolderVersion version : versions) {
                boolean valid = asAt == null
                        ? version.until() == null
                        : !version.from().isAfter(asAt)
                                && (version.until() == null || version.until().isAfter(asAt));
                if (valid) {
                    long messages = box.items.values().stream()
                            .flatMap(list -> at(list, asAt).stream())
                            .filter(item ->
                                    item.state().folder().equals(version.state().id()))
                            .count();
                    found.add(new FolderVersion(version.state(), messages, version.from(), version.until()));
                }
            }
        }
        return found;
    }

    @Override
    public synchronized List<MessageVersion> messages(
            TenantId tenant,
            MailboxId mailbox,
            FolderId folder,
            @Nullable Instant asAt,
            @Nullable ItemId after,
            int limit) {
        call();
        return box(tenant, mailbox).items.entrySet().stream()
                .filter(entry -> after == null || entry.getKey().compareTo(after.value()) > 0)
                .flatMap(entry -> at(entry.getValue(), asAt).stream())
                .filter(version -> version.state().folder().equals(folder))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized Map<ItemId, MessageVersion> current(
            TenantId tenant, MailboxId mailbox, Collection<ItemId> items) {
        Map<ItemId, MessageVersion> current = new HashMap<>();
        items.forEach(item -> message(tenant, mailbox, item, null).ifPresent(version -> current.put(item, version)));
        return current;
    }

    @Override
    public synchronized Optional<MessageVersion> message(
            TenantId tenant, MailboxId mailbox, ItemId item, @Nullable Instant asAt) {
        call();
        return at(box(tenant, mailbox).items.getOrDefault(item.value(), List.of()), asAt);
    }

    @Override
    public synchronized Map<ItemId, String> changeKeys(TenantId tenant, MailboxId mailbox, FolderId folder) {
        Map<ItemId, String> keys = new HashMap<>();
        for (MessageVersion version : messages(tenant, mailbox, folder, null, null, Integer.MAX_VALUE)) {
            keys.put(version.state().id(), version.state().changeKey());
        }
        return keys;
    }

    @Override
    public synchronized List<MessageVersion> history(TenantId tenant, MailboxId mailbox, ItemId item) {
        call();
        return List.copyOf(box(tenant, mailbox).items.getOrDefault(item.value(), List.of()));
    }

    @Override
    public synchronized List<ItemId> begun(
            TenantId tenant, MailboxId mailbox, Instant from, Instant until, @Nullable ItemId after, int limit) {
        call();
        return box(tenant, mailbox).items.entrySet().stream()
                .filter(entry -> after == null || entry.getKey().compareTo(after.value()) > 0)
                .filter(entry -> entry.getValue().stream()
                        .anyMatch(version ->
                                !version.from().isBefore(from) && version.from().isBefore(until)))
                .map(entry -> new ItemId(entry.getKey()))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<MessageVersion> missing(TenantId tenant, MailboxId mailbox, int limit) {
        call();
        return box(tenant, mailbox).items.values().stream()
                .flatMap(list -> at(list, null).stream())
                .filter(version -> version.content().isEmpty())
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized byte[] content(TenantId tenant, ContentName name) {
        call();
        byte[] bytes = contents.get(tenant.value() + name.hex());
        if (bytes == null) {
            throw new IllegalArgumentException("no content of this name");
        }
        return bytes.clone();
    }

    @Override
    public ContentName nameOf(TenantId tenant, byte[] mime) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(tenant.value().getBytes(StandardCharsets.UTF_8));
            return ContentName.of(digest.digest(mime));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public synchronized SearchPage search(TenantId tenant, SearchQuery query) {
        List<MessageVersion> hits = boxes.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(tenant.value() + "/"))
                .flatMap(entry -> entry.getValue().items.values().stream())
                .flatMap(list -> at(list, query.asAt()).stream())
                .filter(version -> version.subject().contains(Objects.requireNonNullElse(query.words(), "")))
                .sorted(Comparator.comparing(version -> version.state().id().value()))
                .toList();
        int from = query.after() == null ? 0 : Integer.parseInt(query.after());
        int to = Math.min(hits.size(), from + query.limit());
        return new SearchPage(hits.subList(from, to), hits.size(), to < hits.size() ? "" + to : null, null);
    }

    @Override
    public CheckReport check(TenantId tenant, boolean readData) {
        return new CheckReport(0, 0, 0, List.of(), List.of(), 0);
    }

    @Override
    public void awaitIndexed(TenantId tenant) {}

    @Override
    public long objects(TenantId tenant) {
        return 0;
    }

    @Override
    public VaultStats stats(TenantId tenant) {
        return new VaultStats(0, 0, 0, 0, 0, 0);
    }

    @Override
    public IndexStatus indexStatus(TenantId tenant) {
        return new IndexStatus(0, 0, 0, Map.of(), List.of(), false);
    }

    @Override
    public Database database() {
        return database;
    }

    @Override
    public void close() {
        database.close();
    }

    private final class Writer implements MailboxWriter {
        private final TenantId tenant;
        private final Box box;
        private final Instant at;
        private final List<Runnable> changes = new ArrayList<>();
        private final Map<String, MessageVersion> pending = new HashMap<>();
        private boolean done;

        Writer(TenantId tenant, Box box, Instant at) {
            this.tenant = tenant;
            this.box = box;
            this.at = at;
        }

        @Override
        public ContentName put(MessageState state, byte[] mime) {
            call();
            ContentName name = nameOf(tenant, mime);
            synchronized (MemoryVault.this) {
                contents.put(tenant.value() + name.hex(), mime.clone());
            }
            begin(version(state, name, mime.length, header(mime, "Subject"), header(mime, "Message-ID"), ""));
            return name;
        }

        private void begin(MessageVersion version) {
            pending.put(version.state().id().value(), version);
            changes.add(() -> {
                List<MessageVersion> versions =
                        box.items.computeIfAbsent(version.state().id().value(), _ -> new ArrayList<>());
                boolean same = at(versions, null)
                        .filter(old -> old.state().equals(version.state())
                                && old.content().equals(version.content())
                                && old.missing().equals(version.missing()))
                        .isPresent();
                if (!same) {
                    end(versions);
                    versions.add(version);
                }
            });
        }

        private MessageVersion version(
                MessageState state, @Nullable ContentName name, long size, String subject, String id, String missing) {
            return new MessageVersion(
                    box.id, state, name, size, subject, "", List.of(), null, id, false, missing, at, null);
        }

        private void end(List<MessageVersion> versions) {
            for (int i = versions.size() - 1; i >= 0; i--) {
                MessageVersion old = versions.get(i);
                if (old.until() == null) {
                    versions.remove(i);
                    if (old.from().isBefore(at)) {
                        versions.add(i, until(old));
                    }
                }
            }
        }

        private MessageVersion until(MessageVersion old) {
            return new MessageVersion(
                    old.mailbox(),
                    old.state(),
                    old.contentName(),
                    old.size(),
                    old.subject(),
                    old.sender(),
                    old.recipients(),
                    old.sentAt(),
                    old.messageId(),
                    old.hasAttachments(),
                    old.missing(),
                    old.from(),
                    at);
        }

        @Override
        public boolean update(MessageState state) {
            call();
            MessageVersion base = pending.get(state.id().value());
            if (base == null) {
                List<MessageVersion> versions = history(tenant, box.id, state.id());
                base = versions.isEmpty() ? null : versions.getLast();
            }
            if (base == null || base.content().isEmpty()) {
                return false;
            }
            begin(version(state, base.contentName(), base.size(), base.subject(), base.messageId(), ""));
            return true;
        }

        @Override
        public void putMissing(MessageState state, String reason) {
            call();
            begin(version(state, null, 0, "", "", reason));
        }

        @Override
        public void remove(ItemId id) {
            call();
            changes.add(() -> end(box.items.getOrDefault(id.value(), new ArrayList<>())));
        }

        @Override
        public void putFolder(FolderState state) {
            call();
            changes.add(() -> {
                List<FolderVersion> versions =
                        box.folders.computeIfAbsent(state.id().value(), _ -> new ArrayList<>());
                endFolder(versions);
                versions.add(new FolderVersion(state, 0, at, null));
            });
        }

        private void endFolder(List<FolderVersion> versions) {
            versions.removeIf(old -> old.until() == null && !old.from().isBefore(at));
            versions.replaceAll(old -> old.until() == null ? new FolderVersion(old.state(), 0, old.from(), at) : old);
        }

        @Override
        public void removeFolder(FolderId id) {
            call();
            changes.add(() -> {
                endFolder(box.folders.getOrDefault(id.value(), new ArrayList<>()));
                for (List<MessageVersion> versions : box.items.values()) {
                    if (at(versions, null)
                            .filter(old -> old.state().folder().equals(id))
                            .isPresent()) {
                        end(versions);
                    }
                }
            });
        }

        @Override
        public void syncState(String scope, @Nullable String state) {
            call();
            changes.add(() -> {
                if (state == null) {
                    box.states.remove(scope);
                } else {
                    box.states.put(scope, state);
                }
            });
        }

        @Override
        public void commit() {
            synchronized (MemoryVault.this) {
                call();
                if (done) {
                    throw new IllegalStateException("committed or closed already");
                }
                changes.forEach(Runnable::run);
                commits++;
                done = true;
            }
        }

        @Override
        public void close() {
            done = true;
        }
    }

    static String header(byte[] mime, String name) {
        String text = new String(mime, StandardCharsets.UTF_8);
        int body = text.indexOf("\r\n\r\n");
        for (String line : text.substring(0, Math.max(body, 0)).split("\r\n", -1)) {
            if (line.startsWith(name + ": ")) {
                return line.substring(name.length() + 2).replaceAll("[<>]", "");
            }
        }
        return "";
    }
}
