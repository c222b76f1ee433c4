package org.postern.lab.graph;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.postern.lab.net.Json;
import org.postern.lab.world.Seed;
import tools.jackson.databind.node.ObjectNode;

/// The state that a nextLink or deltaLink carries: where the reader is and what it asked for at first.
///
/// Opaque and tamper-evident for clients. The lab remembers nothing of a round, so a link works for as long as the
/// folder's generation lasts, in any order and any number of times.
///
/// @param container the folder's number; 0 for the folder tree
/// @param position the last change that the reader has seen
/// @param generation the folder's when the round began; an older one is expired
/// @param select, expand, filter, changeType the options of the first request; empty for none
/// @param pageSize from `$top` of the first request; 0 for none
record DeltaToken(
        String mailbox,
        long container,
        long position,
        int generation,
        String select,
        String expand,
        String filter,
        String changeType,
        int pageSize) {
    private static final int CHECK_BYTES = 12;

    DeltaToken at(long reached) {
        return new DeltaToken(mailbox, container, reached, generation, select, expand, filter, changeType, pageSize);
    }

    String write(Seed seed) {
        ObjectNode json = Json.object()
                .put("m", mailbox)
                .put("c", container)
                .put("p", position)
                .put("g", generation)
                .put("s", select)
                .put("e", expand)
                .put("f", filter)
                .put("t", changeType)
                .put("n", pageSize);
        byte[] state = Json.bytes(json);
        byte[] check = check(seed, state);
        byte[] token = Arrays.copyOf(check, CHECK_BYTES + state.length);
        for (int i = 0; i < state.length; i++) {
            token[CHECK_BYTES + i] = (byte) (state[i] ^ check[i % CHECK_BYTES]);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /// Empty when this lab did not write it.
    static Optional<DeltaToken> read(Seed seed, String text) {
        byte[] token;
        try {
            token = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        if (token.length <= CHECK_BYTES) {
            return Optional.empty();
        }
        byte[] state = Arrays.copyOfRange(token, CHECK_BYTES, token.length);
        for (int i = 0; i < state.length; i++) {
            state[i] ^= token[i % CHECK_BYTES];
        }
        if (!Arrays.equals(check(seed, state), Arrays.copyOf(token, CHECK_BYTES))) {
            return Optional.empty();
        }
        return Json.readObject(state).map(DeltaToken::of);
    }

    private static DeltaToken of(ObjectNode json) {
        return new DeltaToken(
                json.path("m").asString(),
                json.path("c").asLong(),
                json.path("p").asLong(),
                json.path("g").asInt(),
                json.path("s").asString(),
                json.path("e").asString(),
                json.path("f").asString(),
                json.path("t").asString(),
                json.path("n").asInt());
    }

    private static byte[] check(Seed seed, byte[] state) {
        return Arrays.copyOf(seed.digest("delta", new String(state, StandardCharsets.ISO_8859_1)), CHECK_BYTES);
    }
}
