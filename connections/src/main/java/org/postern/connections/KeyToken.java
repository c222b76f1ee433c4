package org.postern.connections;

import java.nio.file.Path;
import java.util.function.Supplier;

/// A PKCS#11 token to keep keys in: its library, which of its slots, and what opens it.
///
/// @param slotIndex the place in the library's list of slots that hold a token, from 0
/// @param pin gives a fresh array at each call, which is overwritten after use
public record KeyToken(Path library, int slotIndex, Supplier<char[]> pin) {
    public KeyToken {
        String path = library.toString();
        if (path.indexOf('"') >= 0 || path.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("The path of a token's library may hold no quotes and no line ends.");
        }
        if (slotIndex < 0 || slotIndex > 1_000) {
            throw new IllegalArgumentException("A token's slot index is 0 to 1000, not " + slotIndex);
        }
    }

    /// Never the PIN.
    @Override
    public String toString() {
        return "KeyToken[" + library + " slot " + slotIndex + "]";
    }
}
