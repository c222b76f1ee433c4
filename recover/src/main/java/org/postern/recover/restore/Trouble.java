package org.postern.recover.restore;

import org.jspecify.annotations.Nullable;
import org.postern.connections.ConnectionException;
import org.postern.recover.RecoverException;
import org.postern.vault.VaultException;

/// Stops a restore when going on makes no sense: at once when someone must change something first, or when many
/// messages in a row met trouble.
final class Trouble {
    private static final int IN_A_ROW_MAX = 8;
    private static final String WORK = "The restore";

    private int inARow;

    /// @param failure null when all went well
    void note(@Nullable RuntimeException failure) {
        switch (failure) {
            case null -> inARow = 0;
            case VaultException vault -> throw RecoverException.of(WORK, vault);
            case ConnectionException service -> {
                inARow++;
                if (service.kind() == ConnectionException.Kind.PERMANENT || inARow >= IN_A_ROW_MAX) {
                    throw RecoverException.of(WORK, service);
                }
            }
            default -> throw failure;
        }
    }
}
