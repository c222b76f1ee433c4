package org.postern.lab.graph;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.lab.net.Json;
import org.postern.lab.net.Reply;
import org.postern.lab.world.Tenant;
import org.postern.lab.world.User;
import tools.jackson.databind.node.ObjectNode;

/// Users and the organisation.
final class DirectoryApi {
    private static final int PAGE_DEFAULT = 100;
    private static final int PAGE_MAX = 999;
    private static final Pattern ADDRESS =
            Pattern.compile("(?i)\\s*(mail|userPrincipalName|id)\\s+eq\\s+'((?:[^']|'')*)'\\s*");

    Reply users(Call call) {
        call.needsDirectory("User.Read.All", "User.ReadBasic.All", "Directory.Read.All", "User.ReadWrite.All");
        Set<String> select = call.query().select();
        List<ObjectNode> all = call.tenant().users().stream()
                .filter(user -> call.query()
                        .get("$filter")
                        .map(filter -> matches(filter, user))
                        .orElse(true))
                .map(user -> write(user, select))
                .toList();
        return Paging.reply(call, call.root() + "/$metadata#users", all, PAGE_DEFAULT, PAGE_MAX);
    }

    Reply user(Call call, User user) {
        call.needsDirectory("User.Read.All", "User.ReadBasic.All", "Directory.Read.All", "User.ReadWrite.All");
        ObjectNode json = Json.object().put("@odata.context", call.root() + "/$metadata#users/$entity");
        json.setAll(write(user, call.query().select()));
        return Reply.json(200, json);
    }

    Reply organisation(Call call) {
        call.needsDirectory("Organization.Read.All", "Directory.Read.All", "Organization.ReadWrite.All");
        Tenant tenant = call.tenant();
        ObjectNode json = Json.object()
                .put("id", tenant.id().toString())
                .put("displayName", tenant.name())
                .put("tenantType", "AAD");
        json.putArray("verifiedDomains")
                .addObject()
                .put("capabilities", "Email, OfficeCommunicationsOnline")
                .put("isDefault", true)
                .put("isInitial", true)
                .put("name", tenant.domain())
                .put("type", "Managed");
        return Paging.reply(call, call.root() + "/$metadata#organization", List.of(json), PAGE_DEFAULT, PAGE_MAX);
    }

    private static boolean matches(String filter, User user) {
        Matcher address = ADDRESS.matcher(filter);
        if (!address.matches()) {
            throw GraphFailure.of(
                    400,
                    "Request_UnsupportedQuery",
                    "This lab filters users by mail, userPrincipalName or id eq only.");
        }
        String wanted = address.group(2).replace("''", "'");
        return address.group(1).equalsIgnoreCase("id")
                ? user.id().toString().equalsIgnoreCase(wanted)
                : user.address().equalsIgnoreCase(wanted);
    }

    private static ObjectNode write(User user, Set<String> select) {
        ObjectNode json = Json.object();
        json.putArray("businessPhones");
        json.put("displayName", user.displayName())
                .put("mail", user.address())
                .put("userPrincipalName", user.address())
                .put("id", user.id().toString())
                .put("accountEnabled", true)
                .put("userType", "Member");
        json.putNull("jobTitle");
        if (!select.isEmpty()) {
            List<String> dropped = json.propertyNames().stream()
                    .filter(name -> !select.contains(name.toLowerCase(Locale.ROOT)))
                    .toList();
            dropped.forEach(json::remove);
        } else {
            json.remove(List.of("accountEnabled", "userType"));
        }
        return json;
    }
}
