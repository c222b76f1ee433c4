package org.postern.connections;

import java.util.regex.Pattern;

/// By which mailbox, and to whom, a tenant's checkpoints are mailed.
///
/// @param to an address that the customer chose, which the people who run Postern cannot empty
/// @param from the mailbox, by its address, that the `probe` connection may send from
public record MailAnchor(String to, String from) {
    /// A dot-atom or nothing special, of the forms of RFC 5321 §4.1.2: it stands in a header and in a path.
    private static final Pattern ADDRESS =
            Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
                    + "@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*");

    private static final int LENGTH_MAX = 254; // RFC 5321 §4.5.3.1.3

    public MailAnchor {
        require("The address that checkpoints are mailed to", to);
        require("The mailbox that checkpoints are mailed from", from);
    }

    private static void require(String what, String address) {
        if (address.length() > LENGTH_MAX || !ADDRESS.matcher(address).matches()) {
            throw new IllegalArgumentException(
                    what + " is a plain address such as security@customer.example, without name and brackets");
        }
    }
}
