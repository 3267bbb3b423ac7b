package dev.likeness.engine.exchange;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who is who in a gallery, in a file that outlives it: `likeness people export --json` writes it,
/// `import --json` reads it. Faces are named by photo and place, so that it fits a gallery that was
/// read anew, with other models even. The same gallery gives the same bytes.
///
/// @param format [#FORMAT]
/// @param version [#VERSION]
/// @param gallery the name of the gallery it was written from
/// @param notFaces what a user said is no face
/// @param different pairs of people that a user said are two, by their numbers in this file
@JsonPropertyOrder({"format", "version", "gallery", "people", "notFaces", "different"})
record PeopleFile(
        String format,
        int version,
        String gallery,
        List<Person> people,
        List<Place> notFaces,
        List<List<Integer>> different) {
    static final String FORMAT = "likeness-people";
    static final int VERSION = 1;

    /// One person.
    ///
    /// @param number theirs in this file, from 1
    /// @param birthDate as in 1815-12-10; null if nobody said
    /// @param cover the face a user chose; null where the best one stands for them
    /// @param notTheirs faces that a user said are not theirs
    @JsonPropertyOrder({"number", "name", "birthDate", "hidden", "cover", "faces", "notTheirs"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Person(
            int number,
            @Nullable String name,
            @Nullable String birthDate,
            boolean hidden,
            @Nullable Place cover,
            List<Place> faces,
            List<Place> notTheirs) {}

    /// One face.
    ///
    /// @param photo SHA-256 of the photo's bytes
    /// @param paths where the photo was
    /// @param box left, top, right, bottom in shares of the upright photo's sides
    /// @param confirmed whether a user said that it is this person; absent where that is no question
    @JsonPropertyOrder({"photo", "paths", "box", "confirmed"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Place(
            String photo,
            List<String> paths,
            List<Float> box,
            @Nullable Boolean confirmed) {}
}
