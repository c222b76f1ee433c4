package org.postern.lab.world;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// One attempt of an application to get a token, as the sign-in log shows it.
///
/// @param errorCode 0 when a token was issued, else the AADSTS number
/// @param keyId the certificate that was used; empty when none of the application's was
/// @param tokenId the `uti` claim of the token issued; empty when refused
public record SignIn(
        UUID id,
        Instant at,
        String appId,
        String appDisplayName,
        Optional<UUID> servicePrincipalId,
        String resource,
        String ipAddress,
        UUID correlationId,
        int errorCode,
        String failureReason,
        Optional<UUID> keyId,
        String thumbprint,
        Optional<String> tokenId) {}
