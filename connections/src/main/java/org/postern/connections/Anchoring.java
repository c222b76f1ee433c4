package org.postern.connections;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Where, and how often, the checkpoints of ledgers are given to those who can hold us to them.
///
/// @param every between two times; only a ledger that has grown is signed and sent
public record Anchoring(List<Place> places, Duration every) {
    public static final Anchoring NONE = new Anchoring(List.of(), Duration.ofHours(1));

    public Anchoring {
        places = List.copyOf(places);
        if (every.compareTo(Duration.ofMinutes(1)) < 0 || every.compareTo(Duration.ofDays(7)) > 0) {
            throw new IllegalArgumentException(
                    "Checkpoints are anchored every minute at most and once in 7 days at least, not every " + every);
        }
    }

    public sealed interface Place {
        /// A folder that others keep, such as a share of the customer's: in it a folder for each tenant.
        record Folder(Path directory) implements Place {}

        /// A server that takes `add-checkpoint` of C2SP tlog-witness: any witness, or a receiver of the customer's own.
        ///
        /// @param url with `{tenant}` where the tenant's id is to stand
        record Webhook(String url) implements Place {
            public Webhook {
                requireSafe(URI.create(url.replace("{tenant}", "t")));
            }

            private static void requireSafe(URI uri) {
                String host = uri.getHost();
                boolean near = List.of("localhost", "127.0.0.1", "[::1]").contains(String.valueOf(host));
                boolean safe = "https".equals(uri.getScheme()) || (near && "http".equals(uri.getScheme()));
                if (host == null || !safe || uri.getRawUserInfo() != null) {
                    throw new IllegalArgumentException(
                            "A webhook is an https URL without user and password (http for this machine only), such as"
                                    + " https://witness.example/{tenant}/add-checkpoint");
                }
            }
        }
    }
}
