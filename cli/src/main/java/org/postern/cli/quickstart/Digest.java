package org.postern.cli.quickstart;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postern.cli.client.Api;
import org.postern.cli.client.ApiPath;

/// What the vault gives back of one message: the hash of its rebuilt bytes.
///
/// @param sha256 in hex; empty when the vault has no bytes
/// @param missing why it has none; empty when it has
public record Digest(String id, long size, String sha256, String missing) {
    /// Of all messages of a mailbox, now or as at an instant.
    static List<Digest> of(Api api, String tenant, LabMailbox mailbox, @Nullable Instant asAt) {
        List<Digest> digests = new ArrayList<>();
        ApiPath path = ApiPath.of("tenants", tenant, "mailboxes", mailbox.id(), "digests")
                .query("asAt", asAt);
        api.lines(
                path,
                line -> digests.add(new Digest(
                        line.path("id").asString(""),
                        line.path("size").asLong(-1),
                        line.path("sha256").asString(""),
                        line.path("missing").asString(""))));
        return digests;
    }
}
