package org.postern.lab.graph;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.postern.lab.world.Seed;

/// The ids of Microsoft Graph's application permissions (permissions reference), the same in every tenant.
final class Roles {
    private static final Map<String, UUID> IDS = Map.ofEntries(
            entry("Application.Read.All", "9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30"),
            entry("Application.ReadWrite.All", "1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9"),
            entry("Application.ReadWrite.OwnedBy", "18a4783c-866b-4cc7-a460-3d5e5662c884"),
            entry("AuditLog.Read.All", "b0afded3-3588-46d8-8b3d-9842eff778da"),
            entry("Directory.Read.All", "7ab1d382-f21e-4acd-a863-ba3e13f7da61"),
            entry("Mail.Read", "810c84a8-4a9e-49e6-bf7d-12d183f40d01"),
            entry("Mail.ReadBasic.All", "693c5e45-0940-467d-9b8a-1022fb9d42ef"),
            entry("Mail.ReadWrite", "e2a3a72e-5f79-4c64-b1b1-878b674786c9"),
            entry("Mail.Send", "b633e1c5-b582-4048-a93e-9f11b44c7e96"),
            entry("Organization.Read.All", "498476ce-e0fe-48b0-b801-37ba7e2685c6"),
            entry("full_access_as_app", "dc890d15-9560-4a4c-9b7f-a736ec74ec40"), // Exchange's own, not Graph's
            entry("User.Read.All", "df021288-bdef-4463-88db-98f22de89214"));

    private Roles() {}

    private static Map.Entry<String, UUID> entry(String name, String id) {
        return Map.entry(name, UUID.fromString(id));
    }

    /// The role's id; one made from the seed for roles that the lab does not know by Microsoft's id.
    static UUID id(String role, Seed seed) {
        return Optional.ofNullable(IDS.get(role)).orElseGet(() -> seed.guid("app role", role));
    }
}
