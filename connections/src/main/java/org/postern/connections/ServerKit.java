package org.postern.connections;

import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;
import org.postern.connections.keys.HeldKey;

/// Writes what a mail server's administrator does so that a connection without Entra may act for mailboxes.
final class ServerKit {
    private ServerKit() {}

    /// @param certificate of a connection that signs in by TLS; null for one with a password
    static ConnectKit write(Connection connection, MailServer server, @Nullable X509Certificate certificate) {
        String pem = certificate == null ? "" : HeldKey.pem(certificate);
        return switch (server.kind()) {
            case EWS -> new ConnectKit(pem, exchangeShell(connection, server), "", exchange(connection, server));
            case IMAP, GRAPH -> new ConnectKit(pem, "", "", imap(connection, server));
        };
    }

    static ConnectKit.Scripts cutOff(Connection connection) {
        return new ConnectKit.Scripts("""
                # Cuts Postern's %1$s connection off. Run in the Exchange Management Shell; then disable the account, too.
                Remove-ManagementRoleAssignment -Identity 'Postern %1$s' -Confirm:$false
                """.formatted(ConnectionStore.name(connection.function())), "");
    }

    private static String exchangeShell(Connection connection, MailServer server) {
        String account = server.account() == null ? "<service account>" : server.account();
        return """
                # Lets the account of the %1$s connection act for mailboxes. Run in the Exchange Management Shell.
                $ErrorActionPreference = 'Stop'
                New-ManagementScope -Name 'Postern mailboxes' -RecipientRestrictionFilter "RecipientTypeDetails -eq 'UserMailbox'"
                New-ManagementRoleAssignment -Name 'Postern %1$s' -Role ApplicationImpersonation `
                    -User '%2$s' -CustomRecipientWriteScope 'Postern mailboxes'
                """.formatted(ConnectionStore.name(connection.function()), account.replace("'", "''"));
    }

    private static String exchange(Connection connection, MailServer server) {
        String certificate = server.method() == MailServer.Method.CERTIFICATE
                ? """
                2. Import the certificate into the trusted people of the Exchange server, map it to the account (IIS client
                   certificate mapping or Active Directory), and have the EWS virtual directory accept client certificates.
                """
                : "2. The EWS virtual directory must allow Basic authentication; it goes over TLS only.\n";
        return """
                The %1$s connection of %2$s reaches Exchange at %3$s.

                1. The administrator runs the script: it lets the account act for mailboxes (ApplicationImpersonation), and
                   for those of the scope alone. Narrow the scope's filter to the mailboxes that Postern may see.
                %4$s3. Test the connection.
                """.formatted(
                ConnectionStore.name(connection.function()), connection.tenant(), server.address(), certificate);
    }

    private static String imap(Connection connection, MailServer server) {
        String how = switch (server.method()) {
            case CERTIFICATE ->
                "The server's administrator trusts the certificate and lets its name act for the mailboxes (SASL"
                        + " EXTERNAL).";
            case PASSWORD ->
                server.account() == null
                        ? "The password is the mailbox's own."
                        : "The account " + server.account() + " must be a master user: it signs in for each"
                                + " mailbox (SASL PLAIN with the mailbox as authorization identity).";
            case TOKEN -> "The application needs the role IMAP.AccessAsApp.";
        };
        return """
                The %1$s connection of %2$s reaches %3$d mailboxes at %4$s by IMAP.

                %5$s
                Then test the connection.
                """.formatted(
                        ConnectionStore.name(connection.function()),
                        connection.tenant(),
                        server.mailboxes().size(),
                        server.address(),
                        how);
    }
}
