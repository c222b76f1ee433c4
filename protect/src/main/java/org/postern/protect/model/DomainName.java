package org.postern.protect.model;

import com.google.common.net.InternetDomainName;
import java.net.IDN;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A domain name, cut at the ICANN section of the public suffix list: of `a.b.co.uk`, `co.uk` is the top-level domain,
/// `b.co.uk` the root domain, `b` the second-level domain and `a` the subdomain.
///
/// What is below a private suffix belongs to its owner here: of `foo.github.io` the root domain is `github.io`.
///
/// @param domain in lower case, as people read it
/// @param rootDomain null where there is none, as of a bare suffix
/// @param valid whether it ends in a suffix that exists
public record DomainName(
        String domain,
        @Nullable String rootDomain,
        @Nullable String sld,
        @Nullable String subdomain,
        @Nullable String tld,
        String punycode,
        boolean valid) {
    private static final int LONGEST = 253; // RFC 1035 §2.3.4, without the final dot.

    /// Reads a name; empty for what is none, such as an address literal.
    public static Optional<DomainName> parse(@Nullable String text) {
        String name = text == null ? "" : text.strip().toLowerCase(Locale.ROOT);
        name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        if (name.isEmpty() || name.length() > LONGEST || name.chars().anyMatch(DomainName::impossible)) {
            return Optional.empty();
        }
        String ascii = ascii(name);
        if (!InternetDomainName.isValid(ascii)) {
            return Optional.of(new DomainName(name, null, null, null, null, ascii, false));
        }
        return Optional.of(cut(name, ascii, InternetDomainName.from(ascii)));
    }

    private static boolean impossible(int c) {
        return c <= ' ' || "\"#%/:<>?@[\\]^`{|}".indexOf(c) >= 0;
    }

    private static String ascii(String name) {
        try {
            return IDN.toASCII(name, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException malformed) {
            return name;
        }
    }

    private static DomainName cut(String name, String ascii, InternetDomainName domain) {
        List<String> labels = List.of(IDN.toUnicode(ascii, IDN.ALLOW_UNASSIGNED).split("\\.", -1));
        if (!domain.hasRegistrySuffix()) {
            String last = labels.getLast();
            return new DomainName(name, null, null, null, labels.size() > 1 ? last : null, ascii, false);
        }
        int suffix = java.util.Objects.requireNonNull(domain.registrySuffix())
                .parts()
                .size();
        int own = labels.size() - suffix;
        return new DomainName(
                name,
                own == 0 ? null : String.join(".", labels.subList(own - 1, labels.size())),
                own == 0 ? null : labels.get(own - 1),
                own < 2 ? null : String.join(".", labels.subList(0, own - 1)),
                String.join(".", labels.subList(own, labels.size())),
                ascii,
                true);
    }
}
