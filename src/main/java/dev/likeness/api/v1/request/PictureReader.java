package dev.likeness.api.v1.request;

import dev.likeness.api.http.PictureText;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;

/// Reads a picture from a text ([PictureText]).
final class PictureReader extends StdDeserializer<byte[]> {
    PictureReader() {
        super(byte[].class);
    }

    @Override
    public byte[] deserialize(JsonParser parser, DeserializationContext context) {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            return (byte[]) context.handleUnexpectedToken(byte[].class, parser);
        }
        try {
            return PictureText.decode(parser.getString());
        } catch (IllegalArgumentException _) {
            return (byte[]) context.handleWeirdStringValue(byte[].class, "…", "must be base64 or a data: URL");
        }
    }
}
