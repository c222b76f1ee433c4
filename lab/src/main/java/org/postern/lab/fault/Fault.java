package org.postern.lab.fault;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// One fault that is switched on: what, where, how often.
///
/// @param scope where it strikes
/// @param everyNth strikes every n-th item by its number in the mailbox (so always the same ones), or every n-th
/// request
///     where no item is meant; 1 for all
/// @param times how often it strikes before it is spent; empty for ever
/// @param status the HTTP status, where the kind lets one choose
/// @param when `nextLink`, `deltaLink` or `any`, where the kind is about delta tokens
public record Fault(
        FaultKind kind,
        Scope scope,
        int everyNth,
        OptionalInt times,
        OptionalInt status,
        OptionalInt retryAfterSeconds,
        OptionalLong milliseconds,
        OptionalLong bytes,
        String when) {
    public Fault {
        if (everyNth < 1) {
            throw new IllegalArgumentException("everyNth counts from 1; got " + everyNth + ".");
        }
    }

    /// A fault that strikes every time.
    public static Fault always(FaultKind kind, Scope scope) {
        return new Fault(
                kind,
                scope,
                1,
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                "any");
    }

    /// Where a fault strikes; an empty part means everywhere.
    ///
    /// @param tenant GUID or domain
    /// @param mailbox user's object id or address
    /// @param item immutable or mutable id, as Graph or EWS writes it
    /// @param path a part of the request's path, `*` standing for anything; EWS's ends with the operation:
    ///     `/EWS/Exchange.asmx/GetItem`
    public record Scope(
            Optional<String> tenant, Optional<String> mailbox, Optional<String> item, Optional<String> path) {
        public static final Scope EVERYWHERE =
                new Scope(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
