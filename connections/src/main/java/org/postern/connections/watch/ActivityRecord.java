package org.postern.connections.watch;

import java.time.Instant;

/// One request to Graph, as the tenant's activity log tells it; texts are empty where it does not say.
///
/// @param tokenId the `uti` of the token that was used (`SignInActivityId`)
/// @param mailbox the user in the path, an id or an address, lower case
public record ActivityRecord(
        Instant at,
        String clientId,
        String requestId,
        String tokenId,
        String address,
        String method,
        String mailbox,
        int status) {}
