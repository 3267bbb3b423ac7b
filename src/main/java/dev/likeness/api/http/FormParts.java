package dev.likeness.api.http;

import dev.likeness.api.http.body.Upload;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
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
