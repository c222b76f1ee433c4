package org.postern.connections;

import org.postern.connections.RollReport.CustomerScript;

/// Writes what a customer's administrator runs to replace all keys of an application by Postern's new certificate,
/// where
/// the old key must not, or cannot, vouch for it.
///
/// Client secrets go too: Postern never has one, so each is somebody else's.
final class ReplacementScript {
    private ReplacementScript() {}

    static CustomerScript write(Connection connection, String pem) {
        String client = connection.clientId().orElse("");
        return new CustomerScript(powerShell(connection, client, pem), azureCli(connection, client, pem));
    }

    private static String powerShell(Connection connection, String client, String pem) {
        return """
                # Replaces every key of %1$s (client id %4$s) in the Entra tenant %2$s by the new one.
                # Run in PowerShell 7 as an administrator who may change applications.
                # Needs: Install-Module Microsoft.Graph.Applications
                $ErrorActionPreference = 'Stop'
                Connect-MgGraph -TenantId '%2$s' -NoWelcome -Scopes 'Application.ReadWrite.All'
                $certificatePem = @'
                %3$s'@
                $certificate = [System.Security.Cryptography.X509Certificates.X509Certificate2]::CreateFromPem($certificatePem)
                $application = Get-MgApplication -Filter "appId eq '%4$s'"
                Update-MgApplication -ApplicationId $application.Id -KeyCredentials @(
                    @{ Type = 'AsymmetricX509Cert'; Usage = 'Verify'; Key = $certificate.RawData; DisplayName = '%1$s' })
                foreach ($secret in $application.PasswordCredentials) {
                    Remove-MgApplicationPassword -ApplicationId $application.Id -KeyId $secret.KeyId
                }
                $after = Get-MgApplication -ApplicationId $application.Id
                "Keys on the application now: $($after.KeyCredentials.Count), secrets: $($after.PasswordCredentials.Count)"
                "Object id of the application: $($application.Id)"
                "Key id: $($after.KeyCredentials[0].KeyId)"
                """.formatted(KitWriter.displayName(connection), connection.directoryTenant(), pem, client);
    }

    private static String azureCli(Connection connection, String client, String pem) {
        return """
                #!/bin/sh
                # Replaces every key of %1$s (client id %4$s) in the Entra tenant %2$s by the new one.
                # Run as an administrator who may change applications.
                set -eu
                az login --tenant '%2$s' --allow-no-subscriptions --output none
                certificate=$(mktemp)
                trap 'rm -f "$certificate"' EXIT
                cat > "$certificate" <<'PEM'
                %3$sPEM
                az ad app credential reset --id '%4$s' --cert "@$certificate" --output none # Without --append: the others go.
                for secret in $(az ad app credential list --id '%4$s' --query '[].keyId' --output tsv); do
                    az ad app credential delete --id '%4$s' --key-id "$secret"
                done
                echo "Object id of the application: $(az ad app show --id '%4$s' --query id --output tsv)"
                echo "Key id: $(az ad app credential list --id '%4$s' --cert --query '[0].keyId' --output tsv)"
                """.formatted(KitWriter.displayName(connection), connection.directoryTenant(), pem, client);
    }
}
