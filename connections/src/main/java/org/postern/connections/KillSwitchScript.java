package org.postern.connections;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postern.connections.ConnectKit.Scripts;

/// Writes what a customer keeps to cut Postern off from their side: it needs nothing of Postern, and asks it nothing.
///
/// Client ids were checked to be GUIDs; the directory's name to hold letters, digits, dots and hyphens.
final class KillSwitchScript {
    private KillSwitchScript() {}

    /// @param ofTenant every connection of the tenant
    static Scripts write(String directoryTenant, List<Connection> ofTenant) {
        List<String> clients = ofTenant.stream()
                .map(Connection::clientId)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        return new Scripts(powerShell(directoryTenant, clients), azureCli(directoryTenant, clients));
    }

    private static String powerShell(String directory, List<String> clients) {
        String list = clients.stream().map(client -> "'" + client + "'").collect(Collectors.joining(", "));
        return """
                # Cuts Postern off from the Entra tenant %1$s: disables its applications, then takes every key off them.
                # Run in PowerShell 7 as an administrator who may change applications. Mail flow does not depend on them.
                # Needs: Install-Module Microsoft.Graph.Applications
                # Tokens given before live on for up to an hour, unless Entra's continuous evaluation ends them earlier.
                $ErrorActionPreference = 'Continue' # What fails for one must not keep the others.
                Connect-MgGraph -TenantId '%1$s' -NoWelcome -Scopes 'Application.ReadWrite.All'
                foreach ($client in @(%2$s)) {
                    $principal = Get-MgServicePrincipal -Filter "appId eq '$client'"
                    if ($principal) { Update-MgServicePrincipal -ServicePrincipalId $principal.Id -AccountEnabled:$false }
                    $application = Get-MgApplication -Filter "appId eq '$client'"
                    if ($application) {
                        Update-MgApplication -ApplicationId $application.Id -KeyCredentials @()
                        foreach ($secret in $application.PasswordCredentials) {
                            Remove-MgApplicationPassword -ApplicationId $application.Id -KeyId $secret.KeyId
                        }
                        $after = Get-MgApplication -ApplicationId $application.Id
                        "$client has $($after.KeyCredentials.Count) keys and $($after.PasswordCredentials.Count) secrets"
                    } else { "$client is not there" }
                    $enabled = (Get-MgServicePrincipal -Filter "appId eq '$client'").AccountEnabled
                    "$client is $(if ($enabled) { 'STILL ENABLED' } else { 'disabled' })"
                }
                """.formatted(directory, list);
    }

    private static String azureCli(String directory, List<String> clients) {
        return """
                #!/bin/sh
                # Cuts Postern off from the Entra tenant %1$s: disables its applications, then takes every key off them.
                # Run as an administrator who may change applications. Mail flow does not depend on them.
                # Tokens given before live on for up to an hour, unless Entra's continuous evaluation ends them earlier.
                set -u
                az login --tenant '%1$s' --allow-no-subscriptions --output none || exit 1
                status=0
                for client in %2$s; do
                    az ad sp update --id "$client" --set accountEnabled=false --output none || status=1
                    object=$(az ad app show --id "$client" --query id --output tsv) || { status=1; continue; }
                    az rest --method PATCH --uri "https://graph.microsoft.com/v1.0/applications/$object" \\
                        --body '{"keyCredentials":[]}' || status=1
                    for secret in $(az ad app credential list --id "$client" --query '[].keyId' --output tsv); do
                        az ad app credential delete --id "$client" --key-id "$secret" || status=1
                    done
                    echo "$client: enabled $(az ad sp show --id "$client" --query accountEnabled --output tsv)"
                done
                [ "$status" = 0 ] || echo 'SOMETHING FAILED: look above, and run this again.' >&2
                exit "$status"
                """.formatted(directory, String.join(" ", clients));
    }
}
