package dev.likeness.cli.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/// One event of a log as one line of JSON in ASCII: control characters, and those that show text in another
/// order, are escaped.
final class JsonLine {
    private static final JsonFactory FACTORY =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private JsonLine() {}

    /// An exception.
    ///
    /// @param type name of its class
    /// @param stack its stack trace with those of its causes
    record Failure(String type, @Nullable String message, String stack) {
        static @Nullable Failure of(@Nullable Throwable failure) {
            if (failure == null) {
                return null;
            }
            StringWriter stack = new StringWriter();
            failure.printStackTrace(new PrintWriter(stack, true));
            return new Failure(failure.getClass().getName(), failure.getMessage(), stack.toString());
        }
    }

    /// An event of this moment and thread.
    static String now(String level, String logger, String message, @Nullable Throwable failure) {
        return of(Instant.now(), level, logger, Thread.currentThread().getName(), message, failure);
    }

    static String of(
            Instant time, String level, String logger, String thread, String message, @Nullable Throwable failure) {
        return of(time, level, logger, thread, message, Failure.of(failure));
    }

    static String of(
            Instant time, String level, String logger, String thread, String message, @Nullable Failure failure) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), line)) {
            json.writeStartObject();
            json.writeStringProperty("time", time.toString());
            json.writeStringProperty("level", level);
            json.writeStringProperty("logger", logger);
            json.writeStringProperty("thread", thread);
            json.writeStringProperty("message", message);
            if (failure != null) {
                json.writeObjectPropertyStart("error");
                json.writeStringProperty("type", failure.type());
                json.writeStringProperty("message", String.valueOf(failure.message()));
                json.writeStringProperty("stack", failure.stack());
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        return line.toString();
    }
}
