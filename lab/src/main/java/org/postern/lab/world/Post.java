package org.postern.lab.world;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.postern.lab.source.Content;
import org.postern.lab.world.Envelope.Recipient;

/// Brings a sent message to its recipients' inboxes; what goes to others than the tenant's own users leaves the lab and
/// is not seen again.
public final class Post {
    private Post() {}

    /// Why a message was not taken.
    public enum Refusal {
        /// It says that it is from somebody else than the mailbox that sends it.
        SEND_AS_DENIED,
        NO_RECIPIENT
    }

    /// @param saved whether a copy goes to the sender's Sent Items
    /// @return why it was not sent; empty when it was
    public static Optional<Refusal> send(Tenant tenant, User sender, Content message, boolean saved, Instant now) {
        Envelope head = new Envelope.Lazy(message).head();
        Recipient from = head.from();
        if (from != null && !from.address().equalsIgnoreCase(sender.address())) {
            return Optional.of(Refusal.SEND_AS_DENIED);
        }
        List<Recipient> recipients = Stream.of(head.to(), head.cc(), head.bcc())
                .flatMap(List::stream)
                .toList();
        if (recipients.isEmpty()) {
            return Optional.of(Refusal.NO_RECIPIENT);
        }
        Set<User> receivers = new LinkedHashSet<>();
        recipients.forEach(one -> tenant.user(one.address()).ifPresent(receivers::add));
        receivers.forEach(user -> put(user, WellKnown.INBOX, message, Item.Attributes.received(now)));
        if (saved) {
            put(
                    sender,
                    WellKnown.SENTITEMS,
                    message,
                    Item.Attributes.received(now).withRead(true));
        }
        return Optional.empty();
    }

    private static void put(User user, WellKnown folder, Content message, Item.Attributes attributes) {
        user.mailbox().create(user.mailbox().folder(folder).number(), message, attributes);
    }
}
