package org.postern.connections.watch;

import java.time.Instant;

/// One attempt of an application to get a token, as the tenant's log tells it; texts are empty where it does not say.
///
/// @param id the log entry's own
/// @param keyId Entra's id of the certificate
/// @param thumbprint of the certificate, upper-case hex
/// @param tokenId the `uti` claim of the token that was issued
/// @param requestId the `client-request-id` that the caller sent, which Entra keeps as correlation id
/// @param errorCode 0 when a token was issued
public record SignInRecord(
        String id,
        Instant at,
        String clientId,
        String keyId,
        String thumbprint,
        String address,
        String tokenId,
        String requestId,
        int errorCode,
        String resource) {
    public boolean succeeded() {
        return errorCode == 0;
    }
}
