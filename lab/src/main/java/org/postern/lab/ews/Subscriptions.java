package org.postern.lab.ews;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.postern.lab.world.FolderView;
import org.postern.lab.world.Seed;

/// Subscribe and Unsubscribe for streaming notifications (MS-OXWSNTIF).
final class Subscriptions {
    private static final int MAX = 5_000; // EWSMaxSubscriptions

    private final Seed seed;
    private final Map<String, Subscription> all = new ConcurrentHashMap<>();

    Subscriptions(Seed seed) {
        this.seed = seed;
    }

    /// What a client wants to be told of.
    ///
    /// @param folders their numbers; empty for every folder of the mailbox
    /// @param events such as `NewMailEvent`
    record Subscription(String id, UUID mailbox, List<Long> folders, Set<String> events) {
        Subscription {
            folders = List.copyOf(folders);
            events = Set.copyOf(events);
        }

        boolean covers(FolderView folder) {
            return folders.isEmpty() ? folder.number() > FolderTree.ROOT : folders.contains(folder.number());
        }
    }

    void subscribe(EwsCall call, Responses responses) {
        responses.add(xml -> {
            Element request = call.operation()
                    .child("StreamingSubscriptionRequest")
                    .orElseThrow(() -> EwsFailure.of(
                            "ErrorInvalidSubscriptionRequest", "This lab has streaming subscriptions only."));
            if (all.size() >= MAX) {
                throw EwsFailure.of(
                        "ErrorExceededSubscriptionCount",
                        "You have exceeded the available subscriptions for your account.");
            }
            Subscription subscription = new Subscription(
                    "JQBs" + seed.nextRequestId().toString().replace("-", ""),
                    call.user().id(),
                    folders(call, request),
                    request.needs("EventTypes")
                            .children("EventType")
                            .map(Element::trimmed)
                            .collect(Collectors.toSet()));
            all.put(subscription.id(), subscription);
            xml.leaf("m:SubscriptionId", subscription.id());
        });
    }

    private static List<Long> folders(EwsCall call, Element request) {
        if (request.attribute("SubscribeToAllFolders")
                .filter("true"::equalsIgnoreCase)
                .isPresent()) {
            return List.of();
        }
        List<Long> folders = request.needs("FolderIds").children().stream()
                .map(id -> call.folder(id).number())
                .toList();
        if (folders.isEmpty()) {
            throw EwsFailure.of("ErrorInvalidSubscriptionRequest", "The subscription names no folder.");
        }
        return folders;
    }

    void unsubscribe(EwsCall call, Responses responses) {
        responses.add(_ -> {
            String id = call.operation().textOf("SubscriptionId");
            Subscription known = find(call, id).orElseThrow(Subscriptions::notFound);
            all.remove(known.id());
        });
    }

    /// The subscription of this id, when it is to the call's mailbox.
    Optional<Subscription> find(EwsCall call, String id) {
        return Optional.ofNullable(all.get(id))
                .filter(subscription ->
                        subscription.mailbox().equals(call.user().id()));
    }

    boolean isKnown(String id) {
        return all.containsKey(id);
    }

    void forget(String id) {
        all.remove(id);
    }

    static EwsFailure notFound() {
        return EwsFailure.of("ErrorSubscriptionNotFound", "The subscription was not found.");
    }
}
