package org.postern.lab;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the lab answered.
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Answer(int status, HttpHeaders headers, byte[] body) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    public JsonNode json() {
        return MAPPER.readTree(body);
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public String at(String pointer) {
        return json().at(pointer).asString("");
    }

    public List<JsonNode> value() {
        return json().path("value").valueStream().toList();
    }

    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /// The path and query of a link in the answer; empty when there is none.
    public String link(String name) {
        return json().path(name).asString("").replaceFirst("^https://[^/]+", "");
    }

    /// Fails with the whole answer when the status is another.
    public Answer is(int wanted) {
        if (status != wanted) {
            throw new AssertionError("status " + status + ", not " + wanted + ": " + text());
        }
        return this;
    }

    /// Fails with the whole answer when it is not this error.
    public Answer isError(int wanted, String code) {
        is(wanted);
        if (!at("/error/code").equals(code)) {
            throw new AssertionError("not " + code + ": " + text());
        }
        return this;
    }
}
