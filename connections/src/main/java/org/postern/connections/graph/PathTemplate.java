package org.postern.connections.graph;

import java.util.Locale;
import java.util.Set;

/// A path for the ledger: without its query, and with `{id}` where it names someone or something.
final class PathTemplate {
    private static final Set<String> COLLECTIONS =
            Set.of("users", "mailfolders", "childfolders", "messages", "applications");
    private static final Set<String> FUNCTIONS = Set.of("delta", "$count");
    private static final Set<String> OTHERS = Set.of(
            "$value",
            "$batch",
            "move",
            "sendmail",
            "permanentdelete",
            "beta",
            "auditlogs",
            "signins",
            "addkey",
            "removekey");

    private PathTemplate() {}

    /// Of a word that is none of Graph's only `{id}` is told: links come from the service, written as it likes.
    static String of(String path) {
        int query = path.indexOf('?');
        StringBuilder template = new StringBuilder();
        boolean ofCollection = false;
        for (String segment :
                (query < 0 ? path : path.substring(0, query)).substring(1).split("/", -1)) {
            int key = segment.indexOf('('); // users('…') is the same as users/…
            String word = key < 0 ? segment : segment.substring(0, key);
            boolean known = known(word, ofCollection);
            template.append('/').append(known ? word : "{id}").append(known && key >= 0 ? "/{id}" : "");
            ofCollection = known && key < 0 && COLLECTIONS.contains(lower(word));
        }
        return template.toString();
    }

    /// What follows a collection is someone's or something's id, even where it reads like a word of Graph's.
    private static boolean known(String word, boolean afterCollection) {
        String name = lower(word);
        return FUNCTIONS.contains(name) || (!afterCollection && (COLLECTIONS.contains(name) || OTHERS.contains(name)));
    }

    private static String lower(String word) {
        return word.toLowerCase(Locale.ROOT);
    }
}
