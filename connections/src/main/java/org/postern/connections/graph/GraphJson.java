package org.postern.connections.graph;

import java.io.InputStream;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/// JSON as Graph writes it, read with limits on nesting, names, numbers and strings.
final class GraphJson {
    private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxNestingDepth(64)
            .maxNameLength(2_000)
            .maxNumberLength(100)
            .maxStringLength(2_000_000)
            .build();

    static final JsonMapper MAPPER = JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(LIMITS).build())
            .build();

    private GraphJson() {}

    static JsonParser parser(InputStream in) {
        return MAPPER.createParser(in);
    }
}
