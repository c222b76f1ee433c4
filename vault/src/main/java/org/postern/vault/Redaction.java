package org.postern.vault;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.mail.MessageState;
import org.postern.vault.catalog.Change;
import org.postern.vault.catalog.ChangeRecord;
import org.postern.vault.catalog.Lookups;
import org.postern.vault.pack.Bench;
import org.postern.vault.pack.Frame;
import org.postern.vault.pack.Location;
import org.postern.vault.pack.ObjectKind;
import org.postern.vault.pack.ObjectName;
import org.postern.vault.pack.TenantPacks;

/// Takes out of a change record what it says of contents that are gone: subject, addresses, message id, categories.
///
/// What makes history stays, so that a replay gives the same rows. Categories become keyed hashes: what was equal stays
/// equal, what differed differs.
final class Redaction {
    private static final String HASHED = "~[0-9a-f]{64}";
    private final OpenTenant tenant;
    private final Lookups lookups;

    Redaction(OpenTenant tenant, Lookups lookups) {
        this.tenant = tenant;
        this.lookups = lookups;
    }

    /// The record without what is gone, to stand in place of the one of that name; empty when nothing of it is gone.
    Optional<ChangeRecord> of(Bench bench, ObjectName name, ChangeRecord record) {
        Set<ObjectName> gone = gone(record);
        if (gone.isEmpty()) {
            return Optional.empty();
        }
        List<Change> changes = new ArrayList<>();
        for (Change change : record.changes()) {
            redacted(bench, change, gone).ifPresent(changes::add);
        }
        if (changes.equals(record.changes())) {
            return Optional.empty();
        }
        if (record.original().isEmpty()) {
            changes.add(new Change.InsteadOf(name));
        }
        return Optional.of(
                new ChangeRecord(record.sequence(), record.previous(), record.mailbox(), record.at(), changes));
    }

    static Frame seal(TenantPacks packs, Bench bench, ChangeRecord record) {
        byte[] plain = record.encode();
        ObjectName name = bench.nameOf(packs.keys(), ObjectKind.CHANGE, plain, 0, plain.length);
        return bench.seal(packs.keys(), ObjectKind.CHANGE, name, plain, 0, plain.length);
    }

    /// The contents that the record names and no pack holds for the catalog any more; not those that a version still
    /// wants, whose pack is missing and may come back.
    private Set<ObjectName> gone(ChangeRecord record) {
        Set<ObjectName> names = new HashSet<>();
        for (Change change : record.changes()) {
            switch (change) {
                case Change.Content content -> names.add(content.name());
                case Change.MessageIs(var _, var content) -> names.add(content);
                case Change.Mailbox _,
                        Change.FolderIs _,
                        Change.FolderGone _,
                        Change.MessageMissing _,
                        Change.MessageGone _,
                        Change.SyncState _,
                        Change.Upkeep _ -> {}
            }
        }
        Map<ObjectName, Location> there = lookups.objects(tenant.row(), names);
        names.removeAll(there.keySet());
        names.removeAll(wanted(record, names));
        return names;
    }

    private Set<ObjectName> wanted(ChangeRecord record, Set<ObjectName> names) {
        Set<ObjectName> wanted = new HashSet<>();
        for (Change change : record.changes()) {
            if (change instanceof Change.MessageIs(var state, var content) && names.contains(content)) {
                Lookups.Place place = new Lookups.Place(record.mailbox(), state.id());
                boolean lacking = lookups.histories(tenant.row(), List.of(place)).values().stream()
                        .flatMap(List::stream)
                        .anyMatch(version -> version.content().isEmpty());
                if (lacking) {
                    wanted.add(content);
                }
            }
        }
        return wanted;
    }

    private Optional<Change> redacted(Bench bench, Change change, Set<ObjectName> gone) {
        if (change instanceof Change.Content content && gone.contains(content.name())) {
            return Optional.empty();
        }
        if (change instanceof Change.MessageIs(var state, var content) && gone.contains(content)) {
            return Optional.of(new Change.MessageIs(hashed(bench, state), content));
        }
        return Optional.of(change);
    }

    private MessageState hashed(Bench bench, MessageState state) {
        List<String> categories = state.categories().stream()
                .map(category -> category.matches(HASHED) ? category : hash(bench, category))
                .toList();
        return new MessageState(
                state.id(),
                state.folder(),
                state.changeKey(),
                state.receivedAt(),
                state.read(),
                state.draft(),
                state.followUp(),
                state.importance(),
                categories);
    }

    private String hash(Bench bench, String category) {
        byte[] text = category.getBytes(StandardCharsets.UTF_8);
        return "~" + bench.nameOf(tenant.packs().keys(), ObjectKind.FOOTER, text, 0, text.length);
    }
}
