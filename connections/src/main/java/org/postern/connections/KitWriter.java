package org.postern.connections;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Collectors;
import org.postern.connections.keys.HeldKey;

/// Writes what a customer's administrator runs to register one connection.
///
/// Everything put into a script was checked before: the tenant's id and the directory's name hold letters, digits, dots
/// and hyphens only.
final class KitWriter {
    private static final String ONE_MAILBOX = """
            This connection sends, and from one mailbox alone: make a mailbox for it, and limit the application to that one, as
            is said below, with a filter such as "PrimarySmtpAddress -eq 'postern@contoso.com'". Else its key could send as
            anybody.

            """;

    private KitWriter() {}

    static ConnectKit write(Connection connection, X509Certificate certificate) {
        String pem = HeldKey.pem(certificate);
        return new ConnectKit(pem, powerShell(connection, pem), azureCli(connection, pem), explanation(connection));
    }

    static String displayName(Connection connection) {
        return "Postern " + ConnectionStore.name(connection.function()) + " for " + connection.tenant();
    }

    /// A script by which the customer's administrator replaces all keys of the application by this certificate.
    static RollReport.CustomerScript replacement(Connection connection, String pem) {
        return ReplacementScript.write(connection, pem);
    }

    private static String powerShell(Connection connection, String pem) {
        String roles = lines(connection, role -> "    @{ Id = '" + role.id() + "'; Type = 'Role' } # " + role.name());
        return """
                # Registers %1$s in the Entra tenant %2$s.
                # Run in PowerShell 7 as an administrator who may register applications and consent for the tenant.
                # Needs: Install-Module Microsoft.Graph.Applications
                %6$s$ErrorActionPreference = 'Stop'
                Connect-MgGraph -TenantId '%2$s' -NoWelcome -Scopes 'Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All'
                $certificatePem = @'
                %3$s'@
                $certificate = [System.Security.Cryptography.X509Certificates.X509Certificate2]::CreateFromPem($certificatePem)
                $roles = @(
                %4$s
                )
                $application = New-MgApplication -DisplayName '%1$s' -SignInAudience 'AzureADMyOrg' `
                    -KeyCredentials @(@{ Type = 'AsymmetricX509Cert'; Usage = 'Verify'; Key = $certificate.RawData; DisplayName = '%1$s' }) `
                    -RequiredResourceAccess @(@{ ResourceAppId = '%5$s'; ResourceAccess = $roles }) `
                    -ServicePrincipalLockConfiguration @{ IsEnabled = $true; AllProperties = $true } # No keys beside the application's.
                $principal = New-MgServicePrincipal -AppId $application.AppId
                $resource = Get-MgServicePrincipal -Filter "appId eq '%5$s'"
                foreach ($role in $roles) {
                    %7$sNew-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $principal.Id -PrincipalId $principal.Id `
                        -ResourceId $resource.Id -AppRoleId $role.Id | Out-Null
                }
                %8$s$application = Get-MgApplication -ApplicationId $application.Id
                "Give to Postern:"
                "  client id                 $($application.AppId)"
                "  object id (--object-id)   $($application.Id)"
                "  key id (--key-id)         $($application.KeyCredentials[0].KeyId)"
                "Object id of the service principal (to limit mailboxes): $($principal.Id)"
                """.formatted(
                        displayName(connection),
                        connection.directoryTenant(),
                        pem,
                        roles,
                        Permissions.resource(connection),
                        MailboxScope.parameter(connection),
                        MailboxScope.exemption(connection),
                        MailboxScope.assignment(connection));
    }

    private static String azureCli(Connection connection, String pem) {
        String access = Permissions.needed(connection).stream()
                .map(role -> "{\"id\":\"" + role.id() + "\",\"type\":\"Role\"}")
                .collect(Collectors.joining(","));
        return """
                #!/bin/sh
                # Registers %1$s in the Entra tenant %2$s (roles: %6$s).
                # Run as an administrator who may register applications and consent for the tenant.
                set -eu
                az login --tenant '%2$s' --allow-no-subscriptions --output none
                certificate=$(mktemp)
                trap 'rm -f "$certificate"' EXIT
                cat > "$certificate" <<'PEM'
                %3$sPEM
                client=$(az ad app create --display-name '%1$s' --sign-in-audience AzureADMyOrg \\
                    --required-resource-accesses '[{"resourceAppId":"%5$s","resourceAccess":[%4$s]}]' \\
                    --query appId --output tsv)
                az ad app credential reset --id "$client" --cert "@$certificate" --append --output none
                az ad sp create --id "$client" --output none
                sleep 15 # The directory needs a moment before it consents for a new application.
                az ad app permission admin-consent --id "$client"
                object=$(az ad app show --id "$client" --query id --output tsv)
                # No keys beside the application's own:
                az rest --method PATCH --uri "https://graph.microsoft.com/v1.0/applications/$object" \\
                    --body '{"servicePrincipalLockConfiguration":{"isEnabled":true,"allProperties":true}}'
                echo "Give to Postern:"
                echo "  client id                 $client"
                echo "  object id (--object-id)   $object"
                echo "  key id (--key-id)         $(az ad app credential list --id "$client" --cert --query '[0].keyId' --output tsv)"
                """.formatted(
                        displayName(connection),
                        connection.directoryTenant(),
                        pem,
                        access,
                        Permissions.resource(connection),
                        names(connection));
    }

    private static String explanation(Connection connection) {
        String why = lines(connection, role -> "  - " + role.name() + ": " + role.why());
        return """
                Postern made a key for the %1$s connection of %2$s. The key stays with Postern; the certificate that belongs
                to it (SHA-256 %3$s, valid until %4$s) must be registered in the customer's Entra tenant %5$s.

                1. The customer's administrator runs one of the two scripts. It creates an application for that tenant alone,
                   adds the certificate, and consents to these application roles and no others:
                %6$s
                2. Give Postern what the script prints: the client id, the application's object id and the key's id (by these
                   two Postern rolls its key without you), and test the connection.
                3. Keep the kill switch (postern connection kit --kill-switch): it cuts Postern off without Postern.

                %7$s
                """.formatted(
                        ConnectionStore.name(connection.function()),
                        connection.tenant(),
                        connection.thumbprint(),
                        connection.certificateUntil(),
                        connection.directoryTenant(),
                        why,
                        limits(connection).strip());
    }

    private static String limits(Connection connection) {
        return (connection.function() == ConnectionFunction.PROBE ? ONE_MAILBOX : "") + limitsOf(connection);
    }

    private static String limitsOf(Connection connection) {
        return switch (connection.kind()) {
            case GRAPH ->
                byExchange(
                        connection,
                        Permissions.needed(connection).stream()
                                .findFirst()
                                .map(Permissions.Role::name)
                                .orElse("Mail.Read"));
            case EWS -> byExchange(connection, "EWS.AccessAsApp");
            case IMAP -> """
                Exchange lets the application into no mailbox until it is told so, one by one, in Exchange Online PowerShell:
                  New-ServicePrincipal -AppId <client id> -ObjectId <object id of the service principal> -DisplayName '%1$s'
                  Add-MailboxPermission -Identity <a mailbox> -User <object id of the service principal> -AccessRights FullAccess
                """.formatted(displayName(connection));
        };
    }

    /// RBAC for Applications, whose grants add to those of Entra.
    private static String byExchange(Connection connection, String role) {
        return """
                To limit the application to chosen mailboxes, run the PowerShell script with -Mailboxes and a recipient filter,
                such as -Mailboxes "CustomAttribute1 -eq 'postern'". It then does what follows; by hand, use RBAC for
                Applications in Exchange Online PowerShell in place of the consent to the Mail role (both together add up, so remove that consent):
                  New-ServicePrincipal -AppId <client id> -ObjectId <object id of the service principal> -DisplayName '%1$s'
                  New-ManagementScope -Name 'Postern mailboxes' -RecipientRestrictionFilter "CustomAttribute1 -eq 'postern'"
                  New-ManagementRoleAssignment -App <object id of the service principal> -Role 'Application %2$s' -CustomResourceScope 'Postern mailboxes'
                  Test-ServicePrincipalAuthorization -Identity <client id> -Resource <a mailbox>
                Exchange can take more than an hour to apply this.
                """.formatted(displayName(connection), role);
    }

    private static String names(Connection connection) {
        List<Permissions.Role> roles = Permissions.needed(connection);
        return roles.stream().map(Permissions.Role::name).collect(Collectors.joining(", "));
    }

    private static String lines(Connection connection, java.util.function.Function<Permissions.Role, String> line) {
        return Permissions.needed(connection).stream().map(line).collect(Collectors.joining("\n"));
    }
}
