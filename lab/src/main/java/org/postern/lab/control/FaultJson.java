package org.postern.lab.control;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.postern.lab.fault.Fault;
import org.postern.lab.fault.FaultKind;
import org.postern.lab.net.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Faults as the control API reads and writes them.
final class FaultJson {
    private FaultJson() {}

    static Fault read(JsonNode json) {
        String name = json.path("kind").asString("");
        FaultKind kind = FaultKind.named(name)
                .orElseThrow(() -> ControlFailure.bad("There is no fault kind '" + name
                        + "'. Choose one of: "
                        + Arrays.stream(FaultKind.values())
                                .map(FaultKind::wireName)
                                .collect(Collectors.joining(", ")) + "."));
        Fault.Scope scope = new Fault.Scope(
                Json.text(json, "tenant"),
                Json.text(json, "mailbox"),
                Json.text(json, "item"),
                Json.text(json, "path"));
        // Made anew at every page, a folder would never end: once is what is meant unless told otherwise.
        OptionalInt once = kind == FaultKind.FOLDER_RECREATED ? OptionalInt.of(1) : OptionalInt.empty();
        int everyNth = json.path("everyNth").asInt(1);
        if (everyNth < 1) {
            throw ControlFailure.bad("everyNth counts from 1; got " + everyNth + ".");
        }
        return new Fault(
                kind,
                scope,
                everyNth,
                json.has("times") ? number(json, "times") : once,
                number(json, "status"),
                number(json, "retryAfterSeconds"),
                big(json, "milliseconds"),
                big(json, "bytes"),
                Json.text(json, "when").orElse("any"));
    }

    static ObjectNode write(String id, Fault fault) {
        ObjectNode json = Json.object().put("id", id).put("kind", fault.kind().wireName());
        put(json, "tenant", fault.scope().tenant());
        put(json, "mailbox", fault.scope().mailbox());
        put(json, "item", fault.scope().item());
        put(json, "path", fault.scope().path());
        json.put("everyNth", fault.everyNth()).put("when", fault.when());
        fault.times().ifPresent(value -> json.put("times", value));
        fault.status().ifPresent(value -> json.put("status", value));
        fault.retryAfterSeconds().ifPresent(value -> json.put("retryAfterSeconds", value));
        fault.milliseconds().ifPresent(value -> json.put("milliseconds", value));
        fault.bytes().ifPresent(value -> json.put("bytes", value));
        return json;
    }

    private static void put(ObjectNode json, String property, Optional<String> value) {
        value.ifPresent(text -> json.put(property, text));
    }

    private static OptionalInt number(JsonNode json, String property) {
        return json.path(property).isNumber()
                ? OptionalInt.of(json.path(property).asInt())
                : OptionalInt.empty();
    }

    private static OptionalLong big(JsonNode json, String property) {
        return json.path(property).isNumber()
                ? OptionalLong.of(json.path(property).asLong())
                : OptionalLong.empty();
    }
}
