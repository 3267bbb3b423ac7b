package dev.likeness.api.http;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/// The limits on JSON in request bodies, the same for every API.
public final class RequestJson {
    private RequestJson() {}

    /// A builder of mappers that refuse JSON bombs: deep nesting, long numbers and long names.
    public static JsonMapper.Builder mapper() {
        return JsonMapper.builder(JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(32)
                        .maxNumberLength(64)
                        .maxNameLength(200)
                        .maxStringLength(256 << 20)
                        .build())
                .build());
    }
}
