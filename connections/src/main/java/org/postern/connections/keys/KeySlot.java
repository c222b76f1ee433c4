package org.postern.connections.keys;

import java.util.Locale;
import org.postern.connections.ConnectionFunction;
import org.postern.mail.TenantId;

/// Names the place of one key in a keystore: of which connection it is, and which of its keys.
public record KeySlot(TenantId tenant, ConnectionFunction function, int number) {
    public KeySlot {
        if (number < 1) {
            throw new IllegalArgumentException("A connection's keys are numbered from 1, not " + number);
        }
    }

    /// `sync` for the first key, `sync-2` for the second.
    String name() {
        String word = function.name().toLowerCase(Locale.ROOT);
        return number == 1 ? word : word + "-" + number;
    }

    @Override
    public String toString() {
        return "key " + number + " of the " + function.name().toLowerCase(Locale.ROOT) + " connection of " + tenant;
    }
}
