package org.postern.recover.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.postern.connections.MailReader;
import org.postern.connections.MailReader.Fetched;
import org.postern.connections.MailReader.Located;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;
import org.postern.recover.ReverifyReport.Finding;
import org.postern.recover.ReverifyReport.Kind;
import org.postern.recover.ReverifyRequest;
import org.postern.recover.restore.RestoredItems;
import org.postern.recover.restore.RestoredItems.Made;
import org.postern.vault.ContentName;
import org.postern.vault.MailboxRecord;
import org.postern.vault.MessageVersion;
import org.postern.vault.Vault;

/// Compares the items of one mailbox with its source, page by page.
final class MailboxComparison {
    private static final int AT_ONCE = 100;

    private final Vault vault;
    private final MailReader reader;
    private final RestoredItems restored;
    private final ReverifyRequest request;
    private final MailboxRecord mailbox;
    private final Findings findings;

    MailboxComparison(
            Vault vault,
            MailReader reader,
            RestoredItems restored,
            ReverifyRequest request,
            MailboxRecord mailbox,
            Findings findings) {
        this.vault = vault;
        this.reader = reader;
        this.restored = restored;
        this.request = request;
        this.mailbox = mailbox;
        this.findings = findings;
    }

    /// One item and what was found of it so far.
    private record Judged(
            List<MessageVersion> history,
            Verdict verdict,
            @Nullable Made made) {}

    /// @param told is called after each page
    void run(Runnable told, BooleanSupplier stopped) {
        ItemId after = null;
        List<ItemId> page;
        do {
            page = vault.begun(request.tenant(), id(), request.from(), request.until(), after, AT_ONCE);
            if (!page.isEmpty()) {
                compare(page);
                after = page.getLast();
            }
            told.run();
        } while (page.size() == AT_ONCE && !stopped.getAsBoolean());
        if (!stopped.getAsBoolean()) {
            unrecorded(stopped);
        }
    }

    private MailboxId id() {
        return mailbox.id();
    }

    private void compare(List<ItemId> page) {
        Map<ItemId, Made> made = restored.of(request.tenant(), id(), page);
        Map<ItemId, Judged> judged = new HashMap<>();
        for (Located located : reader.locate(id(), page)) {
            List<MessageVersion> history = vault.history(request.tenant(), id(), located.id());
            judged.put(
                    located.id(),
                    new Judged(
                            history,
                            Verdict.of(history, request.from(), request.until(), located),
                            made.get(located.id())));
        }
        if (request.bytes()) {
            compareBytes(judged);
        }
        judged.forEach((item, one) -> tell(item, asRestored(one)));
    }

    /// What a restore created must have been once what the restore's own journal saw of it.
    private Judged asRestored(Judged judged) {
        Made made = judged.made();
        ContentName observed = made == null ? null : made.observed();
        if (observed == null) {
            return judged;
        }
        boolean known = judged.history().stream().anyMatch(version -> observed.equals(version.contentName()));
        if (known) {
            return judged;
        }
        String detail = "A restore saw it created with content " + observed.hex()
                + ", which no version in the vault has; unless retention forgot that one, it was never recorded.";
        return new Judged(judged.history(), new Verdict(Kind.UNEXPLAINED, detail, null), made);
    }

    /// One message at a time: its bytes get their name, and are dropped.
    private void compareBytes(Map<ItemId, Judged> judged) {
        List<ItemId> wanted = new ArrayList<>();
        judged.replaceAll((item, one) -> {
            MessageVersion expected = one.verdict().expected();
            if (expected != null && expected.contentName() == null) {
                return unreadable(one, "The vault has no bytes of it: " + expected.missing());
            }
            if (expected != null) {
                wanted.add(item);
            }
            return one;
        });
        reader.fetch(
                id(), wanted, fetched -> judged.computeIfPresent(fetched.id(), (item, one) -> compared(one, fetched)));
    }

    private Judged compared(Judged judged, Fetched fetched) {
        MessageVersion expected = judged.verdict().expected();
        return switch (fetched) {
            case Fetched.Bytes bytes -> {
                findings.compared();
                boolean same = expected != null
                        && vault.nameOf(request.tenant(), bytes.mime()).equals(expected.contentName());
                String detail = "By its change key it is what the vault has of "
                        + (expected == null ? "" : expected.from()) + ", and its bytes are others.";
                yield same
                        ? judged
                        : new Judged(judged.history(), new Verdict(Kind.UNEXPLAINED, detail, null), judged.made());
            }
            case Fetched.Gone _ -> unreadable(judged, "It went away while it was compared. Compare again.");
            case Fetched.Failed failed -> unreadable(judged, "The source does not give it: " + failed.reason());
        };
    }

    private static Judged unreadable(Judged judged, String detail) {
        return new Judged(judged.history(), new Verdict(Kind.UNREADABLE, detail, null), judged.made());
    }

    private void tell(ItemId item, Judged judged) {
        String subject = judged.history().getLast().subject();
        findings.add(new Finding(
                id(),
                mailbox.address(),
                item,
                subject,
                judged.verdict().kind(),
                judged.made() != null,
                judged.verdict().detail()));
    }

    /// What restores say that they created, and no sync ever recorded.
    private void unrecorded(BooleanSupplier stopped) {
        ItemId after = null;
        List<Made> page;
        do {
            page = restored.in(request.tenant(), id(), request.from(), request.until(), after, AT_ONCE);
            List<Made> unknown = page.stream()
                    .filter(made ->
                            vault.history(request.tenant(), id(), made.item()).isEmpty())
                    .toList();
            if (!unknown.isEmpty()) {
                locate(unknown);
            }
            after = page.isEmpty() ? null : page.getLast().item();
        } while (page.size() == AT_ONCE && !stopped.getAsBoolean());
    }

    private void locate(List<Made> unknown) {
        for (Located located :
                reader.locate(id(), unknown.stream().map(Made::item).toList())) {
            String detail = located instanceof Located.Gone
                    ? "A restore created it; it is gone, and no sync ever saw it."
                    : "A restore created it, and no sync has seen it yet. Sync the mailbox and compare again.";
            findings.add(new Finding(id(), mailbox.address(), located.id(), "", Kind.UNEXPLAINED, true, detail));
        }
    }
}
