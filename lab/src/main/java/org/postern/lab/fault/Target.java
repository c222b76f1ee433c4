package org.postern.lab.fault;

import java.util.Optional;
import org.postern.lab.world.Item;
import org.postern.lab.world.Tenant;
import org.postern.lab.world.User;

/// What a request is about, for faults to be matched against.
public record Target(Optional<Tenant> tenant, Optional<User> user, Optional<Item> item, String path) {
    public static Target path(String path) {
        return new Target(Optional.empty(), Optional.empty(), Optional.empty(), path);
    }

    boolean isIn(Fault.Scope scope) {
        return scope.tenant().map(this::isTenant).orElse(true)
                && scope.mailbox().map(this::isMailbox).orElse(true)
                && scope.item().map(this::isItem).orElse(true)
                && scope.path().map(pattern -> matches(pattern, path)).orElse(true);
    }

    private boolean isTenant(String idOrDomain) {
        return tenant.filter(found -> found.isCalled(idOrDomain)).isPresent();
    }

    private boolean isMailbox(String idOrAddress) {
        return user.filter(found -> found.id().toString().equalsIgnoreCase(idOrAddress)
                        || found.address().equalsIgnoreCase(idOrAddress))
                .isPresent();
    }

    /// By either id, the mutable one in Graph's base64url or in EWS's base64.
    private boolean isItem(String named) {
        String id = named.replace('+', '-').replace('/', '_');
        return user.flatMap(owner ->
                        item.filter(found -> id.equals(owner.mailbox().ids().immutable(found.number()))
                                || id.equals(owner.mailbox().ids().mutable(found.number(), found.moves()))))
                .isPresent();
    }

    /// Whether the pieces of the pattern between its stars occur in the text in that order.
    private static boolean matches(String pattern, String text) {
        int from = 0;
        for (String piece : pattern.split("\\*", -1)) {
            int at = text.indexOf(piece, from);
            if (at < 0) {
                return false;
            }
            from = at + piece.length();
        }
        return true;
    }
}
