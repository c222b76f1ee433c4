package org.postern.recover.restore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.recover.RestoreRequest;
import org.postern.recover.RestoreRequest.Place;
import org.postern.recover.restore.Decision.Found;
import org.postern.recover.restore.RestoredTable.Policy;
import org.postern.recover.restore.RestoredTable.Row;
import org.postern.recover.restore.TargetTree.Target;
import org.postern.vault.MessageVersion;
import org.postern.vault.Vault;

/// Finds what the target has of the messages to restore, as the vault knows it.
///
/// A message of the target stands for one message of the source at most: for itself, else for the one it was made from,
/// else for one of the same bytes or Message-ID. So two equal messages are restored as two.
final class Matching {
    private static final int SCAN_AT_ONCE = 500;

    private final RestoreRequest request;
    private final Vault vault;
    private final RestoredTable journal;
    private final TargetTree tree;
    private final Set<ItemId> unfinished;
    private final Set<ItemId> claimed = new HashSet<>();

    Matching(RestoreRequest request, Vault vault, RestoredTable journal, TargetTree tree, Set<ItemId> unfinished) {
        this.request = request;
        this.vault = vault;
        this.journal = journal;
        this.tree = tree;
        this.unfinished = unfinished;
    }

    record Match(MessageVersion wanted, Found found) {}

    List<Match> match(List<MessageVersion> wanted, Target target) {
        List<Exact> exact =
                wanted.stream().map(version -> exact(version, target)).toList();
        Likes likes = scan(exact, target);
        List<Match> matches = new ArrayList<>();
        for (Exact one : exact) {
            Optional<MessageVersion> here = one.here().or(() -> likes.take(one.wanted()));
            matches.add(new Match(one.wanted(), found(one, here, target)));
        }
        return matches;
    }

    /// What is known of a message by its own id and by the journal.
    private record Exact(
            MessageVersion wanted, Optional<MessageVersion> here, Optional<MessageVersion> elsewhere, List<Row> rows) {}

    private Exact exact(MessageVersion version, Target target) {
        List<Row> rows = journal
                .of(
                        request.tenant(),
                        request.target(),
                        request.source(),
                        version.state().id())
                .stream()
                .filter(row ->
                        version.content().filter(row.key().content()::equals).isPresent())
                .toList();
        Optional<MessageVersion> own = request.source().equals(request.target())
                ? current(version.state().id())
                : Optional.empty();
        List<MessageVersion> linked = rows.stream()
                .map(Row::created)
                .flatMap(Stream::ofNullable)
                .flatMap(id -> current(id).stream())
                .toList();
        // Elsewhere than its old place a copy is wanted, so that the message in its old place is none.
        Optional<MessageVersion> elsewhereOwn = request.place() instanceof Place.Original() ? own : Optional.empty();
        Optional<MessageVersion> here = Stream.concat(own.stream(), linked.stream())
                .filter(found -> in(found, target))
                .findFirst();
        Optional<MessageVersion> elsewhere = Stream.concat(elsewhereOwn.stream(), linked.stream())
                .filter(found -> !in(found, target))
                .findFirst();
        return new Exact(version, here, elsewhere, rows);
    }

    private static boolean in(MessageVersion version, Target target) {
        return version.state().folder().equals(target.id());
    }

    private Optional<MessageVersion> current(ItemId id) {
        return vault.message(request.tenant(), request.target(), id, null);
    }

    private Found found(Exact exact, Optional<MessageVersion> here, Target target) {
        Optional<MessageVersion> found = here.or(exact::elsewhere);
        boolean deleted = exact.elsewhere()
                .filter(there -> tree.inTrash(there.state().folder()) && !target.trash())
                .isPresent();
        boolean copied = exact.rows().stream()
                .filter(row -> row.key().policy() == Policy.COPY)
                .map(Row::created)
                .flatMap(Stream::ofNullable)
                .anyMatch(id -> current(id).isPresent());
        boolean sameBytes = found.filter(there -> sameBytes(exact, there)).isPresent();
        boolean broken =
                found.filter(there -> unfinished.contains(there.state().id())).isPresent();
        return new Found(here, exact.elsewhere(), deleted, sameBytes, copied, broken);
    }

    /// A service may store other bytes than it was given; what it made of these bytes counts as these bytes.
    private static boolean sameBytes(Exact exact, MessageVersion there) {
        return there.content().equals(exact.wanted().content())
                || exact.rows().stream()
                        .anyMatch(row -> there.state().id().equals(row.created())
                                && there.content().equals(Optional.ofNullable(row.observed())));
    }

    /// Looks through the target folder for messages like those that were not found by their ids.
    private Likes scan(List<Exact> exact, Target target) {
        Likes likes = new Likes();
        exact.stream().filter(one -> one.here().isEmpty()).forEach(one -> likes.want(one.wanted()));
        Optional<FolderId> folder = target.folder();
        if (folder.isEmpty() || likes.nothingWanted()) {
            return likes;
        }
        ItemId after = null;
        List<MessageVersion> page;
        do {
            page = vault.messages(request.tenant(), request.target(), folder.get(), null, after, SCAN_AT_ONCE);
            page.forEach(likes::offer);
            after = page.isEmpty() ? null : page.getLast().state().id();
        } while (page.size() == SCAN_AT_ONCE);
        return likes;
    }

    /// Messages of the target folder by what makes them like a wanted one.
    private final class Likes {
        private final Map<String, List<MessageVersion>> byLikeness = new HashMap<>();

        void want(MessageVersion version) {
            likenesses(version).forEach(likeness -> byLikeness.put(likeness, new ArrayList<>()));
        }

        boolean nothingWanted() {
            return byLikeness.isEmpty();
        }

        void offer(MessageVersion there) {
            for (String likeness : likenesses(there)) {
                List<MessageVersion> alike = byLikeness.get(likeness);
                if (alike != null) {
                    alike.add(there);
                }
            }
        }

        Optional<MessageVersion> take(MessageVersion wanted) {
            Optional<MessageVersion> taken = likenesses(wanted).stream()
                    .flatMap(likeness -> byLikeness.getOrDefault(likeness, List.of()).stream())
                    .filter(there -> !claimed.contains(there.state().id()) && free(there))
                    .findFirst();
            taken.ifPresent(there -> claimed.add(there.state().id()));
            return taken;
        }

        /// Whether it stands neither for itself nor for what it was made from.
        private boolean free(MessageVersion there) {
            ItemId id = there.state().id();
            boolean itself = request.source().equals(request.target())
                    && vault.message(request.tenant(), request.source(), id, request.asAt())
                            .isPresent();
            return !itself && journal.by(request.tenant(), request.target(), id).isEmpty();
        }
    }

    private static List<String> likenesses(MessageVersion version) {
        List<String> likenesses = new ArrayList<>();
        version.content().ifPresent(name -> likenesses.add("content " + name.hex()));
        @Nullable String messageId = version.messageId();
        if (!messageId.isBlank()) {
            likenesses.add("message " + messageId);
        }
        return likenesses;
    }
}
