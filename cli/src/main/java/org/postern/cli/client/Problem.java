package org.postern.cli.client;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Turns the server's problem document (RFC 9457) into what the command line says.
final class Problem {
    private Problem() {}

    static ClientException of(String request, int status, byte[] body) {
        JsonNode problem = parse(body);
        String detail = problem.path("detail").asString("");
        if (detail.isEmpty()) {
            detail = problem.path("title").asString("");
        }
        String said = detail.isEmpty() ? "The server answered " + request + " with status " + status + "." : detail;
        String advice = problem.path("advice").asString("");
        return switch (status) {
            case 401, 403 ->
                new ClientException(
                        ExitCode.NOT_ALLOWED,
                        said,
                        advice.isEmpty()
                                ? "The token is not this server's. It lies in the file admin-token of the server's"
                                        + " folder; give it with --token-file."
                                : advice);
            case 404 -> new ClientException(ExitCode.NOT_FOUND, said, advice);
            default -> new ClientException(ExitCode.FAILED, said, advice);
        };
    }

    private static JsonNode parse(byte[] body) {
        try {
            return JsonMapper.shared().readTree(body);
        } catch (JacksonException _) {
            return JsonMapper.shared().createObjectNode(); // A proxy's page, say; the status must do.
        }
    }
}
