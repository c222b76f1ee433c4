package org.postern.console.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseEntity;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes JSON schemas (2020-12, as OpenAPI 3.1 uses them) of the records that the API takes and gives.
final class JsonSchemas {
    private final JsonMapper json;
    private final Map<String, ObjectNode> named = new TreeMap<>();

    JsonSchemas(JsonMapper json) {
        this.json = json;
    }

    /// All records met so far, by name.
    ObjectNode collected() {
        ObjectNode all = json.createObjectNode();
        named.forEach(all::set);
        return all;
    }

    /// The schema of an answer; empty when it has no content.
    Optional<ObjectNode> ofAnswer(Type type) {
        if (type instanceof ParameterizedType answer && answer.getRawType() == ResponseEntity.class) {
            return ofAnswer(answer.getActualTypeArguments()[0]);
        }
        return type == void.class || type == Void.class ? Optional.empty() : Optional.of(of(type));
    }

    ObjectNode of(Type type) {
        return switch (type) {
            case ParameterizedType generic -> ofGeneric(generic);
            case Class<?> plain -> ofClass(plain);
            default -> throw new IllegalStateException("no schema for " + type);
        };
    }

    private ObjectNode ofGeneric(ParameterizedType type) {
        Class<?> raw = (Class<?>) type.getRawType();
        Type last = type.getActualTypeArguments()[type.getActualTypeArguments().length - 1];
        ObjectNode schema = json.createObjectNode();
        if (Collection.class.isAssignableFrom(raw)) {
            return schema.put("type", "array").set("items", of(last));
        }
        if (Map.class.isAssignableFrom(raw)) {
            return schema.put("type", "object").set("additionalProperties", of(last));
        }
        if (raw == Listing.class) {
            ObjectNode properties = schema.put("type", "object").putObject("properties");
            properties.putObject("items").put("type", "array").set("items", of(last));
            properties.putObject("next").putArray("type").add("string").add("null");
            return schema;
        }
        throw new IllegalStateException("no schema for " + type);
    }

    private ObjectNode ofClass(Class<?> type) {
        ObjectNode schema = json.createObjectNode();
        if (type == String.class) {
            return schema.put("type", "string");
        } else if (type == boolean.class || type == Boolean.class) {
            return schema.put("type", "boolean");
        } else if (type == double.class || type == Double.class) {
            return schema.put("type", "number");
        } else if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return schema.put("type", "integer");
        } else if (type.isEnum()) {
            ArrayNode constants = schema.put("type", "string").putArray("enum");
            for (Object constant : type.getEnumConstants()) {
                constants.add(Input.lower((Enum<?>) constant)); // As the API's mapper writes them.
            }
            return schema;
        } else if (type == Duration.class) {
            return schema.put("type", "string").put("format", "duration");
        } else if (type == Instant.class) {
            return schema.put("type", "string").put("format", "date-time");
        } else if (type == byte[].class
                || Resource.class.isAssignableFrom(type)
                || type == StreamingResponseBody.class) {
            return schema.put("type", "string").put("contentEncoding", "binary");
        } else if (JsonNode.class.isAssignableFrom(type)) {
            return schema.put("type", "object");
        } else if (type.isRecord()) {
            return schema.put("$ref", "#/components/schemas/" + ofRecord(type));
        }
        throw new IllegalStateException("no schema for " + type);
    }

    private String ofRecord(Class<?> type) {
        Class<?> owner = type.getDeclaringClass();
        String name = owner == null ? type.getSimpleName() : owner.getSimpleName() + type.getSimpleName();
        if (!named.containsKey(name)) {
            ObjectNode schema = json.createObjectNode().put("type", "object");
            named.put(name, schema); // Known before its parts are, so that a record may hold its like.
            ObjectNode properties = schema.putObject("properties");
            for (RecordComponent part : type.getRecordComponents()) {
                property(part, properties);
            }
        }
        return name;
    }

    private void property(RecordComponent part, ObjectNode properties) {
        if (part.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
            for (RecordComponent inner : part.getType().getRecordComponents()) {
                property(inner, properties);
            }
            return;
        }
        ObjectNode schema = of(part.getGenericType());
        if (!isNullable(part.getAnnotatedType())) {
            properties.set(part.getName(), schema);
        } else if (schema.has("$ref")) {
            ObjectNode either = properties.putObject(part.getName());
            either.putArray("anyOf").add(schema).addObject().put("type", "null");
        } else {
            String type = schema.get("type").asString();
            schema.putArray("type").add(type).add("null");
            properties.set(part.getName(), schema);
        }
    }

    private static boolean isNullable(AnnotatedType type) {
        return type.isAnnotationPresent(Nullable.class);
    }
}
