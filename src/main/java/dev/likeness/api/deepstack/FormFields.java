package dev.likeness.api.deepstack;

import dev.likeness.api.http.Call;
import dev.likeness.api.http.FormParts;
import dev.likeness.api.http.body.StrictUtf8;
import dev.likeness.api.http.body.Upload;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The fields of a request's form. Clients send multipart with files and often URL-encoded without, or no body
/// at all; unknown fields are ignored, as DeepStack does.
///
/// @param urlEncoded the values of the fields of a URL-encoded form; empty for multipart
record FormFields(Call call, Map<String, List<String>> urlEncoded) {
    private static final String MULTIPART = "multipart/form-data";
    private static final String URL_ENCODED = "application/x-www-form-urlencoded";

    /// @throws ProblemException 400 `MALFORMED_REQUEST` if a form cannot be decoded; 415
    ///     `UNSUPPORTED_MEDIA_TYPE` for a body that is no form
    static FormFields of(Call call) {
        if (call.contentType().equals(URL_ENCODED)) {
            return new FormFields(call, parse(StrictUtf8.decoded(call.body()).orElseThrow(FormFields::undecodable)));
        }
        if (!isForm(call) && call.body().length > 0) {
            throw new ProblemException(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE, "the body must be a form, %s".formatted(MULTIPART));
        }
        return new FormFields(call, Map.of());
    }

    static boolean isForm(Call call) {
        return call.contentType().equals(MULTIPART) || call.contentType().equals(URL_ENCODED);
    }

    private static Map<String, List<String>> parse(String text) {
        Map<String, List<String>> fields = new HashMap<>();
        for (String part : text.split("&", -1)) {
            int sign = part.indexOf('=');
            if (sign > 0) {
                fields.computeIfAbsent(decoded(part.substring(0, sign)), _ -> new ArrayList<>())
                        .add(decoded(part.substring(sign + 1)));
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        return StrictUtf8.urlDecoded(text).orElseThrow(FormFields::undecodable);
    }

    private static ProblemException undecodable() {
        return new ProblemException(ProblemCode.MALFORMED_REQUEST, "the form must be URL-encoded UTF-8");
    }

    /// A text field; an empty one counts as omitted, because clients send keys that nobody configured.
    ///
    /// @throws ProblemException 400 `INVALID_ARGUMENT` if it is there twice, `MALFORMED_REQUEST` if it is not
    ///     UTF-8
    Optional<String> text(String name) {
        Optional<String> value = call.isForm()
                ? call.formField(name)
                : FormParts.onlyValue(name, urlEncoded.getOrDefault(name, List.of()));
        return value.filter(text -> !text.isEmpty());
    }

    /// The files, whatever their fields are called: `image`, `image1`, `image2`, …
    ///
    /// @throws ProblemException 400 `INVALID_ARGUMENT` if there is none
    List<Upload> images() {
        List<Upload> files = call.uploads();
        if (files.isEmpty()) {
            throw new ProblemException(ProblemCode.INVALID_ARGUMENT, "No valid image file found");
        }
        return files;
    }

    /// The file of the field `image`; another name will do if there is only one file.
    Upload image() {
        List<Upload> files = images();
        return files.stream()
                .filter(file -> file.part().equals("image"))
                .findFirst()
                .or(() -> files.size() == 1 ? Optional.of(files.getFirst()) : Optional.empty())
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.INVALID_ARGUMENT, "the form must have one image, got: %d".formatted(files.size())));
    }

    /// The field `min_confidence`, 0 to 1, or the default.
    double minConfidence(double standard) {
        Optional<String> text = text("min_confidence");
        if (text.isEmpty()) {
            return standard;
        }
        // Without signs and exponents: what a float is printed as.
        if (text.get().matches("[0-9]{0,3}\\.?[0-9]{1,20}|[0-9]{1,3}\\.")) {
            double value = Double.parseDouble(text.get());
            if (value <= 1) {
                return value;
            }
        }
        throw new ProblemException(
                ProblemCode.INVALID_ARGUMENT,
                "min_confidence must be a number between 0 and 1, got: %s".formatted(abbreviated(text.get())));
    }

    private static String abbreviated(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
