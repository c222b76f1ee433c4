package org.postern.connections;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.postern.connections.ConnectionCheck.Finding;
import org.postern.connections.ConnectionCheck.Outcome;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.MailProbe.Probed;
import org.postern.connections.MailReader.RemoteMailbox;
import org.postern.connections.keys.HeldKey;
import org.postern.connections.signin.AccessToken;
import org.postern.connections.signin.SignIn;
import org.postern.connections.signin.SignInFault;

/// Tests one connection step by step, changing nothing, and says of each what was found and what to do.
final class CheckRun {
    private static final String KEY = "Open the key";
    private static final String PASSWORD = "Open the password";
    private static final String CERTIFICATE = "Certificate in date";
    private static final String SIGN_IN = "Sign in with the certificate";
    private static final String ROLES = "Application roles";
    private static final String DIRECTORY = "List the mailboxes";
    private static final String MAILBOX = "Read a mailbox";
    private static final String LOG = "Read the sign-in log";

    private final Connection connection;
    private final Clock clock;
    private final Supplier<HeldKey> key;
    private final Supplier<char[]> password;
    private final List<RemoteMailbox> otherwiseKnown;
    private final List<Finding> findings = new ArrayList<>();

    /// @param otherwiseKnown mailboxes to try for a function that may not list them itself
    CheckRun(
            Connection connection,
            Clock clock,
            Supplier<HeldKey> key,
            Supplier<char[]> password,
            List<RemoteMailbox> otherwiseKnown) {
        this.connection = connection;
        this.clock = clock;
        this.key = key;
        this.password = password;
        this.otherwiseKnown = otherwiseKnown;
    }

    /// What the steps that need the network use.
    interface Access {
        /// Empty for a connection that needs no token.
        Optional<SignIn> signIn() throws InterruptedException;

        MailProbe probe();
    }

    /// @param access asked for only once the key opens and a client id is known
    ConnectionCheck run(Supplier<Access> access) {
        boolean opens = connection.usesKey() ? keyOpens() : passwordOpens();
        boolean inDate = !connection.usesKey() || certificateInDate(); // Both are told, whatever the first found.
        if (!opens || !inDate) {
            return ended(SIGN_IN, ROLES, DIRECTORY, MAILBOX);
        }
        if (connection.usesEntra() && connection.clientId().isEmpty()) {
            failed(
                    SIGN_IN,
                    "No client id is known for this connection.",
                    "Give the kit's script to the customer's administrator, then register the client id that it prints.");
            return ended(ROLES, DIRECTORY, MAILBOX);
        }
        Access open = access.get();
        if (connection.usesEntra()) {
            Optional<AccessToken> token = signedIn(open);
            if (token.isEmpty()) {
                return ended(ROLES, DIRECTORY, MAILBOX);
            }
            probe(open.probe(), token.get().roles());
        } else {
            probe(open.probe(), Set.of());
        }
        return ended();
    }

    private boolean keyOpens() {
        try {
            String thumbprint = key.get().thumbprintHex();
            if (thumbprint.equals(connection.thumbprint())) {
                passed(KEY, "The key with certificate " + thumbprint + " opens.");
                return true;
            }
            failed(
                    KEY,
                    "The key file holds certificate " + thumbprint + ", not " + connection.thumbprint() + ".",
                    "Restore the key file from a backup, or remove the connection and add it anew.");
        } catch (ConnectionException e) {
            failed(KEY, String.valueOf(e.getMessage()), "See the message; nothing else can be tested without the key.");
        }
        return false;
    }

    private boolean passwordOpens() {
        try {
            Arrays.fill(password.get(), '\0');
            passed(PASSWORD, "The account's password opens.");
            return true;
        } catch (ConnectionException e) {
            failed(PASSWORD, String.valueOf(e.getMessage()), "See the message; nothing else can be tested without it.");
            return false;
        }
    }

    private boolean certificateInDate() {
        Instant now = clock.instant();
        Instant until = connection.certificateUntil();
        if (now.isBefore(connection.certificateFrom())) {
            failed(
                    CERTIFICATE,
                    "The certificate is valid from " + connection.certificateFrom() + " only; here it is " + now + ".",
                    "Set this machine's clock by NTP.");
            return false;
        }
        if (!now.isBefore(until)) {
            failed(
                    CERTIFICATE,
                    "The certificate expired at " + until + ".",
                    "Re-establish the connection (postern connection reestablish): as the old key cannot vouch any more, the"
                            + " customer's administrator runs the script that it prints.");
            return false;
        }
        long days = now.until(until, ChronoUnit.DAYS);
        String warnings = connection.warnings(now).stream()
                .map(warning -> " WARNING: " + warning)
                .collect(Collectors.joining());
        passed(CERTIFICATE, "Valid until " + until + " (" + days + " days)." + warnings);
        return true;
    }

    private Optional<AccessToken> signedIn(Access access) {
        try {
            switch (access.signIn().orElseThrow()) {
                case SignIn.Granted(AccessToken token) -> {
                    passed(SIGN_IN, "Entra gave a token to client " + connection.registeredClientId() + ".");
                    return Optional.of(token);
                }
                case SignIn.Refused(SignInFault fault) ->
                    failed(SIGN_IN, fault.code() + ": " + fault.meaning() + ".", fault.advice());
            }
        } catch (ConnectionException e) {
            failed(SIGN_IN, String.valueOf(e.getMessage()), "Check the network, then test again.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectionException(Kind.RETRYABLE, "The test was cancelled; it can be run again.", e);
        }
        return Optional.empty();
    }

    private void probe(MailProbe probe, Set<String> roles) {
        switch (connection.function()) {
            case SYNC, REMEDIATE -> probeMailboxes(probe, roles);
            case WATCH -> probeLog(probe, roles);
            case PROBE -> probeSending(probe, roles);
            case CANARY -> roles(roles, false);
        }
    }

    /// Whether Exchange lets it send is shown by a mail only, and a test sends none.
    private void probeSending(MailProbe probe, Set<String> roles) {
        if (connection.mailServer() != null) {
            probeMailboxes(probe, roles);
        } else if (roles.isEmpty()) {
            passed(ROLES, held(roles) + " Only a mail shows that: postern ledger mail.");
        } else {
            roles(roles, false);
        }
    }

    private void probeLog(MailProbe probe, Set<String> roles) {
        roles(roles, false);
        Probed log = probe.signInLog(String.valueOf(connection.registeredClientId()), clock.instant());
        if (log.passed()) {
            passed(LOG, log.detail() + ".");
        } else {
            failed(LOG, log.detail(), "Until then nobody notices when a stolen key is used.");
        }
    }

    private void probeMailboxes(MailProbe probe, Set<String> roles) {
        boolean lists = lists();
        Probed directory = lists ? probe.directory() : new Probed(true, "", otherwiseKnown);
        Probed mailbox = probe.mailbox(directory.mailboxes());
        if (connection.usesEntra()) {
            roles(roles, mailbox.passed());
        }
        if (lists) {
            directory(directory);
        }
        if (!directory.mailboxes().isEmpty()) {
            mailbox(mailbox);
        } else if (lists) {
            findings.add(new Finding(MAILBOX, Outcome.SKIPPED, "No mailbox could be listed.", ""));
        } else {
            passed(
                    MAILBOX,
                    "Not tried: this function lists no mailboxes, and the sync connection that could name one is"
                            + " not active yet. Writing is never tried by a test.");
        }
    }

    /// A server's mailboxes are named, or resolved, with any function; in Graph only the sync connection may list.
    private boolean lists() {
        return connection.function() == ConnectionFunction.SYNC || connection.mailServer() != null;
    }

    /// Exchange's own grants (RBAC for Applications) give access without a role in the token.
    private void roles(Set<String> held, boolean mailboxReadable) {
        List<Permissions.Role> missing = Permissions.missing(connection, held).stream()
                .filter(role -> !(role.name().equals("Mail.Read") && mailboxReadable))
                .toList();
        List<String> dangerous = Permissions.dangerous(connection, held);
        if (!missing.isEmpty()) {
            failed(
                    ROLES,
                    "Missing: "
                            + missing.stream()
                                    .map(role -> role.name() + " (" + role.why() + ")")
                                    .collect(Collectors.joining(", "))
                            + ". " + held(held),
                    "The customer's administrator adds these application roles of Microsoft Graph to the application and"
                            + " grants admin consent; tokens carry them within some minutes.");
        } else if (!dangerous.isEmpty()) {
            failed(
                    ROLES,
                    "DANGER: the application can do more than this connection ever does: "
                            + String.join(", ", dangerous) + ". Whoever steals this key could use it.",
                    "The customer's administrator removes these roles from the application.");
        } else {
            passed(ROLES, held(held) + needless(held));
        }
    }

    private static String held(Set<String> held) {
        return held.isEmpty()
                ? "The token carries no roles; access is given by Exchange (RBAC for Applications), if at all."
                : "The token carries " + held.stream().sorted().collect(Collectors.joining(", ")) + ".";
    }

    private String needless(Set<String> held) {
        List<String> needless = Permissions.needless(connection, held);
        return needless.isEmpty() ? "" : " Not needed, and better removed: " + String.join(", ", needless) + ".";
    }

    private void directory(Probed directory) {
        if (directory.passed()) {
            passed(DIRECTORY, directory.detail() + ".");
        } else {
            failed(
                    DIRECTORY,
                    directory.detail() + ".",
                    connection.mailServer() != null
                            ? "See the message, or name the mailboxes in the connection."
                            : "The customer's administrator grants User.Read.All, and checks that the tenant has users with mail.");
        }
    }

    private void mailbox(Probed mailbox) {
        if (mailbox.passed()) {
            passed(MAILBOX, mailbox.detail() + ".");
        } else {
            failed(
                    MAILBOX,
                    mailbox.detail() + ".",
                    connection.mailServer() != null
                            ? "See the message: the server's administrator can change it. The connection's kit says what"
                                    + " the server needs."
                            : "The customer's administrator grants the Mail role, or widens Exchange's scope (RBAC for Applications)"
                                    + " to the mailboxes; Exchange can take an hour to apply it.");
        }
    }

    private void passed(String step, String detail) {
        findings.add(new Finding(step, Outcome.PASSED, detail, ""));
    }

    private void failed(String step, String detail, String advice) {
        findings.add(new Finding(step, Outcome.FAILED, detail, advice));
    }

    /// Whether the step is of other functions than this one.
    private boolean isOthers(String step) {
        return switch (connection.function()) {
            case SYNC -> false;
            case REMEDIATE -> step.equals(DIRECTORY) && !lists();
            case WATCH, PROBE, CANARY -> step.equals(DIRECTORY) || step.equals(MAILBOX);
        };
    }

    private ConnectionCheck ended(String... skipped) {
        for (String step : skipped) {
            boolean left = isOthers(step) || (!connection.usesEntra() && (step.equals(SIGN_IN) || step.equals(ROLES)));
            if (!left) {
                findings.add(new Finding(step, Outcome.SKIPPED, "An earlier step failed.", ""));
            }
        }
        return new ConnectionCheck(findings);
    }
}
