package dev.likeness.engine.exchange;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The people of a gallery in a portable file, written by `likeness people export --json` and read by `import
/// --json`. Faces are identified by photo and position, so that the file fits a gallery that was rebuilt,
/// even with other models. The same gallery gives the same bytes.
///
/// @param format [#FORMAT]
/// @param version [#VERSION]
/// @param gallery name of the exported gallery
/// @param notFaces detections that users marked as not a face
/// @param different pairs of people that users marked as different, by their numbers in this file
/// @param drawn faces that the detector missed and users drew; absent if there are none
@JsonPropertyOrder({"format", "version", "gallery", "people", "notFaces", "different", "drawn"})
record PeopleFile(
        String format,
        int version,
        String gallery,
        List<Person> people,
        List<Place> notFaces,
        List<List<Integer>> different,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Place> drawn) {
    static final String FORMAT = "likeness-people";
    static final int VERSION = 1;

    /// Every place in the file, without whether it is confirmed, by photo.
    Map<String, Set<Place>> places() {
        Map<String, Set<Place>> places = new LinkedHashMap<>();
        Stream.concat(
                        Stream.of(notFaces, drawn).flatMap(List::stream),
                        people.stream()
                                .flatMap(person -> Stream.of(
                                                person.faces().stream(),
                                                person.notTheirs().stream(),
                                                Stream.ofNullable(person.cover()))
                                        .flatMap(part -> part)))
                .forEach(place -> places.computeIfAbsent(place.photo(), _ -> new LinkedHashSet<>())
                        .add(place.withoutConfirmation()));
        return places;
    }

    /// One person.
    ///
    /// @param number number of the person in this file, starting at 1
    /// @param birthDate date of birth, such as 1815-12-10; null if unknown
    /// @param externalId the person's id in another system; null if there is none
    /// @param cover the cover that a user chose; null for the automatic cover
    /// @param notTheirs faces that users rejected for the person
    @JsonPropertyOrder({"number", "name", "birthDate", "externalId", "hidden", "cover", "faces", "notTheirs"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Person(
            int number,
            @Nullable String name,
            @Nullable String birthDate,
            @Nullable String externalId,
            boolean hidden,
            @Nullable Place cover,
            List<Place> faces,
            List<Place> notTheirs) {}

    /// A face by photo and position.
    ///
    /// @param photo SHA-256 of the photo's bytes
    /// @param paths paths of the photo
    /// @param box left, top, right and bottom, in shares of the upright photo's sides
    /// @param confirmed whether a user confirmed the person; absent for faces that are not of a person
    @JsonPropertyOrder({"photo", "paths", "box", "confirmed"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Place(
            String photo,
            List<String> paths,
            List<Float> box,
            @Nullable Boolean confirmed) {
        Place withoutConfirmation() {
            return new Place(photo, paths, box, null);
        }
    }
}
