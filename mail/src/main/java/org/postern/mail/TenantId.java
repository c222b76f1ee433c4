package org.postern.mail;

import java.util.regex.Pattern;

/// One customer organisation as Postern names it; the boundary that nothing crosses.
///
/// Chosen by the administrator when the tenant is added, and safe as a file name: 1 to 63 lower-case letters, digits
/// and hyphens, the first of them no hyphen.
public record TenantId(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    public TenantId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("Tenant id \"" + value
                    + "\" is not usable: choose 1 to 63 lower-case letters, digits and hyphens, such as \"contoso\".");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
