package org.postern.lab.ews;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// Counts the requests that run at one time, by caller and mailbox: 27, of which 10 may hang.
final class Connections {
    static final int RUNNING_MAX = 27; // EWSMaxConcurrency
    static final int HANGING_MAX = 10; // HangingConnectionLimit

    private record Key(String caller, UUID mailbox, boolean hanging) {}

    private final Map<Key, Integer> running = new HashMap<>();

    /// Takes a place; false when all are taken.
    synchronized boolean enter(String caller, UUID mailbox, boolean hanging) {
        Key key = new Key(caller, mailbox, hanging);
        int now = running.getOrDefault(key, 0);
        if (now >= (hanging ? HANGING_MAX : RUNNING_MAX)) {
            return false;
        }
        running.put(key, now + 1);
        return true;
    }

    synchronized void leave(String caller, UUID mailbox, boolean hanging) {
        running.computeIfPresent(new Key(caller, mailbox, hanging), (_, now) -> now == 1 ? null : now - 1);
    }
}
