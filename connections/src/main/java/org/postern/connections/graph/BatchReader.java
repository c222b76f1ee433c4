package org.postern.connections.graph;

import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.postern.connections.flow.BodyBuffer;
import org.postern.connections.flow.ByteBudget;
import org.postern.connections.flow.RetryAfter;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads a `$batch` answer as it streams: each message's base64 goes straight to bytes, and each reply to its taker.
final class BatchReader {
    /// Takes each reply in the order in which it arrives.
    interface Taker {
        void reply(String id, Reply reply);

        /// The message of this reply is larger than may share an answer with others; it was read past.
        void oversize(String id);

        /// The body of this reply broke the answer: what follows in it cannot be read.
        void broken(String id);
    }

    private final BodyBuffer buffer;
    private final Clock clock;
    private final Taker taker;

    BatchReader(BodyBuffer buffer, Clock clock, Taker taker) {
        this.buffer = buffer;
        this.clock = clock;
        this.taker = taker;
    }

    /// Reads to the end; throws [JacksonException] where the answer is cut short or is no batch answer.
    void read(InputStream in) throws InterruptedException {
        try (JsonParser parser = GraphJson.parser(in)) {
            expect(parser.nextToken(), JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean responses = parser.currentName().equals("responses");
                JsonToken value = parser.nextToken();
                if (responses && value == JsonToken.START_ARRAY) {
                    readAll(parser);
                } else {
                    parser.skipChildren();
                }
            }
        } finally {
            buffer.clear();
        }
    }

    private void readAll(JsonParser parser) throws InterruptedException {
        JsonToken token = parser.nextToken();
        while (token != JsonToken.END_ARRAY) {
            expect(token, JsonToken.START_OBJECT);
            readOne(parser);
            token = parser.nextToken();
        }
    }

    private void readOne(JsonParser parser) throws InterruptedException {
        String id = "";
        int status = 0;
        Duration retryAfter = null;
        JsonNode json = null;
        boolean bytes = false;
        buffer.clear();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "id" -> id = parser.getValueAsString("");
                case "status" -> status = parser.getValueAsInt(0);
                case "headers" -> retryAfter = retryAfter(parser.readValueAsTree());
                case "body" -> {
                    bytes = value == JsonToken.VALUE_STRING && status < 400;
                    if (bytes) {
                        decode(parser, id);
                    } else if (value == JsonToken.START_OBJECT) {
                        json = parser.readValueAsTree();
                    } else {
                        parser.skipChildren();
                    }
                }
                default -> parser.skipChildren();
            }
        }
        if (bytes && buffer.oversize()) {
            taker.oversize(id);
        } else {
            taker.reply(id, reply(status, retryAfter, json, bytes));
        }
    }

    private void decode(JsonParser parser, String id) {
        try {
            parser.readBinaryValue(buffer);
        } catch (JacksonException e) {
            taker.broken(id);
            throw e;
        }
    }

    private Reply reply(int status, @Nullable Duration retryAfter, @Nullable JsonNode json, boolean bytes)
            throws InterruptedException {
        if (!bytes) {
            return new Reply(status, retryAfter, json, null, ByteBudget.Lease.NONE);
        }
        return new Reply(status, retryAfter, null, buffer.toBytes(), buffer.lease());
    }

    /// Our own answer for a message that is larger than may be fetched.
    static Reply tooLarge() {
        ObjectNode json = GraphJson.MAPPER.createObjectNode();
        json.putObject("error")
                .put("code", "PosternMessageTooLarge")
                .put("message", "the message is larger than this server is set to fetch");
        return new Reply(413, null, json, null, ByteBudget.Lease.NONE);
    }

    private @Nullable Duration retryAfter(@Nullable JsonNode headers) {
        if (headers == null) {
            return null;
        }
        return headers.properties().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("Retry-After"))
                .findFirst()
                .flatMap(header -> RetryAfter.parse(header.getValue().asString(""), clock.instant()))
                .orElse(null);
    }

    private static void expect(@Nullable JsonToken actual, JsonToken expected) {
        if (actual != expected) {
            throw new MalformedReplyException("Graph's batch answer has " + actual + " where " + expected + " belongs");
        }
    }
}
