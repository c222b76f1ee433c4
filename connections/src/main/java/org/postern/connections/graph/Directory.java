package org.postern.connections.graph;

import java.util.ArrayList;
import java.util.List;
import org.postern.connections.MailReader.RemoteMailbox;
import org.postern.mail.MailboxId;
import tools.jackson.databind.JsonNode;

/// Lists the tenant's users who have a mail address.
final class Directory {
    private static final int MOST_PAGES = 10_000;
    private static final String FIRST = "/users?$select=id,displayName,mail,userPrincipalName,userType&$top=999";

    private final GraphClient client;
    private final States states;

    Directory(GraphClient client, States states) {
        this.client = client;
        this.states = states;
    }

    List<RemoteMailbox> mailboxes() {
        List<RemoteMailbox> found = new ArrayList<>();
        String path = FIRST;
        for (int page = 0; page < MOST_PAGES && !path.isEmpty(); page++) {
            Reply reply = client.call(Operation.get("user.list", null, path));
            if (!reply.succeeded()) {
                throw Faults.refused("Listing the directory's users", reply);
            }
            reply.body().path("value").forEach(user -> add(user, found));
            String next = reply.body().path("@odata.nextLink").asString("");
            path = next.isEmpty() ? "" : states.keep(next);
        }
        return found;
    }

    /// A guest's address is of a mailbox elsewhere.
    private static void add(JsonNode user, List<RemoteMailbox> found) {
        String mail = user.path("mail").asString("");
        String id = user.path("id").asString("");
        if (!mail.isBlank()
                && !id.isBlank()
                && !user.path("userType").asString("").equalsIgnoreCase("Guest")) {
            found.add(new RemoteMailbox(
                    new MailboxId(id), mail, user.path("displayName").asString(mail)));
        }
    }
}
