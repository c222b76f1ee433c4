package org.postern.connections.signin;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Why Entra gave no token, in plain words, with what to do and by whom.
///
/// @param code such as `AADSTS700027`, or the OAuth error where Entra named none
/// @param passing whether asking again may work with nothing changed
public record SignInFault(String code, String meaning, String advice, boolean passing) {
    private static final Pattern NUMBER = Pattern.compile("AADSTS(\\d{4,9})");

    /// Reads Entra's answer.
    ///
    /// @param clockHint how far this machine's clock seems to be off, or empty
    static SignInFault of(int status, String error, String description, String clockHint) {
        Matcher found = NUMBER.matcher(description);
        int number = found.find() ? Integer.parseInt(found.group(1)) : 0;
        String code = number == 0 ? (error.isEmpty() ? "HTTP " + status : error) : "AADSTS" + number;
        boolean passing = status >= 500 || status == 429 || error.equals("temporarily_unavailable");
        if (passing) {
            return new SignInFault(
                    code, "Entra could not answer just now", "Nothing to change: it is asked again later.", true);
        }
        return explain(code, number, clockHint);
    }

    private static SignInFault explain(String code, int number, String clockHint) {
        return switch (number) {
            case 90002, 900021, 900023, 900144 ->
                fault(
                        code,
                        "the directory tenant is not known to Entra",
                        "Compare the tenant's id or domain with Entra admin center > Overview, remove this connection and add it"
                                + " with the right one.");
            case 700016 ->
                fault(
                        code,
                        "no application with this client id exists in the customer's tenant",
                        "The customer's administrator runs the kit's script in that tenant, or compares the client id that"
                                + " the script printed with the one given here.");
            case 700027, 700030, 7000272 ->
                fault(
                        code,
                        "the application does not hold this connection's certificate",
                        "The customer's administrator adds the kit's certificate to the application (Certificates &"
                                + " secrets > Certificates). When that was done just now, wait a few minutes and test again.");
            case 7000222 ->
                fault(
                        code,
                        "the certificate registered with the application has expired",
                        "Remove the connection and add it anew, then register the new certificate.");
            case 700024 ->
                fault(
                        code,
                        "the assertion's time is not valid for Entra" + (clockHint.isEmpty() ? "" : ": " + clockHint),
                        "Set this machine's clock by NTP, then test again.");
            case 700021, 700022, 700023, 50027, 50012 ->
                fault(
                        code,
                        "Entra could not accept the assertion's form or audience",
                        "Check that the connection's cloud is the one in which the tenant lives.");
            case 70011, 1002012, 28002 ->
                fault(
                        code,
                        "the scope asked for is not valid in this cloud",
                        "Check that the connection's cloud is the one in which the tenant lives.");
            case 500011, 650052, 650051 ->
                fault(
                        code,
                        "Microsoft Graph is not known in the customer's tenant",
                        "Check that the connection's cloud is right and that the tenant has Microsoft 365.");
            case 7000112, 7000113 ->
                fault(
                        code,
                        "the application is disabled in the customer's tenant",
                        "The customer's administrator enables it: Entra admin center > Enterprise applications >"
                                + " Properties > Enabled for users to sign in.");
            case 53003, 530031, 530032, 530036 ->
                fault(
                        code,
                        "a Conditional Access policy blocks this sign-in",
                        "The customer's administrator allows this server's address in the policy for workload identities.");
            case 7000215, 7000218, 7000216 ->
                fault(
                        code,
                        "the application is asked for a secret instead of a certificate",
                        "The customer's administrator registers the kit's certificate with the application.");
            default ->
                fault(
                        code,
                        "Entra refused the sign-in",
                        "Look this code up at https://login.microsoftonline.com/error.");
        };
    }

    private static SignInFault fault(String code, String meaning, String advice) {
        return new SignInFault(code, meaning, advice, false);
    }

    /// One sentence each: what happened, what to do.
    public String sentence() {
        return code + ": " + meaning + ". " + advice;
    }
}
