package org.postern.console.web;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postern.connections.Cloud;
import org.postern.connections.Credential;
import org.postern.connections.MailServer;
import org.postern.connections.ServiceKind;
import org.postern.console.problem.ProblemException;

/// What the form that makes a connection sends; which fields count depends on the kind and the way to sign in.
///
/// @param mailboxes one address a line
public record ConnectionForm(
        @Nullable String function,
        @Nullable String kind,
        @Nullable String directoryTenant,
        @Nullable String cloud,
        @Nullable String login,
        @Nullable String graph,
        @Nullable String caPem,
        @Nullable String address,
        @Nullable String signIn,
        @Nullable String account,
        @Nullable String password,
        @Nullable String mailboxes,
        @Nullable String resource,
        @Nullable String serverCa) {
    private static final int TEXT_MOST = 5_000_000;
    private static final int SECRET_MOST = 1_000;

    ServiceKind serviceKind() {
        return kind == null || kind.isEmpty() ? ServiceKind.GRAPH : choice(ServiceKind.values(), kind, "kind");
    }

    /// The tenant's directory in Entra.
    String directory() {
        String text = PageInput.text(directoryTenant);
        if (text == null || text.length() > 255) {
            throw ProblemException.badRequest("The directory is missing.", "Give its domain or its tenant id.");
        }
        return text;
    }

    Cloud chosenCloud() {
        return cloud == null || cloud.equals("global")
                ? Cloud.GLOBAL
                : new Cloud("other", https(login), https(graph), PageInput.text(caPem));
    }

    MailServer server() {
        String where = PageInput.text(address);
        if (where == null) {
            throw ProblemException.badRequest(
                    "The server's address is missing.",
                    "Give it such as https://mail.contoso.example/EWS/Exchange.asmx or imaps://mail.contoso.example.");
        }
        String tokens = PageInput.text(resource);
        return checked(
                where,
                uri -> new MailServer(
                        serviceKind(),
                        URI.create(uri),
                        method(),
                        PageInput.text(account),
                        addresses(),
                        tokens == null ? null : https(tokens),
                        PageInput.text(serverCa)));
    }

    private MailServer.Method method() {
        return choice(MailServer.Method.values(), signIn == null ? "" : signIn, "way to sign in");
    }

    private List<String> addresses() {
        String text = mailboxes == null ? "" : mailboxes;
        if (text.length() > TEXT_MOST) {
            throw ProblemException.badRequest("The list of mailboxes is too long.", "Use postern connection add.");
        }
        return Arrays.stream(text.split("[\\s,;]+"))
                .filter(one -> !one.isEmpty())
                .toList();
    }

    Credential credential() {
        return switch (method()) {
            case TOKEN -> new Credential.Entra(chosenCloud(), directory());
            case CERTIFICATE -> new Credential.Certificate();
            case PASSWORD -> new Credential.Password(secret(password));
        };
    }

    /// As it is: a password may begin or end with a space.
    static char[] secret(@Nullable String password) {
        if (password == null || password.isEmpty() || password.length() > SECRET_MOST) {
            throw ProblemException.badRequest("The password is missing.", "Give the password of the account.");
        }
        return password.toCharArray();
    }

    private static <E extends Enum<E>> E choice(E[] all, String text, String what) {
        return Arrays.stream(all)
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> ProblemException.badRequest("The " + what + " is missing.", "Choose one."));
    }

    private static <T> T checked(String text, Function<String, T> maker) {
        try {
            return maker.apply(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest("The connection cannot be made so.", String.valueOf(e.getMessage()));
        }
    }

    private static URI https(@Nullable String text) {
        try {
            URI uri = URI.create(text == null ? "" : text.strip());
            if ("https".equals(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Told below, like an address of another kind.
        }
        throw ProblemException.badRequest(
                "An address of the cloud is no https address.", "Give it such as https://graph.microsoft.us.");
    }

    /// Never the password.
    @Override
    public String toString() {
        return "ConnectionForm[" + kind + ", " + address + "]";
    }
}
