package org.postern.lab.entra;

/// A refusal of the token endpoint.
///
/// @param error the OAuth error (RFC 6749 §5.2), such as `invalid_client`
/// @param code the AADSTS number
/// @param message what Entra says after the number
record EntraError(int status, String error, int code, String message) {
    private static final String CREDENTIALS_DOC =
            "Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials .";

    static EntraError tenantNotFound(String tenant) {
        return new EntraError(
                400,
                "invalid_request",
                90002,
                "Tenant '" + tenant + "' not found. Check to make sure you have the correct tenant ID and are signing "
                        + "into the correct cloud. Check with your subscription administrator, this may happen if there "
                        + "are no active subscriptions for the tenant.");
    }

    static EntraError missing(String parameter) {
        return new EntraError(
                400,
                "invalid_request",
                900144,
                "The request body must contain the following parameter: '" + parameter + "'.");
    }

    static EntraError unsupportedGrant(String grant) {
        return new EntraError(
                400,
                "unsupported_grant_type",
                70003,
                "The app requested an unsupported grant type '" + grant
                        + "'. This lab issues client_credentials only.");
    }

    static EntraError applicationNotFound(String clientId, String tenant) {
        return new EntraError(
                400,
                "unauthorized_client",
                700016,
                "Application with identifier '" + clientId + "' was not found in the directory '" + tenant
                        + "'. This can happen if the application has not been installed by the administrator of the "
                        + "tenant or consented to by any user in the tenant. You may have sent your authentication "
                        + "request to the wrong tenant.");
    }

    static EntraError scopeWithoutDefault(String scope) {
        return new EntraError(
                400,
                "invalid_scope",
                1002012,
                "The provided value for scope " + scope + " is not valid. Client credential flows must have a scope "
                        + "value with /.default suffixed to the resource identifier (application ID URI).");
    }

    static EntraError scopeMalformed(String scope) {
        return new EntraError(
                400,
                "invalid_scope",
                70011,
                "The provided request must include a 'scope' input parameter. The provided value for the input "
                        + "parameter 'scope' is not valid. The scope " + scope + " is not valid.");
    }

    static EntraError resourceNotFound(String resource, String tenant) {
        return new EntraError(
                400,
                "invalid_resource",
                500011,
                "The resource principal named " + resource + " was not found in the tenant named " + tenant
                        + ". This can happen if the application has not been installed by the administrator of the "
                        + "tenant or consented to by any user in the tenant.");
    }

    static EntraError noCredential() {
        return new EntraError(
                401,
                "invalid_client",
                7000218,
                "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.");
    }

    static EntraError secretRefused(String appId) {
        return new EntraError(
                401,
                "invalid_client",
                7000215,
                "Invalid client secret provided. Ensure the secret being sent in the request is the client secret "
                        + "value, not the client secret ID, for a secret added to app '" + appId + "'.");
    }

    static EntraError malformed(String why) {
        return new EntraError(401, "invalid_client", 50027, "JWT token is invalid or malformed. " + why);
    }

    static EntraError algorithm(String algorithm) {
        return new EntraError(
                401,
                "invalid_client",
                5002730,
                "Invalid JWT token. Unsupported key for the signing algorithm '" + algorithm + "'.");
    }

    static EntraError clientMismatch() {
        return new EntraError(
                401,
                "invalid_client",
                700021,
                "Client assertion application identifier doesn't match 'client_id' parameter. " + CREDENTIALS_DOC);
    }

    static EntraError audience() {
        return new EntraError(
                401,
                "invalid_client",
                700023,
                "Client assertion audience claim does not match Realm issuer. " + CREDENTIALS_DOC);
    }

    static EntraError timeRange(String now, String from, String until) {
        return new EntraError(
                401,
                "invalid_client",
                700024,
                "Client assertion is not within its valid time range. Current time: " + now
                        + ", assertion valid from " + from + ", expiry time of assertion " + until + ". "
                        + CREDENTIALS_DOC);
    }

    static EntraError key(String reason, String thumbprint, String found, String appId) {
        return new EntraError(
                401,
                "invalid_client",
                700027,
                "The certificate with identifier used to sign the client assertion is not registered on application. "
                        + "[Reason - " + reason + ", Thumbprint of key used by client: '" + thumbprint + "'" + found
                        + ", Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured "
                        + "keys for app Id '" + appId + "'. Review the documentation at "
                        + "https://docs.microsoft.com/en-us/graph/deployments to determine the corresponding service "
                        + "endpoint and https://docs.microsoft.com/en-us/graph/api/application-get?view=graph-rest-1.0&"
                        + "tabs=http to build a query request URL, such as "
                        + "'https://graph.microsoft.com/beta/applications/" + appId + "'].");
    }
}
