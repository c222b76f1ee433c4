package org.postern.connections;

import java.lang.ScopedValue.CallableOp;

/// Who acts, for the ledger: bound around all that one request, job or schedule does.
///
/// It names and decides nothing: what may be done by whom is decided where an order is taken, by a name that is passed
/// on openly. A thread that is started has no actor until it is given one.
public final class Actor {
    /// What Postern does by itself.
    public static final String POSTERN = "postern";

    private static final ScopedValue<String> NAME = ScopedValue.newInstance();

    private Actor() {}

    /// The name of who acts here; [#POSTERN] where nobody was bound.
    public static String current() {
        return NAME.orElse(POSTERN);
    }

    /// Does `act` in the name of `name`.
    public static <T, X extends Throwable> T as(String name, CallableOp<T, X> act) throws X {
        return ScopedValue.where(NAME, name).call(act);
    }
}
