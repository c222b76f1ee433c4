package org.postern.connections.roll;

import org.jspecify.annotations.Nullable;
import org.postern.connections.ConnectionKey;
import org.postern.connections.keys.HeldKey;

/// The two keys of a replacement, each opened once at most: opening one costs a third of a second of CPU.
final class RollKeys {
    private final RollGround ground;
    private final int oldNumber;
    private final int newNumber;
    private @Nullable HeldKey old;
    private @Nullable HeldKey fresh;

    RollKeys(RollGround ground, int oldNumber, int newNumber) {
        this.ground = ground;
        this.oldNumber = oldNumber;
        this.newNumber = newNumber;
    }

    /// As the connection has it now.
    ConnectionKey current(int number) {
        return ground.connection().key(number).orElseThrow();
    }

    /// Whether the old key can vouch for the new one.
    boolean oldUsable() {
        ConnectionKey key = current(oldNumber);
        return key.usable() && ground.now().isBefore(key.until());
    }

    HeldKey old() {
        HeldKey opened = old == null ? ground.open(current(oldNumber)) : old;
        old = opened;
        return opened;
    }

    HeldKey fresh() {
        HeldKey opened = fresh == null ? ground.open(current(newNumber)) : fresh;
        fresh = opened;
        return opened;
    }

    void made(HeldKey key) {
        fresh = key;
    }
}
