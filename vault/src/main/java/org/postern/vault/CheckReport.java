package org.postern.vault;

import java.util.List;

/// What a check of one tenant's part of the vault found.
///
/// @param objects whole objects in the packs
/// @param bytesRead bytes of packs that were read
/// @param damages empty when all is sound
/// @param touched messages that cannot be read whole, at most [#TOUCHED_MAX] of them
/// @param touchedTotal how many such messages there are
public record CheckReport(
        long packs, long objects, long bytesRead, List<Damage> damages, List<Touched> touched, long touchedTotal) {
    public static final int TOUCHED_MAX = 10_000;

    /// One thing that is not as it was written.
    ///
    /// @param where the file, and the place in it
    /// @param remedy what brings it back, as far as anything does
    public record Damage(String where, String what, String remedy) {}

    /// A version whose content is touched by damage.
    ///
    /// @param from microseconds since 1970
    public record Touched(String mailbox, String item, long from, String why) {}

    public CheckReport {
        damages = List.copyOf(damages);
        touched = List.copyOf(touched);
    }

    public boolean isSound() {
        return damages.isEmpty() && touchedTotal == 0;
    }
}
