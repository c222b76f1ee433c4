package org.postern.vault.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.mail.MessageState;
import org.postern.vault.HoldScope;
import org.postern.vault.RetentionPolicy;
import org.postern.vault.pack.ObjectName;

/// What one commit changed in one mailbox: the plaintext of a CHANGE object (`docs/format/vault.md` §5).
///
/// @param sequence counts the tenant's commits from 1
/// @param previous the name of the tenant's change before; zeros for the first
/// @param at when it was observed, in microseconds since 1970
public record ChangeRecord(long sequence, ObjectName previous, MailboxId mailbox, long at, List<Change> changes) {
    public static final ObjectName NONE = new ObjectName(0, 0, 0, 0);
    private static final int VERSION = 1;
    private static final int MAILBOX = 1;
    private static final int CONTENT = 2;
    private static final int FOLDER_IS = 3;
    private static final int FOLDER_GONE = 4;
    private static final int MESSAGE_IS = 5;
    private static final int MESSAGE_MISSING = 6;
    private static final int MESSAGE_GONE = 7;
    private static final int SYNC_STATE = 8;
    private static final int RETENTION = 9;
    private static final int HOLD = 10;
    private static final int HOLD_RELEASED = 11;
    private static final int FORGOTTEN = 12;
    private static final int INSTEAD_OF = 13;
    private static final int HOLDS_MAILBOX = 1;
    private static final int HOLDS_ITEM = 2;
    private static final int HOLDS_SEARCH = 3;

    public ChangeRecord {
        changes = List.copyOf(changes);
    }

    public byte[] encode() {
        RecordWriter out = new RecordWriter();
        out.octet(VERSION)
                .fixed(sequence)
                .raw(previous.bytes())
                .text(mailbox.value())
                .fixed(at);
        out.number(changes.size());
        changes.forEach(change -> write(out, change));
        return out.bytes();
    }

    private static void write(RecordWriter out, Change change) {
        switch (change) {
            case Change.Mailbox(var address, var name) ->
                out.octet(MAILBOX).text(address).text(name);
            case Change.Content(var name, long size, var summary) ->
                summary(out.octet(CONTENT).raw(name.bytes()).number(size), summary);
            case Change.FolderIs(var state) -> folder(out.octet(FOLDER_IS), state);
            case Change.FolderGone(var id) -> out.octet(FOLDER_GONE).text(id.value());
            case Change.MessageIs(var state, var content) ->
                message(out.octet(MESSAGE_IS).raw(content.bytes()), state);
            case Change.MessageMissing(var state, var reason) ->
                message(out.octet(MESSAGE_MISSING).text(reason), state);
            case Change.MessageGone(var id) -> out.octet(MESSAGE_GONE).text(id.value());
            case Change.SyncState(var scope, var state) ->
                out.octet(SYNC_STATE).text(scope).optional(state);
            case Change.Upkeep upkeep -> upkeep(out, upkeep);
        }
    }

    private static void upkeep(RecordWriter out, Change.Upkeep change) {
        switch (change) {
            case Change.RetentionIs(var policy, var by) ->
                out.octet(RETENTION)
                        .text(policy.type())
                        .number(policy.days())
                        .number(policy.versions())
                        .text(by);
            case Change.HoldIs(var name, var reason, var by, var scope) ->
                scope(out.octet(HOLD).text(name).text(reason).text(by), scope);
            case Change.HoldReleased(var name, var by) ->
                out.octet(HOLD_RELEASED).text(name).text(by);
            case Change.VersionForgotten(var item, long from, long until) ->
                out.octet(FORGOTTEN).text(item.value()).fixed(from).fixed(until);
            case Change.InsteadOf(var original) -> out.octet(INSTEAD_OF).raw(original.bytes());
        }
    }

    private static void scope(RecordWriter out, HoldScope scope) {
        switch (scope) {
            case HoldScope.OfMailbox(var mailbox) -> out.octet(HOLDS_MAILBOX).text(mailbox.value());
            case HoldScope.OfItem(var mailbox, var item) ->
                out.octet(HOLDS_ITEM).text(mailbox.value()).text(item.value());
            case HoldScope.OfSearch(var query) -> out.octet(HOLDS_SEARCH).text(query);
        }
    }

    private static HoldScope scope(RecordReader in) {
        int kind = in.octet();
        return switch (kind) {
            case HOLDS_MAILBOX -> new HoldScope.OfMailbox(new MailboxId(in.text()));
            case HOLDS_ITEM -> new HoldScope.OfItem(new MailboxId(in.text()), new ItemId(in.text()));
            case HOLDS_SEARCH -> new HoldScope.OfSearch(in.text());
            default -> throw new IllegalArgumentException("a hold of kind " + kind);
        };
    }

    /// What this record stands in place of; empty for one that was never written anew.
    public Optional<ObjectName> original() {
        return changes.stream()
                .flatMap(change -> change instanceof Change.InsteadOf(var name) ? Stream.of(name) : Stream.empty())
                .findFirst();
    }

    /// Whether it says nothing of a mailbox.
    boolean isOfTenant() {
        return changes.stream()
                .allMatch(change -> change instanceof Change.Upkeep && !(change instanceof Change.VersionForgotten));
    }

    private static void summary(RecordWriter out, MessageSummary summary) {
        Long sentAt = summary.sentAt();
        out.text(summary.subject()).text(summary.sender()).texts(summary.recipients());
        out.octet(sentAt == null ? 0 : 1).fixed(sentAt == null ? 0 : sentAt);
        out.text(summary.messageId()).octet(summary.hasAttachments() ? 1 : 0);
    }

    private static void folder(RecordWriter out, FolderState state) {
        FolderId parent = state.parentId();
        out.text(state.id().value()).optional(parent == null ? null : parent.value());
        out.text(state.name()).optional(state.wellKnownName()).number(state.messageCount() + 1L);
    }

    private static void message(RecordWriter out, MessageState state) {
        out.text(state.id().value()).text(state.folder().value()).text(state.changeKey());
        out.fixed(Times.micros(state.receivedAt())).octet(Marks.of(state)).texts(state.categories());
    }

    /// Throws `IllegalArgumentException` when these are not the bytes of a record that this version knows.
    public static ChangeRecord decode(byte[] bytes) {
        RecordReader in = new RecordReader(bytes);
        int version = in.octet();
        if (version != VERSION) {
            throw new IllegalArgumentException("a change record of version " + version);
        }
        long sequence = in.fixed();
        ObjectName previous = name(in);
        MailboxId mailbox = new MailboxId(in.text());
        long at = in.fixed();
        int count = in.count();
        List<Change> changes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            changes.add(read(in));
        }
        if (in.hasMore()) {
            throw new IllegalArgumentException("a change record with more behind its changes");
        }
        return new ChangeRecord(sequence, previous, mailbox, at, changes);
    }

    private static Change read(RecordReader in) {
        int kind = in.octet();
        return switch (kind) {
            case MAILBOX -> new Change.Mailbox(in.text(), in.text());
            case CONTENT -> new Change.Content(name(in), in.number(), summary(in));
            case FOLDER_IS -> new Change.FolderIs(folder(in));
            case FOLDER_GONE -> new Change.FolderGone(new FolderId(in.text()));
            case MESSAGE_IS -> {
                ObjectName content = name(in);
                yield new Change.MessageIs(message(in), content);
            }
            case MESSAGE_MISSING -> {
                String reason = in.text();
                yield new Change.MessageMissing(message(in), reason);
            }
            case MESSAGE_GONE -> new Change.MessageGone(new ItemId(in.text()));
            case SYNC_STATE -> new Change.SyncState(in.text(), in.optional());
            case RETENTION -> new Change.RetentionIs(new RetentionPolicy(in.text(), count(in), count(in)), in.text());
            case HOLD -> new Change.HoldIs(in.text(), in.text(), in.text(), scope(in));
            case HOLD_RELEASED -> new Change.HoldReleased(in.text(), in.text());
            case FORGOTTEN -> new Change.VersionForgotten(new ItemId(in.text()), in.fixed(), in.fixed());
            case INSTEAD_OF -> new Change.InsteadOf(name(in));
            default -> throw new IllegalArgumentException("a change of kind " + kind);
        };
    }

    private static int count(RecordReader in) {
        return Math.toIntExact(in.number());
    }

    private static MessageSummary summary(RecordReader in) {
        String subject = in.text();
        String sender = in.text();
        List<String> recipients = in.texts();
        boolean dated = in.octet() == 1;
        long sentAt = in.fixed();
        return new MessageSummary(subject, sender, recipients, dated ? sentAt : null, in.text(), in.octet() == 1);
    }

    private static FolderState folder(RecordReader in) {
        FolderId id = new FolderId(in.text());
        @Nullable String parent = in.optional();
        return new FolderState(
                id, parent == null ? null : new FolderId(parent), in.text(), in.optional(), (int) (in.number() - 1));
    }

    private static MessageState message(RecordReader in) {
        ItemId id = new ItemId(in.text());
        FolderId folder = new FolderId(in.text());
        String changeKey = in.text();
        long receivedAt = in.fixed();
        return Marks.state(in.octet(), id, folder, changeKey, Times.instant(receivedAt), in.texts());
    }

    private static ObjectName name(RecordReader in) {
        return ObjectName.of(in.raw(ObjectName.BYTES));
    }
}
