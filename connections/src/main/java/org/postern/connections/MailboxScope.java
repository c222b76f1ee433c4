package org.postern.connections;

import java.util.Optional;

/// The parts of a kit's script that limit an application to chosen mailboxes (RBAC for Applications in Exchange
/// Online).
///
/// The Mail role is then given by Exchange, within a scope, and not consented to: both together would add up.
final class MailboxScope {
    private MailboxScope() {}

    private static Optional<Permissions.Role> mailRole(Connection connection) {
        return Permissions.needed(connection).stream()
                .filter(role -> role.name().startsWith("Mail."))
                .findFirst();
    }

    static String parameter(Connection connection) {
        return mailRole(connection).map(_ -> """
                        # With -Mailboxes FILTER only for mailboxes that this recipient filter names, such as
                        # "CustomAttribute1 -eq 'postern'". Needs then: Install-Module ExchangeOnlineManagement
                        param([string] $Mailboxes)
                        """).orElse("");
    }

    static String exemption(Connection connection) {
        return mailRole(connection)
                .map(role ->
                        "if ($Mailboxes -and $role.Id -eq '" + role.id() + "') { continue } # Exchange gives it.\n    ")
                .orElse("");
    }

    static String assignment(Connection connection) {
        return mailRole(connection)
                .map(role -> """
                        if ($Mailboxes) {
                            $scope = '%1$s'
                            Connect-ExchangeOnline -ShowBanner:$false
                            New-ServicePrincipal -AppId $application.AppId -ObjectId $principal.Id -DisplayName $scope | Out-Null
                            New-ManagementScope -Name $scope -RecipientRestrictionFilter $Mailboxes | Out-Null
                            New-ManagementRoleAssignment -App $principal.Id -Role 'Application %2$s' -CustomResourceScope $scope | Out-Null
                            "Limited to mailboxes where $Mailboxes; Exchange can take more than an hour to apply this."
                        }
                        """.formatted(KitWriter.displayName(connection), role.name()))
                .orElse("");
    }
}
