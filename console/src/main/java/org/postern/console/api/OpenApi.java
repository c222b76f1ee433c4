package org.postern.console.api;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.postern.console.problem.Problem;
import org.postern.console.tenant.ServerFacts;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.ValueConstants;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Describes the API by OpenAPI 3.1, made from the routes and records themselves, so that it cannot be out of date.
@RestController
@RequestMapping("/api/v1/openapi.json")
public class OpenApi {
    private final Supplier<RequestMappingHandlerMapping> routes;
    private final ServerFacts facts;
    private final JsonMapper json;

    public OpenApi(Supplier<RequestMappingHandlerMapping> routes, ServerFacts facts, JsonMapper json) {
        this.routes = routes;
        this.facts = facts;
        this.json = json;
    }

    @GetMapping
    public ObjectNode describe() {
        JsonSchemas schemas = new JsonSchemas(json);
        ObjectNode document = json.createObjectNode();
        document.put("openapi", "3.1.0");
        document.putObject("info").put("title", "Postern").put("version", facts.version());
        Map<String, ObjectNode> paths = new TreeMap<>();
        routes.get().getHandlerMethods().forEach((route, handler) -> describe(route, handler, paths, schemas));
        ObjectNode all = document.putObject("paths");
        paths.forEach(all::set);
        ObjectNode components = document.putObject("components");
        schemas.of(Problem.class);
        components.set("schemas", schemas.collected());
        components
                .putObject("securitySchemes")
                .putObject("administrator")
                .put("type", "http")
                .put("scheme", "bearer");
        document.putArray("security").addObject().putArray("administrator");
        return document;
    }

    private void describe(
            RequestMappingInfo route, HandlerMethod handler, Map<String, ObjectNode> paths, JsonSchemas schemas) {
        for (String path : route.getPatternValues()) {
            if (!path.startsWith("/api/")) {
                continue;
            }
            for (RequestMethod method : route.getMethodsCondition().getMethods()) {
                paths.computeIfAbsent(path, _ -> json.createObjectNode())
                        .set(Input.lower(method), operation(handler, route, schemas));
            }
        }
    }

    private ObjectNode operation(HandlerMethod handler, RequestMappingInfo route, JsonSchemas schemas) {
        Method method = handler.getMethod();
        ObjectNode operation = json.createObjectNode();
        String owner = handler.getBeanType().getSimpleName().replace("Api", "");
        operation.put("operationId", owner + "." + method.getName());
        operation.putArray("tags").add(owner);
        ArrayNode parameters = operation.putArray("parameters");
        Arrays.stream(method.getParameters()).forEach(parameter -> describe(parameter, operation, parameters, schemas));
        ObjectNode responses = operation.putObject("responses");
        String type = route.getProducesCondition().getProducibleMediaTypes().stream()
                .findFirst()
                .map(Object::toString)
                .orElse("application/json");
        ObjectNode done = responses.putObject("2XX").put("description", "Done, or taken on.");
        schemas.ofAnswer(method.getGenericReturnType())
                .ifPresent(schema -> done.putObject("content").putObject(type).set("schema", schema));
        responses
                .putObject("default")
                .put("description", "A problem: what happened, and what to do.")
                .putObject("content")
                .putObject("application/problem+json")
                .set("schema", schemas.of(Problem.class));
        return operation;
    }

    private void describe(Parameter parameter, ObjectNode operation, ArrayNode parameters, JsonSchemas schemas) {
        RequestParam query = parameter.getAnnotation(RequestParam.class);
        RequestBody body = parameter.getAnnotation(RequestBody.class);
        if (parameter.isAnnotationPresent(PathVariable.class)) {
            parameters
                    .addObject()
                    .put("name", parameter.getName())
                    .put("in", "path")
                    .put("required", true)
                    .set("schema", schemas.of(parameter.getParameterizedType()));
        } else if (query != null) {
            boolean defaulted = !ValueConstants.DEFAULT_NONE.equals(query.defaultValue());
            parameters
                    .addObject()
                    .put("name", parameter.getName())
                    .put("in", "query")
                    .put("required", query.required() && !defaulted)
                    .set("schema", schemas.of(parameter.getParameterizedType()));
        } else if (body != null) {
            ObjectNode request = operation.putObject("requestBody").put("required", body.required());
            request.putObject("content")
                    .putObject("application/json")
                    .set("schema", schemas.of(parameter.getParameterizedType()));
        }
    }
}
