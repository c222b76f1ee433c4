package org.postern.cli.quickstart;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Versions in memory, as a truthful server would keep them.
public final class FakeVault {
    /// A message over an interval of time.
    record Version(
            String mailbox,
            FakeLab.Held message,
            Instant from,
            @Nullable Instant until) {
        boolean isAt(@Nullable Instant asAt) {
            return asAt == null ? until == null : !from.isAfter(asAt) && (until == null || until.isAfter(asAt));
        }
    }

    final List<Version> versions = new ArrayList<>();

    /// Notes what the lab holds now; gives how many messages came and went.
    public Map<String, Object> sync(FakeLab lab) {
        Instant now = Instant.now();
        int added = 0;
        int removed = 0;
        for (Map.Entry<String, List<FakeLab.Held>> mailbox : lab.mailboxes.entrySet()) {
            lab.countRequest();
            for (FakeLab.Held held : mailbox.getValue()) {
                if (find(mailbox.getKey(), held.id()) < 0) {
                    versions.add(new Version(mailbox.getKey(), held, now, null));
                    added++;
                }
            }
            removed += end(mailbox.getKey(), mailbox.getValue(), now);
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("mailboxes", lab.mailboxes.size());
        result.put("messages", added);
        result.put("bytes", 100 * added);
        result.put("added", added);
        result.put("changed", 0);
        result.put("removed", removed);
        result.put("missing", 0);
        result.put("requests", lab.mailboxes.size());
        result.put("seconds", 0.5);
        result.put("failed", List.of());
        return result;
    }

    private int find(String mailbox, String id) {
        for (int i = 0; i < versions.size(); i++) {
            Version version = versions.get(i);
            if (version.until() == null
                    && version.mailbox().equals(mailbox)
                    && version.message().id().equals(id)) {
                return i;
            }
        }
        return -1;
    }

    private int end(String mailbox, List<FakeLab.Held> held, Instant now) {
        int ended = 0;
        for (int i = 0; i < versions.size(); i++) {
            Version version = versions.get(i);
            boolean gone = version.until() == null
                    && version.mailbox().equals(mailbox)
                    && held.stream()
                            .noneMatch(message ->
                                    message.id().equals(version.message().id()));
            if (gone) {
                versions.set(i, new Version(mailbox, version.message(), version.from(), now));
                ended++;
            }
        }
        return ended;
    }

    List<Version> at(String mailbox, @Nullable Instant asAt) {
        return versions.stream()
                .filter(version -> version.mailbox().equals(mailbox) && version.isAt(asAt))
                .toList();
    }
}
