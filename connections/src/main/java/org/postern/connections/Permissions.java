package org.postern.connections;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The application roles that each kind and function needs, and what others would mean.
final class Permissions {
    /// The same in every tenant.
    static final String GRAPH_APPLICATION = "00000003-0000-0000-c000-000000000000";

    /// Office 365 Exchange Online, whose roles open EWS and IMAP.
    static final String EXCHANGE_APPLICATION = "00000002-0000-0ff1-ce00-000000000000";

    /// One application role.
    record Role(String name, String id, String why) {}

    private static final Role MAIL_READ =
            new Role("Mail.Read", "810c84a8-4a9e-49e6-bf7d-12d183f40d01", "to read the mail that is to be kept");
    private static final Role USER_READ =
            new Role("User.Read.All", "df021288-bdef-4463-88db-98f22de89214", "to list the mailboxes");
    private static final Role MAIL_WRITE = new Role(
            "Mail.ReadWrite",
            "e2a3a72e-5f79-4c64-b1b1-878b674786c9",
            "to put restored messages back and to remove threats");

    private static final Role EWS_FULL = new Role(
            "full_access_as_app",
            "dc890d15-9560-4a4c-9b7f-a736ec74ec40",
            "because EWS knows no smaller one; limit the application's mailboxes by RBAC for Applications");
    private static final Role IMAP_ACCESS = new Role(
            "IMAP.AccessAsApp",
            "5e5addcd-3e8d-4e90-baf5-964efab2b20a",
            "because IMAP knows no smaller one; limit the mailboxes by Add-MailboxPermission");

    private static final Role LOG_READ = new Role(
            "AuditLog.Read.All",
            "b0afded3-3588-46d8-8b3d-9842eff778da",
            "to read when and from where Postern's keys were used");
    private static final Role DIRECTORY_READ = new Role(
            "Directory.Read.All",
            "7ab1d382-f21e-4acd-a863-ba3e13f7da61",
            "to read the sign-in log, and which keys Postern's applications have");
    private static final Role MAIL_SEND = new Role(
            "Mail.Send",
            "b633e1c5-b582-4048-a93e-9f11b44c7e96",
            "to mail the ledger's signed checkpoints, and later test messages, from one mailbox");

    private static final Set<String> LISTS_USERS = Set.of("User.Read.All", "Directory.Read.All");
    private static final List<String> CHANGES = List.of("write", "send", "full_access", "manage", "importexport");

    private Permissions() {}

    /// Whose roles they are.
    static String resource(Connection connection) {
        return connection.kind() == ServiceKind.GRAPH ? GRAPH_APPLICATION : EXCHANGE_APPLICATION;
    }

    static List<Role> needed(Connection connection) {
        return switch (connection.kind()) {
            case GRAPH -> needed(connection.function());
            case EWS -> List.of(EWS_FULL);
            case IMAP -> List.of(IMAP_ACCESS);
        };
    }

    private static List<Role> needed(ConnectionFunction function) {
        return switch (function) {
            case SYNC -> List.of(MAIL_READ, USER_READ);
            case REMEDIATE -> List.of(MAIL_WRITE);
            case WATCH -> List.of(LOG_READ, DIRECTORY_READ);
            case PROBE -> List.of(MAIL_SEND);
            case CANARY -> List.of();
        };
    }

    static List<Role> missing(Connection connection, Set<String> held) {
        return needed(connection).stream()
                .filter(role -> !held.contains(role.name()) && !implied(role, held))
                .toList();
    }

    private static boolean implied(Role role, Set<String> held) {
        return role.equals(USER_READ)
                ? held.stream().anyMatch(LISTS_USERS::contains)
                : role.equals(MAIL_READ) && held.contains("Mail.ReadWrite");
    }

    /// Roles by which a stolen key could change or send something that this function never does.
    static List<String> dangerous(Connection connection, Set<String> held) {
        return extra(connection, held).stream().filter(Permissions::changes).toList();
    }

    /// Roles that only read, and are not needed.
    static List<String> needless(Connection connection, Set<String> held) {
        return extra(connection, held).stream().filter(role -> !changes(role)).toList();
    }

    private static List<String> extra(Connection connection, Collection<String> held) {
        Set<String> needed =
                Set.copyOf(needed(connection).stream().map(Role::name).toList());
        return held.stream().filter(role -> !needed.contains(role)).sorted().toList();
    }

    private static boolean changes(String role) {
        String name = role.toLowerCase(Locale.ROOT);
        return CHANGES.stream().anyMatch(name::contains);
    }
}
