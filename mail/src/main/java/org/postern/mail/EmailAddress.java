package org.postern.mail;

import java.net.IDN;
import java.util.List;
import java.util.Locale;

/// One address as a message names it (RFC 5322 §3.4, RFC 6532), read leniently.
///
/// Any of the three may be empty, as in real mail: a bare `root` has no domain, junk without an address is a display
/// name only.
///
/// @param displayName decoded, without quotes; empty where none is given
/// @param localPart decoded from quotes: `John Doe` of `"John Doe"@example.com`
/// @param domain as written, without a final dot; an address literal keeps its brackets
public record EmailAddress(String displayName, String localPart, String domain) {
    private static final String ATOM_SPECIALS = "!#$%&'*+-/=?^_`{|}~.";

    public EmailAddress {
        if (displayName.isEmpty() && localPart.isEmpty() && domain.isEmpty()) {
            throw new IllegalArgumentException("An email address must have a name, a local part or a domain.");
        }
    }

    /// All addresses of a field value or of what a person typed; groups give their members; never fails.
    public static List<EmailAddress> parseAll(String text) {
        return new AddressParser(text, ReadLimits.DEFAULT.maxAddresses()).parse();
    }

    /// `local@domain` with the quotes it needs; empty when there is neither.
    public String address() {
        String local = isDotAtom(localPart)
                ? localPart
                : "\"" + localPart.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        if (domain.isEmpty()) {
            return localPart.isEmpty() ? "" : local;
        }
        return local + "@" + domain;
    }

    /// The domain in lower case with A-labels (`xn--`) where it is international; as written when it cannot be that.
    public String asciiDomain() {
        try {
            return IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException malformed) {
            return domain.toLowerCase(Locale.ROOT);
        }
    }

    /// The domain in lower case as people read it.
    public String unicodeDomain() {
        return IDN.toUnicode(domain, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
    }

    private static boolean isDotAtom(String text) {
        if (text.isEmpty() || text.startsWith(".") || text.endsWith(".") || text.contains("..")) {
            return false;
        }
        return text.chars().allMatch(c -> Character.isLetterOrDigit(c) || c > 0x7f || ATOM_SPECIALS.indexOf(c) >= 0);
    }

    @Override
    public String toString() {
        if (displayName.isEmpty()) {
            return address();
        }
        String name = "\"" + displayName.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        return address().isEmpty() ? name : name + " <" + address() + ">";
    }
}
