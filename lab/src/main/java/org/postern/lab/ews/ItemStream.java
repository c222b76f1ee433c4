package org.postern.lab.ews;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.postern.lab.net.Json;
import org.postern.lab.source.Content;
import org.postern.lab.source.Message.FollowUp;
import org.postern.lab.world.Item;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The opaque stream of an exported item: its bytes and every state. A form of the lab's own; Exchange's is another,
/// and clients may look into neither.
///
/// `01 00 00 00` · length and CRC-32C of the states · the states as JSON · the MIME.
record ItemStream(Item.Attributes attributes, Content mime) {
    private static final int MAGIC = 0x01000000;
    private static final int HEAD_BYTES = 12;
    private static final int STATES_BYTES_MAX = 8 * 1024 * 1024;

    static Content of(Item item) {
        byte[] states = Json.bytes(states(item.attributes()));
        byte[] head = ByteBuffer.allocate(HEAD_BYTES + states.length)
                .putInt(MAGIC)
                .putInt(states.length)
                .putInt(check(states))
                .put(states)
                .array();
        return new Joined(head, item.content());
    }

    /// Empty when the bytes are no such stream.
    static Optional<ItemStream> read(byte[] bytes) {
        if (bytes.length < HEAD_BYTES) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int magic = buffer.getInt();
        int length = buffer.getInt();
        int check = buffer.getInt();
        if (magic != MAGIC || length < 0 || length > Math.min(STATES_BYTES_MAX, buffer.remaining())) {
            return Optional.empty();
        }
        byte[] states = Arrays.copyOfRange(bytes, HEAD_BYTES, HEAD_BYTES + length);
        if (check(states) != check) {
            return Optional.empty();
        }
        Content mime = Content.of(Arrays.copyOfRange(bytes, HEAD_BYTES + length, bytes.length));
        return Json.readObject(states).map(json -> new ItemStream(attributes(json), mime));
    }

    private static int check(byte[] states) {
        CRC32C crc = new CRC32C();
        crc.update(states);
        return (int) crc.getValue();
    }

    private static ObjectNode states(Item.Attributes attributes) {
        ObjectNode json = Json.object()
                .put("received", attributes.receivedAt().toString())
                .put("sent", text(attributes.sentAt()))
                .put("read", attributes.isRead())
                .put("draft", attributes.isDraft())
                .put("flag", attributes.flag().name())
                .put("importance", attributes.importance());
        ArrayNode categories = json.putArray("categories");
        attributes.categories().forEach(categories::add);
        ObjectNode extended = json.putObject("extended");
        new TreeMap<>(attributes.extended()).forEach(extended::put);
        return json;
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static Item.Attributes attributes(ObjectNode json) {
        List<String> categories = new ArrayList<>();
        json.path("categories").forEach(category -> categories.add(category.asString()));
        Map<String, String> extended = new TreeMap<>();
        JsonNode properties = json.path("extended");
        properties
                .propertyNames()
                .forEach(id -> extended.put(id, properties.path(id).asString()));
        return new Item.Attributes(
                Instant.parse(json.path("received").asString()),
                Json.text(json, "sent").map(Instant::parse).orElse(null),
                json.path("read").asBoolean(),
                json.path("draft").asBoolean(),
                FollowUp.valueOf(json.path("flag").asString()),
                categories,
                Json.text(json, "importance").orElse(null),
                extended);
    }

    /// Some bytes with stored ones behind them.
    private static final class Joined implements Content {
        private final byte[] head;
        private final Content rest;

        Joined(byte[] head, Content rest) {
            this.head = head;
            this.rest = rest;
        }

        @Override
        public long size() {
            return head.length + rest.size();
        }

        @Override
        public InputStream open() throws IOException {
            return new SequenceInputStream(new ByteArrayInputStream(head), rest.open());
        }
    }
}
