package org.postern.cli.quickstart;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What comes of comparing what should be there with what is, message by message.
///
/// @param differences one sentence for each message that is not identical
public record Comparison(long identical, List<String> differences) {
    private static final int SHOWN = 5;

    public Comparison {
        differences = List.copyOf(differences);
    }

    public long mismatched() {
        return differences.size();
    }

    public Comparison plus(Comparison other) {
        List<String> all = new ArrayList<>(differences);
        all.addAll(other.differences);
        return new Comparison(identical + other.identical, all);
    }

    /// The first few differences, for a message.
    String sample() {
        String shown = String.join("\n  ", differences.subList(0, Math.min(SHOWN, differences.size())));
        int more = differences.size() - SHOWN;
        return "  " + shown + (more > 0 ? "\n  and " + more + " more" : "");
    }

    /// Compares by id: each message of the lab must be there once, with the same bytes, and no other.
    static Comparison byId(String where, List<LabMessage> expected, List<Digest> actual) {
        List<String> differences = new ArrayList<>();
        Map<String, Digest> found = new HashMap<>();
        for (Digest digest : actual) {
            if (found.put(digest.id(), digest) != null) {
                differences.add(where + ": message " + digest.id() + " is there twice");
            }
        }
        long identical = 0;
        for (LabMessage message : expected) {
            String difference = difference(message, found.remove(message.id()));
            if (difference.isEmpty()) {
                identical++;
            } else {
                differences.add(where + ": message " + message.id() + " (" + message.subject() + ") " + difference);
            }
        }
        found.keySet().forEach(id -> differences.add(where + ": message " + id + " is in the vault, not in the lab"));
        return new Comparison(identical, differences);
    }

    private static String difference(LabMessage message, @Nullable Digest digest) {
        if (digest == null) {
            return "is not in the vault";
        }
        if (!digest.missing().isEmpty()) {
            return "has no bytes in the vault: " + digest.missing();
        }
        boolean same = digest.sha256().equalsIgnoreCase(message.sha256()) && digest.size() == message.size();
        return same
                ? ""
                : "has other bytes: " + digest.size() + " with SHA-256 " + digest.sha256() + ", the lab has "
                        + message.size() + " with " + message.sha256();
    }

    /// Compares as multisets of hashes: for messages that got new ids.
    static Comparison byHash(String where, List<LabMessage> expected, List<String> actual) {
        Map<String, Integer> found = new HashMap<>();
        actual.forEach(hash -> found.merge(hash, 1, Integer::sum));
        List<String> differences = new ArrayList<>();
        long identical = 0;
        for (LabMessage message : expected) {
            if (found.merge(message.sha256(), -1, Integer::sum) >= 0) {
                identical++;
            } else {
                differences.add(where + ": \"" + message.subject() + "\" (" + message.size() + " bytes, SHA-256 "
                        + message.sha256() + ") did not come back byte for byte");
            }
        }
        found.forEach((hash, left) -> {
            if (left > 0) {
                differences.add(where + ": " + left + " too many with SHA-256 " + hash);
            }
        });
        return new Comparison(identical, differences);
    }
}
