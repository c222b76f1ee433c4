package org.postern.lab.graph;

import java.util.Map;
import java.util.TreeMap;

/// A call that Graph refuses: status, code and message of its error document, and headers.
final class GraphFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;
    private final transient Map<String, String> headers;

    private GraphFailure(int status, String code, String message, Map<String, String> headers) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.headers = Map.copyOf(headers);
    }

    static GraphFailure of(int status, String code, String message) {
        return new GraphFailure(status, code, message, Map.of());
    }

    GraphFailure with(String header, String value) {
        Map<String, String> all = new TreeMap<>(headers);
        all.put(header, value);
        return new GraphFailure(status, code, text(), all);
    }

    static GraphFailure badRequest(String message) {
        return of(400, "BadRequest", message);
    }

    static GraphFailure itemNotFound() {
        return of(404, "ErrorItemNotFound", "The specified object was not found in the store.");
    }

    static GraphFailure malformedId() {
        return of(400, "ErrorInvalidIdMalformed", "Id is malformed.");
    }

    static GraphFailure resourceNotFound(String id) {
        return of(
                404,
                "Request_ResourceNotFound",
                "Resource '" + id
                        + "' does not exist or one of its queried reference-property objects are not present.");
    }

    static GraphFailure mailDenied() {
        return of(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.");
    }

    static GraphFailure directoryDenied() {
        return of(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
    }

    static GraphFailure noSuchSegment(String segment) {
        return of(400, "BadRequest", "Resource not found for the segment '" + segment + "'.");
    }

    static GraphFailure methodNotAllowed() {
        return of(405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.");
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String text() {
        String message = getMessage();
        return message == null ? "" : message;
    }

    Map<String, String> headers() {
        return headers;
    }
}
