package org.postern.vault;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.postern.mail.ItemId;
import org.postern.vault.catalog.Lookups;
import org.postern.vault.search.IndexKey;
import org.postern.vault.search.IndexUpkeep;

/// Says of items whether a hold keeps them. When it cannot be said, they are kept.
final class Holdings {
    /// What holds say of an item.
    enum Verdict {
        FREE,
        HELD,
        UNDECIDED
    }

    /// In a folder of this ending lie the pieces of the file before it (vault.md §6): they are held with it.
    private static final String PIECES = "//";

    private final List<Hold> holds;
    private final BiFunction<String, Collection<IndexKey>, IndexUpkeep.Told> index;

    /// @param index asks the search index; used only when a hold has a query
    Holdings(List<Hold> holds, BiFunction<String, Collection<IndexKey>, IndexUpkeep.Told> index) {
        this.holds = List.copyOf(holds);
        this.index = index;
    }

    /// @param histories all versions of each item
    Map<Lookups.Place, Verdict> judge(Map<Lookups.Place, List<MessageVersion>> histories) {
        Map<Lookups.Place, Verdict> verdicts = new HashMap<>();
        histories.forEach(
                (place, history) -> verdicts.put(place, isNamed(place, history) ? Verdict.HELD : Verdict.FREE));
        for (Hold hold : holds) {
            if (hold.scope() instanceof HoldScope.OfSearch(String query)) {
                search(query, histories, verdicts);
            }
        }
        return verdicts;
    }

    private boolean isNamed(Lookups.Place place, List<MessageVersion> history) {
        return holds.stream().anyMatch(hold -> switch (hold.scope()) {
            case HoldScope.OfMailbox(var mailbox) -> mailbox.equals(place.mailbox());
            case HoldScope.OfItem(var mailbox, var item) ->
                mailbox.equals(place.mailbox()) && (item.equals(place.item()) || isPieceOf(item, history));
            case HoldScope.OfSearch _ -> false;
        });
    }

    private static boolean isPieceOf(ItemId item, List<MessageVersion> history) {
        return history.stream()
                .anyMatch(version -> version.state().folder().value().equals(item.value() + PIECES));
    }

    private void search(
            String query, Map<Lookups.Place, List<MessageVersion>> histories, Map<Lookups.Place, Verdict> verdicts) {
        Map<Lookups.Place, List<IndexKey>> open = new HashMap<>();
        verdicts.forEach((place, verdict) -> {
            if (verdict != Verdict.HELD) {
                open.put(place, keys(place, histories.getOrDefault(place, List.of())));
            }
        });
        List<IndexKey> all = open.values().stream().flatMap(List::stream).toList();
        if (all.isEmpty()) {
            return;
        }
        IndexUpkeep.Told told = index.apply(query, all);
        open.forEach((place, keys) -> verdicts.merge(place, verdict(keys, told), Holdings::stricter));
    }

    private static Verdict verdict(List<IndexKey> keys, IndexUpkeep.Told told) {
        if (keys.stream().anyMatch(told.matching()::contains)) {
            return Verdict.HELD;
        }
        return told.other().containsAll(keys) ? Verdict.FREE : Verdict.UNDECIDED;
    }

    private static Verdict stricter(Verdict one, Verdict other) {
        if (one == Verdict.HELD || other == Verdict.HELD) {
            return Verdict.HELD;
        }
        return one == Verdict.FREE ? other : one;
    }

    private static List<IndexKey> keys(Lookups.Place place, List<MessageVersion> history) {
        List<IndexKey> keys = new ArrayList<>();
        for (ChangeIndexer.Run run : ChangeIndexer.Run.of(history)) {
            keys.add(new IndexKey(place.mailbox(), place.item(), run.first().from()));
        }
        return keys;
    }
}
