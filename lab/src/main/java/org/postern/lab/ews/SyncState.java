package org.postern.lab.ews;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.postern.lab.world.Seed;

/// How far a client has synchronised: opaque and tamper-evident to it; the lab remembers nothing of it.
///
/// @param mailbox the user's id
/// @param kind `items` or `folders`
/// @param folder the number of the folder or of the tree's root
/// @param position the last change that the client has seen
/// @param generation the folder's when the client began; an older one is expired
/// @param paging whether more was to come when it was given out
record SyncState(String mailbox, String kind, long folder, long position, int generation, boolean paging) {
    private static final int CHECK_BYTES = 12;

    static SyncState first(String mailbox, String kind, long folder, int generation) {
        return new SyncState(mailbox, kind, folder, 0, generation, false);
    }

    SyncState at(long reached, boolean more) {
        return new SyncState(mailbox, kind, folder, reached, generation, more);
    }

    boolean isFor(SyncState other) {
        return mailbox.equals(other.mailbox) && kind.equals(other.kind) && folder == other.folder;
    }

    String write(Seed seed) {
        String state = String.join(
                "|",
                mailbox,
                kind,
                Long.toString(folder),
                Long.toString(position),
                Integer.toString(generation),
                Boolean.toString(paging));
        byte[] plain = state.getBytes(StandardCharsets.US_ASCII);
        byte[] check = check(seed, state);
        byte[] all = Arrays.copyOf(check, CHECK_BYTES + plain.length);
        for (int i = 0; i < plain.length; i++) {
            all[CHECK_BYTES + i] = (byte) (plain[i] ^ check[i % CHECK_BYTES]);
        }
        return Base64.getEncoder().encodeToString(all);
    }

    /// Empty when this lab did not write it.
    static Optional<SyncState> read(Seed seed, String text) {
        byte[] all;
        try {
            all = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        if (all.length <= CHECK_BYTES) {
            return Optional.empty();
        }
        byte[] plain = Arrays.copyOfRange(all, CHECK_BYTES, all.length);
        for (int i = 0; i < plain.length; i++) {
            plain[i] ^= all[i % CHECK_BYTES];
        }
        String state = new String(plain, StandardCharsets.US_ASCII);
        String[] parts = state.split("\\|", -1);
        if (parts.length != 6 || !Arrays.equals(check(seed, state), Arrays.copyOf(all, CHECK_BYTES))) {
            return Optional.empty();
        }
        return Optional.of(new SyncState(
                parts[0],
                parts[1],
                Long.parseLong(parts[2]),
                Long.parseLong(parts[3]),
                Integer.parseInt(parts[4]),
                Boolean.parseBoolean(parts[5])));
    }

    private static byte[] check(Seed seed, String state) {
        return Arrays.copyOf(seed.digest("ews sync state", state), CHECK_BYTES);
    }
}
