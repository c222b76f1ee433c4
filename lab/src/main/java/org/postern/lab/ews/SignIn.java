package org.postern.lab.ews;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.postern.lab.entra.AccessTokens;
import org.postern.lab.net.Request;
import org.postern.lab.world.ServiceAccount;
import org.postern.lab.world.Tenant;
import org.postern.lab.world.User;
import org.postern.lab.world.World;

/// Who calls: by a bearer token, by Basic, or by a TLS client certificate, in this order.
final class SignIn {
    private static final Set<String> AUDIENCES = Set.of("https://outlook.office365.com");
    private static final Set<String> OF_NO_MAILBOX = Set.of("ConvertId", "GetServerTimeZones", "ResolveNames");
    private static final String ROLE = "full_access_as_app";

    private final World world;
    private final AccessTokens tokens;

    SignIn(World world, AccessTokens tokens) {
        this.world = world;
        this.tokens = tokens;
    }

    /// What became of an attempt.
    sealed interface Admission {
        /// @param name of the application or account, for limits to be counted by
        /// @param own the account's own mailbox
        record Granted(Tenant tenant, String name, boolean byToken, Optional<User> own, boolean impersonates)
                implements Admission {}

        /// @param diagnostics for the header `x-ms-diagnostics`; empty for none
        record Refused(String diagnostics) implements Admission {}
    }

    Admission check(Request request) {
        String header = request.header("Authorization").orElse("");
        if (header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return byToken(header.substring(7).strip());
        }
        if (header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return byPassword(header.substring(6).strip());
        }
        return header.isEmpty()
                ? request.clientCertificate().map(this::byCertificate).orElseGet(() -> new Admission.Refused(""))
                : new Admission.Refused("");
    }

    private Admission byToken(String token) {
        Optional<AccessTokens.Caller> caller = tokens.verify(token, AUDIENCES);
        if (caller.isEmpty()) {
            return new Admission.Refused("2000001;reason=\"The token is invalid, expired, or not for this audience.\";"
                    + "error_category=\"invalid_token\"");
        }
        if (!caller.get().roles().contains(ROLE)) {
            return new Admission.Refused(
                    "2000008;reason=\"The token contains no permissions, or permissions can not be understood.\";"
                            + "error_category=\"invalid_grant\"");
        }
        return world.tenant(caller.get().tenant().toString())
                .<Admission>map(tenant ->
                        new Admission.Granted(tenant, caller.get().appId().toString(), true, Optional.empty(), true))
                .orElseGet(() -> new Admission.Refused(""));
    }

    private Admission byPassword(String base64) {
        String pair;
        try {
            pair = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return new Admission.Refused("");
        }
        int colon = pair.indexOf(':');
        return colon < 0
                ? new Admission.Refused("")
                : known(tenant -> tenant.exchange().byPassword(pair.substring(0, colon), pair.substring(colon + 1)));
    }

    private Admission byCertificate(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            String sha256 = HexFormat.of().formatHex(digest);
            return known(tenant -> tenant.exchange().byCertificate(sha256));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A parsed certificate encodes and every Java has SHA-256.", e);
        }
    }

    private interface Lookup {
        Optional<ServiceAccount> in(Tenant tenant);
    }

    private Admission known(Lookup lookup) {
        for (Tenant tenant : world.tenants()) {
            Optional<ServiceAccount> account = lookup.in(tenant);
            if (account.isPresent()) {
                return new Admission.Granted(
                        tenant,
                        account.get().name(),
                        false,
                        tenant.user(account.get().name()),
                        account.get().impersonates());
            }
        }
        return new Admission.Refused("");
    }

    /// Whether any tenant is an Exchange Server, so that Basic is offered.
    boolean offersBasic() {
        return world.tenants().stream()
                .anyMatch(tenant -> !tenant.exchange().accounts().isEmpty());
    }

    /// Whose mailbox a call is to: the impersonated one, or the account's own.
    static User mailbox(Admission.Granted caller, Soap soap) {
        Optional<Element> impersonation = soap.impersonation();
        if (impersonation.isEmpty()) {
            return caller.own().or(() -> anyMailbox(caller, soap)).orElseThrow(() -> noMailbox(caller));
        }
        Element id = impersonation.get().needs("ConnectingSID").only();
        if (!Set.of("PrincipalName", "PrimarySmtpAddress", "SmtpAddress").contains(id.name())) {
            throw EwsFailure.of(
                    "ErrorInvalidExchangeImpersonationHeaderData",
                    "ExchangeImpersonation SOAP header contains invalid data: this lab does not know " + id.name()
                            + ".");
        }
        if (!caller.impersonates()) {
            throw EwsFailure.of(
                    "ErrorImpersonateUserDenied",
                    "The account does not have permission to impersonate the requested user.");
        }
        // By address only: an object id is no SMTP address.
        return caller.tenant()
                .user(id.trimmed())
                .filter(user -> user.address().equalsIgnoreCase(id.trimmed()))
                .orElseThrow(() -> EwsFailure.of(
                        "ErrorNonExistentMailbox", "The SMTP address has no mailbox associated with it."));
    }

    /// For an account without a mailbox, when what it asks is of none.
    private static Optional<User> anyMailbox(Admission.Granted caller, Soap soap) {
        boolean asksOfNone =
                !caller.byToken() && OF_NO_MAILBOX.contains(soap.operation().name());
        return asksOfNone ? caller.tenant().users().stream().findFirst() : Optional.empty();
    }

    private static EwsFailure noMailbox(Admission.Granted caller) {
        return caller.byToken()
                ? EwsFailure.of(
                        "ErrorInvalidExchangeImpersonationHeaderData",
                        "ExchangeImpersonation SOAP header must be present for this type of OAuth token.")
                : EwsFailure.of("ErrorNonExistentMailbox", "The account has no mailbox; impersonate one.");
    }
}
