package org.postern.lab.graph;

import java.util.Optional;
import org.postern.lab.fault.Target;
import org.postern.lab.world.FolderView;
import org.postern.lab.world.Item;
import org.postern.lab.world.ItemIds;
import org.postern.lab.world.MailboxStore;
import org.postern.lab.world.User;
import org.postern.lab.world.WellKnown;

/// A call to one user's mailbox.
record MailCall(Call call, User user) {
    MailboxStore mailbox() {
        return user.mailbox();
    }

    /// The folder by id or well-known name.
    FolderView folder(String idOrName) {
        Optional<WellKnown> role = WellKnown.byGraphName(idOrName);
        if (role.isPresent()) {
            return mailbox().folder(role.get());
        }
        return reference(idOrName, ItemIds.Kind.FOLDER)
                .flatMap(reference -> mailbox().folder(reference.number()))
                .orElseThrow(GraphFailure::itemNotFound);
    }

    /// The item by either of its ids; a mutable id ends when the item moves.
    Item item(String id) {
        ItemIds.Reference reference = mailbox()
                .ids()
                .read(id)
                .filter(found -> found.kind() != ItemIds.Kind.FOLDER)
                .orElseThrow(() -> looksLikeId(id) ? GraphFailure.itemNotFound() : GraphFailure.malformedId());
        return mailbox()
                .item(reference.number())
                .filter(item -> reference.kind() == ItemIds.Kind.IMMUTABLE || item.moves() == reference.moves())
                .orElseThrow(GraphFailure::itemNotFound);
    }

    private Optional<ItemIds.Reference> reference(String id, ItemIds.Kind kind) {
        Optional<ItemIds.Reference> reference = mailbox().ids().read(id).filter(found -> found.kind() == kind);
        if (reference.isEmpty() && !looksLikeId(id)) {
            throw GraphFailure.malformedId();
        }
        return reference;
    }

    /// Well-formed ids of other mailboxes are not found; anything else is malformed.
    private static boolean looksLikeId(String id) {
        return id.length() >= 20 && id.startsWith("AA") && id.matches("[A-Za-z0-9_=-]+");
    }

    Target target() {
        return new Target(
                Optional.of(call.tenant()),
                Optional.of(user),
                Optional.empty(),
                call.request().path());
    }

    Target target(Item item) {
        return new Target(
                Optional.of(call.tenant()),
                Optional.of(user),
                Optional.of(item),
                call.request().path());
    }

    /// Where collections of this user live in `@odata.context`.
    String context(String rest) {
        return call.root() + "/$metadata#users('" + user.id() + "')/" + rest;
    }

    String userUrl() {
        return call.root() + "/users('" + user.id() + "')";
    }
}
