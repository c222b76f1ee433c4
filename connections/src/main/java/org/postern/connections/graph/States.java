package org.postern.connections.graph;

import java.net.URI;
import java.net.URISyntaxException;
import org.postern.connections.Cloud;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;

/// Turns the links that a feed gives into states to keep, and refuses links to other hosts.
///
/// A state is the link without its host: it is always followed on the cloud's own, whatever a server once wrote.
final class States {
    private static final int LONGEST = 32 << 10;

    private final URI graph;

    States(Cloud cloud) {
        this.graph = cloud.graph();
    }

    /// The state for a nextLink or deltaLink.
    String keep(String link) {
        try {
            URI uri = new URI(link);
            String path = uri.getRawPath() == null ? "" : uri.getRawPath();
            boolean ours = graph.getScheme().equalsIgnoreCase(uri.getScheme())
                    && graph.getAuthority().equalsIgnoreCase(uri.getRawAuthority());
            String state = path.startsWith(Courier.VERSION + "/")
                    ? path.substring(Courier.VERSION.length())
                            + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery())
                    : "";
            if (ours && usable(state)) {
                return state;
            }
        } catch (URISyntaxException e) {
            throw refused(e.getReason());
        }
        throw refused("it leads elsewhere than to " + graph.getAuthority() + Courier.VERSION);
    }

    /// The path and query of a nextLink of a collection that begins with `root`, such as `/beta/auditLogs/signIns`.
    String next(String link, String root) {
        try {
            URI uri = new URI(link);
            String path = uri.getRawPath() + "?" + uri.getRawQuery();
            boolean ours = graph.getScheme().equalsIgnoreCase(uri.getScheme())
                    && graph.getAuthority().equalsIgnoreCase(uri.getRawAuthority());
            if (ours && path.startsWith(root + "?") && path.length() <= LONGEST) {
                return path;
            }
        } catch (URISyntaxException e) {
            throw refused(e.getReason());
        }
        throw refused("it leads elsewhere than to " + root);
    }

    /// Whether this is a state that [#keep] gave.
    boolean usable(String state) {
        return state.length() <= LONGEST
                && (state.startsWith("/users/") || state.startsWith("/users(") || state.startsWith("/users?"))
                && !state.contains("/../");
    }

    private ConnectionException refused(String why) {
        return new ConnectionException(
                Kind.PERMANENT,
                "Graph's answer holds a link that was not followed: " + why
                        + ". The token is sent to no other place. Check that nothing stands between Postern and the"
                        + " cloud.");
    }
}
