package dev.likeness.api.compreface;

import dev.likeness.api.compreface.CompreFaceException.Reason;
import dev.likeness.api.http.Call;
import dev.likeness.api.http.PictureText;
import dev.likeness.api.http.RequestJson;
import dev.likeness.api.http.body.Upload;
import dev.likeness.face.PersonName;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Reads request bodies: JSON with unknown keys ignored, or an image as a part of a form or as base64 under
/// the same name.
final class RequestBodies {
    private static final JsonMapper MAPPER = RequestJson.mapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private RequestBodies() {}

    static <T> T json(Call call, Class<T> type) {
        try {
            T body = MAPPER.readValue(call.body(), type);
            if (body == null) {
                throw unreadable();
            }
            return body;
        } catch (JacksonException _) {
            throw unreadable();
        }
    }

    private static CompreFaceException unreadable() {
        return new CompreFaceException(Reason.UNDEFINED, "the body must be JSON of the operation's schema");
    }

    /// @param name the file's name, or `image`
    @SuppressWarnings("ArrayRecordComponent") // only passed on to the decoder
    record Picture(String name, byte[] bytes) {}

    /// The image of a request.
    ///
    /// @param part its name in the form or in the JSON
    /// @throws CompreFaceException `MISSING_PART`, `IMAGE_INVALID`
    static Picture picture(Call call, String part) {
        if (!call.isJson()) {
            Optional<Upload> upload = call.uploads().stream()
                    .filter(file -> file.part().equals(part))
                    .findFirst();
            Upload file = upload.orElseThrow(() -> missing(part));
            return new Picture(file.safeName().isBlank() ? "image" : file.safeName(), call.load(file));
        }
        Object base64 = json(call, Map.class).get(part);
        if (!(base64 instanceof String text) || text.isBlank()) {
            throw missing(part);
        }
        try {
            return new Picture("image", PictureText.decode(text));
        } catch (IllegalArgumentException _) {
            throw new CompreFaceException(Reason.IMAGE_INVALID, part + " must be base64");
        }
    }

    private static CompreFaceException missing(String part) {
        return new CompreFaceException(Reason.MISSING_PART, "Required part '%s' is not present".formatted(part));
    }

    /// A subject's name.
    ///
    /// @throws CompreFaceException `MISSING_PARAMETER` without one, `CONSTRAINT_VIOLATED` for a blank one
    static String subject(@Nullable String given) {
        if (given == null) {
            throw new CompreFaceException(Reason.MISSING_PARAMETER, "Missing parameter: subject");
        }
        if (given.isBlank() || given.length() > PersonName.MAX_LENGTH || PersonName.isDotSegment(given)) {
            throw new CompreFaceException(
                    Reason.CONSTRAINT_VIOLATED,
                    "a subject's name must have 1 to %d characters and be neither blank nor \".\" nor \"..\""
                            .formatted(PersonName.MAX_LENGTH));
        }
        return given;
    }
}
