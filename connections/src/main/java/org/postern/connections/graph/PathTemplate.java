package org.postern.connections.graph;

import java.util.Set;

/// A path for the ledger: without its query, and with `{id}` where it names someone or something.
final class PathTemplate {
    private static final Set<String> COLLECTIONS = Set.of("users", "mailFolders", "childFolders", "messages");
    private static final Set<String> FUNCTIONS = Set.of("delta", "$count");

    private PathTemplate() {}

    static String of(String path) {
        int query = path.indexOf('?');
        StringBuilder template = new StringBuilder();
        String before = "";
        for (String segment :
                (query < 0 ? path : path.substring(0, query)).substring(1).split("/", -1)) {
            boolean id = COLLECTIONS.contains(before) && !FUNCTIONS.contains(segment);
            int key = segment.indexOf('('); // users('…') is the same as users/…
            template.append('/').append(id ? "{id}" : key < 0 ? segment : segment.substring(0, key) + "/{id}");
            before = segment;
        }
        return template.toString();
    }
}
