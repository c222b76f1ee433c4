package org.postern.lab.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postern.lab.net.Json;
import org.postern.lab.net.Reply;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Pages of collections by `$top` and `$skip`, with links on the lab's own host.
final class Paging {
    private Paging() {}

    /// Which part of a collection a call asks for.
    record Window(int from, int to, boolean more) {
        static Window of(Call call, int size, int pageDefault, int pageMax) {
            int top = call.query().number("$top", call.maxPageSize().orElse(pageDefault), pageMax);
            int from = Math.min(call.query().number("$skip", 0, Integer.MAX_VALUE), size);
            int to = (int) Math.min((long) from + Math.max(top, 1), size);
            return new Window(from, to, to < size);
        }
    }

    static Reply reply(Call call, String context, List<ObjectNode> all, int pageDefault, int pageMax) {
        Window window = Window.of(call, all.size(), pageDefault, pageMax);
        return reply(call, context, window, all.size(), all.subList(window.from(), window.to()));
    }

    static Reply reply(Call call, String context, Window window, int size, List<ObjectNode> page) {
        ObjectNode answer = Json.object().put("@odata.context", context);
        if (call.query().get("$count").filter("true"::equalsIgnoreCase).isPresent()) {
            answer.put("@odata.count", size);
        }
        ArrayNode value = answer.putArray("value");
        page.forEach(value::add);
        if (window.more()) {
            answer.put("@odata.nextLink", call.address() + "?" + queryFrom(call, window.to()));
        }
        return Reply.json(200, answer);
    }

    private static String queryFrom(Call call, int skip) {
        List<String> options = new ArrayList<>();
        for (String option : call.request().query().split("&", -1)) {
            String name = option.replace("%24", "$").toLowerCase(Locale.ROOT);
            if (!option.isEmpty() && !name.startsWith("$skip=")) {
                options.add(option);
            }
        }
        options.add("$skip=" + skip);
        return String.join("&", options);
    }
}
