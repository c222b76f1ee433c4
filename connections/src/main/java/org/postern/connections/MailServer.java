package org.postern.connections;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A mail server that is reached by EWS or IMAP: where it is, how Postern signs in there, and as whom.
///
/// @param address `https://host[:port]/EWS/Exchange.asmx` or `imaps://host[:port]`
/// @param account whose password it is, or whom the certificate stands for: a service account with the right to
/// impersonate (EWS) or a master user (IMAP); null where each mailbox is its own account
/// @param mailboxes addresses of the mailboxes; empty to ask the server for its directory (EWS only)
/// @param resource what Entra's tokens are asked for; null for the server's own origin, as in Exchange Online
/// @param caPem the only certificate authority to trust there; null for the JDK's own
public record MailServer(
        ServiceKind kind,
        URI address,
        Method method,
        @Nullable String account,
        List<String> mailboxes,
        @Nullable URI resource,
        @Nullable String caPem) {
    /// How Postern proves who it is.
    public enum Method {
        /// A token that Entra gives for the connection's certificate: bearer for EWS, XOAUTH2 for IMAP.
        TOKEN,
        /// The connection's certificate in the TLS handshake itself.
        CERTIFICATE,
        /// A password over TLS: Basic for EWS, PLAIN for IMAP.
        PASSWORD
    }

    private static final int MAILBOXES_MOST = 100_000;
    /// Loose on purpose: the server knows its own addresses; what matters is that nothing can be smuggled in.
    private static final Pattern ADDRESS =
            Pattern.compile("[^\\s\\p{Cntrl}\"<>(),;:\\\\]{1,128}@[^\\s\\p{Cntrl}\"<>(),;:\\\\@]{1,126}");

    private static final Pattern ACCOUNT = Pattern.compile("[^\\s\\p{Cntrl}\"<>]{1,254}");

    public MailServer {
        String scheme = switch (kind) {
            case EWS -> "https";
            case IMAP -> "imaps";
            case GRAPH -> throw new IllegalArgumentException("Graph has no server of its own: give its cloud instead.");
        };
        if (!scheme.equals(address.getScheme()) || address.getHost() == null || address.getUserInfo() != null) {
            throw new IllegalArgumentException("The server's address \"" + address + "\" is none for "
                    + kind.name() + ". Give it such as "
                    + (kind == ServiceKind.EWS
                            ? "https://mail.contoso.example/EWS/Exchange.asmx."
                            : "imaps://mail.contoso.example."));
        }
        mailboxes = mailboxes.stream().map(MailServer::normal).distinct().toList();
        if (mailboxes.size() > MAILBOXES_MOST) {
            throw new IllegalArgumentException("The list has " + mailboxes.size() + " mailboxes; at most "
                    + MAILBOXES_MOST + " can be in one connection. Split it over several tenants.");
        }
        if (kind == ServiceKind.IMAP && mailboxes.isEmpty()) {
            throw new IllegalArgumentException("No mailbox is given, and IMAP has no directory to ask. Name each one.");
        }
        if (account != null && !ACCOUNT.matcher(account).matches()) {
            throw new IllegalArgumentException("The account \"" + account + "\" has spaces or signs that no account"
                    + " has. Give it as the server knows it, such as postern@contoso.example or CONTOSO\\postern.");
        }
        if (kind == ServiceKind.EWS && method == Method.TOKEN && mailboxes.isEmpty() && account == null) {
            throw new IllegalArgumentException(
                    "Exchange lists its address book to a mailbox only, and an application has"
                            + " none. Name the mailboxes, or as account one mailbox that may be impersonated for the list.");
        }
        if (account == null && method == Method.PASSWORD && (kind == ServiceKind.EWS || mailboxes.size() > 1)) {
            throw new IllegalArgumentException("A password belongs to an account, and none is given. Give the service"
                    + " account (EWS: one that may impersonate; IMAP: a master user).");
        }
    }

    private static String normal(String address) {
        String stripped = address.strip();
        if (!ADDRESS.matcher(stripped).matches()) {
            throw new IllegalArgumentException("\"" + (stripped.length() > 60 ? stripped.substring(0, 60) : stripped)
                    + "\" is no mailbox address. Give addresses such as ada@contoso.example.");
        }
        return stripped.toLowerCase(Locale.ROOT);
    }

    public Optional<String> authority() {
        return Optional.ofNullable(caPem);
    }

    /// What Entra's tokens for it are scoped to.
    public URI tokenResource() {
        return resource == null ? origin() : resource;
    }

    /// Scheme, host and port as a web origin.
    public URI origin() {
        int port = kind == ServiceKind.EWS ? address.getPort() : -1;
        return URI.create("https://" + address.getHost() + (port < 0 ? "" : ":" + port));
    }

    /// The TCP port of an IMAP server.
    public int imapPort() {
        return address.getPort() < 0 ? 993 : address.getPort();
    }
}
