package org.postern.connections;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.postern.connections.ConnectKit.Scripts;

/// Writes what a customer keeps to cut Postern off from their side: it needs nothing of Postern, and asks it nothing.
///
/// Client ids were checked to be GUIDs; the directory's name to hold letters, digits, dots and hyphens.
final class KillSwitchScript {
    private static final String POWER_SHELL_HEAD = """
            # Cuts Postern off: disables its applications, then takes every key off them.
            # Run in PowerShell 7 as an administrator who may change applications. Mail flow does not depend on them.
            # Needs: Install-Module Microsoft.Graph.Applications
            # Tokens given before live on for up to an hour, unless Entra's continuous evaluation ends them earlier.
            $ErrorActionPreference = 'Continue' # What fails for one must not keep the others.
            """;

    private static final String AZURE_CLI_HEAD = """
            #!/bin/sh
            # Cuts Postern off: disables its applications, then takes every key off them.
            # Run as an administrator who may change applications. Mail flow does not depend on them.
            # Tokens given before live on for up to an hour, unless Entra's continuous evaluation ends them earlier.
            set -u
            status=0
            cut_off() {
                object=$(az ad app list --filter "appId eq '$1'" --query '[].id' --output tsv) || { status=1; return; }
                [ -n "$object" ] || { echo "$1 is not there"; return; }
                az ad sp update --id "$1" --set accountEnabled=false --output none || status=1
                az rest --method PATCH --uri "https://graph.microsoft.com/v1.0/applications/$object" \\
                    --body '{"keyCredentials":[]}' || status=1
                for secret in $(az ad app credential list --id "$1" --query '[].keyId' --output tsv); do
                    az ad app credential delete --id "$1" --key-id "$secret" || status=1
                done
                echo "$1: enabled $(az ad sp show --id "$1" --query accountEnabled --output tsv)"
            }
            """;

    private KillSwitchScript() {}

    /// @param applications client ids by the directory in which they are registered
    static Scripts write(Map<String, Set<String>> applications) {
        String powerShell = join(applications, KillSwitchScript::powerShell);
        String azureCli = join(applications, KillSwitchScript::azureCli);
        return new Scripts(POWER_SHELL_HEAD + powerShell, AZURE_CLI_HEAD + azureCli + AZURE_CLI_END);
    }

    private static String join(
            Map<String, Set<String>> applications, BiFunction<String, Collection<String>, String> block) {
        return applications.entrySet().stream()
                .map(directory -> block.apply(directory.getKey(), directory.getValue()))
                .collect(Collectors.joining());
    }

    private static String powerShell(String directory, Collection<String> clients) {
        String list = clients.stream().map(client -> "'" + client + "'").collect(Collectors.joining(", "));
        return """
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

    private static String azureCli(String directory, Collection<String> clients) {
        return """
                if az login --tenant '%1$s' --allow-no-subscriptions --output none; then
                    for client in %2$s; do cut_off "$client"; done
                else
                    status=1
                fi
                """.formatted(directory, String.join(" ", clients));
    }

    private static final String AZURE_CLI_END = """
            [ "$status" = 0 ] || echo 'SOMETHING FAILED: look above, and run this again.' >&2
            exit "$status"
            """;
}
