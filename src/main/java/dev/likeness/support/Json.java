package dev.likeness.support;

import dev.likeness.face.FaceId;
import dev.likeness.face.FileId;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import java.nio.file.Path;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/// Writes the engine's results as JSON, in the same form for the command line and HTTP. Record components
/// become keys. Ids of photos and faces are strings, ids of people are numbers, and times are ISO 8601.
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new SimpleModule()
                    .addSerializer(new TextSerializer<>(PhotoId.class, PhotoId::sha256))
                    .addSerializer(new TextSerializer<>(FileId.class, FileId::sha256))
                    .addSerializer(new TextSerializer<>(FaceId.class, FaceId::toString))
                    .addSerializer(new TextSerializer<>(Path.class, UndecodablePath::text))
                    .addSerializer(new PersonIdSerializer())
                    .addSerializer(new DetectionSerializer()))
            .build();

    private Json() {}

    /// Writes a value as one line of JSON, without the line end.
    public static String line(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /// Writes a value as one line of JSON in UTF-8, without the line end.
    public static byte[] bytes(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /// Writes a value as indented JSON.
    public static String document(Object value) {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
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

    private static final class PersonIdSerializer extends StdSerializer<PersonId> {
        PersonIdSerializer() {
            super(PersonId.class);
        }

        @Override
        public void serialize(PersonId value, JsonGenerator generator, SerializationContext context) {
            generator.writeNumber(value.value());
        }
    }
}
