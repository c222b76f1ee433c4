package org.postern.connections.imap;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;

/// A server's NO or BAD to one command.
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private static final Pattern CODE = Pattern.compile("^\\s*\\[([A-Za-z0-9-]{1,40})[^\\]]*\\]");
    /// RFC 5530: the server cannot just now.
    private static final Set<String> PASSING =
            Set.of("UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG", "CONTACTADMIN", "THROTTLED");

    private static final Set<String> NO_ENTRY =
            Set.of("AUTHENTICATIONFAILED", "AUTHORIZATIONFAILED", "EXPIRED", "PRIVACYREQUIRED", "NOPERM");
    private static final Set<String> NO_FOLDER = Set.of("NONEXISTENT", "TRYCREATE");

    private final String code;
    private final String text;

    /// @param said what came after NO or BAD
    Refusal(String said) {
        super(said);
        String plain = said.replaceAll("\\p{Cntrl}", " ").strip();
        Matcher found = CODE.matcher(plain);
        this.code = found.find() ? found.group(1).toUpperCase(Locale.ROOT) : "";
        this.text = plain.length() > 300 ? plain.substring(0, 300) + "…" : plain;
    }

    /// The response code (RFC 5530), upper case; empty when none was given.
    String code() {
        return code;
    }

    String text() {
        return text;
    }

    boolean passing() {
        return PASSING.contains(code);
    }

    boolean noEntry() {
        return NO_ENTRY.contains(code);
    }

    boolean noFolder() {
        return NO_FOLDER.contains(code);
    }

    ConnectionException toException(String what) {
        boolean again = passing();
        return new ConnectionException(
                again ? Kind.RETRYABLE : Kind.PERMANENT,
                what + " failed: the server answered " + text + ". "
                        + (again
                                ? "It can be asked again later."
                                : "Test the connection, and report this if it passes."));
    }
}
