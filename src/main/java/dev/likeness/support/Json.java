package dev.likeness.support;

import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import java.nio.file.Path;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/// The JSON form of the engine's answers: the same bytes at every door. Record components are keys, ids
/// are their text, times are ISO 8601.
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new SimpleModule()
                    .addSerializer(new TextSerializer<>(PhotoId.class, PhotoId::sha256))
                    .addSerializer(new TextSerializer<>(FaceId.class, FaceId::toString))
                    .addSerializer(new TextSerializer<>(Path.class, Path::toString))
                    .addSerializer(new IdentitySerializer()))
            .build();

    private Json() {}

    /// One line of JSON.
    public static String line(Object answer) {
        return MAPPER.writeValueAsString(answer);
    }

    /// The same in UTF-8, without the end of the line.
    public static byte[] bytes(Object answer) {
        return MAPPER.writeValueAsBytes(answer);
    }

    /// A file of JSON, indented for people.
    public static String document(Object answer) {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(answer);
    }

    private static final class TextSerializer<T> extends StdSerializer<T> {
        private final Function<T, String> text;

        TextSerializer(Class<T> type, Function<T, String> text) {
            super(type);
            this.text = text;
        }

        @Override
        public void serialize(T value, JsonGenerator generator, SerializationContext context) {
            generator.writeString(text.apply(value));
        }
    }

    private static final class IdentitySerializer extends StdSerializer<PersonId> {
        IdentitySerializer() {
            super(PersonId.class);
        }

        @Override
        public void serialize(PersonId value, JsonGenerator generator, SerializationContext context) {
            generator.writeNumber(value.value());
        }
    }
}
