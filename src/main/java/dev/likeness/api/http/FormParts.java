package dev.likeness.api.http;

import dev.likeness.api.http.body.StrictUtf8;
import dev.likeness.api.http.body.Upload;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The parts that the forms of an operation may have. A part of another name may be a typing error, and is
/// refused.
///
/// @param files names of parts that are files
/// @param field name of the part that is text and has all other values as JSON; null if there is none
public record FormParts(Set<String> files, @Nullable String field) {
    public FormParts {
        files = Set.copyOf(files);
    }

    /// Forms with these files and without a field.
    public static FormParts ofFiles(String... names) {
        return new FormParts(Set.of(names), null);
    }

    /// The value of a field of a form.
    ///
    /// @param values all that the form has under this name, decoded
    /// @throws ProblemException 400 `INVALID_ARGUMENT` if there are several; `MALFORMED_REQUEST` if it is not
    ///     UTF-8
    public static Optional<String> onlyValue(String name, List<String> values) {
        if (values.size() > 1) {
            throw invalid("the form must have the field %s once, got it %d times".formatted(name, values.size()));
        }
        if (values.stream().anyMatch(StrictUtf8::isReplaced)) {
            throw new ProblemException(
                    ProblemCode.MALFORMED_REQUEST, "the field %s of the form must be UTF-8".formatted(name));
        }
        return values.stream().findFirst();
    }

    /// Refuses a form with a file or field of another name.
    ///
    /// @throws ProblemException 400 `INVALID_ARGUMENT`
    public void require(Call call) {
        String form = "the form of " + call.operation();
        for (Upload upload : call.uploads()) {
            String name = upload.part();
            if (name.equals(field)) {
                throw invalid("%s in %s must be a field, got a file".formatted(name, form));
            }
            if (!files.contains(name)) {
                throw invalid("a file in %s must be called %s, got: %s"
                        .formatted(form, String.join(" or ", new TreeSet<>(files)), name));
            }
        }
        for (String name : call.formFields()) {
            if (files.contains(name)) {
                throw invalid("%s in %s must be a file, got a field without a filename".formatted(name, form));
            }
            if (field == null) {
                throw invalid(
                        "%s has no fields, because all other values are in the query, got: %s".formatted(form, name));
            }
            if (!name.equals(field)) {
                throw invalid("%s has the field %s, which is JSON with all other values, got: %s"
                        .formatted(form, field, name));
            }
        }
    }

    private static ProblemException invalid(String detail) {
        return new ProblemException(ProblemCode.INVALID_ARGUMENT, detail);
    }
}
