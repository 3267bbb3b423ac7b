package dev.likeness.cli.gallery;

import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.Counted;
import dev.likeness.engine.people.EnrolmentResult;
import dev.likeness.engine.people.EnrolmentResult.EnrolledPhoto;
import dev.likeness.engine.people.EnrolmentResult.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The summary of an enrolment. Components are keys of the JSON form.
///
/// @param event the number of its event in the history; null if nothing changed
/// @param people number of people for whom a face is enrolled, now or before
/// @param newPeople the names of the people who were added
/// @param faces number of faces that were enrolled now
/// @param unchanged number of photos whose face was enrolled before
/// @param withoutFace number of named photos without a face
/// @param severalFaces number of named photos with several faces of which none is clearly the largest
/// @param conflicts number of photos about whose face a user stated something else
/// @param problems what was not enrolled
record EnrolmentSummary(
        @Nullable Long event,
        int people,
        List<String> newPeople,
        int faces,
        int unchanged,
        int withoutFace,
        int severalFaces,
        int conflicts,
        List<Problem> problems) {
    private static final int MAX_SHOWN = 5;

    /// Something that was not enrolled.
    ///
    /// @param place a photo, a folder or a line of the list
    /// @param status `no-face`, `several-faces`, `conflict`, or `not-read` for a folder or a line that names
    ///     nobody
    record Problem(String place, String status, String detail) {}

    /// @param files the files of the result's photos, in its order
    /// @param unusable what is wrong with folders and lines, by place
    static EnrolmentSummary of(EnrolmentResult result, List<Path> files, Map<String, String> unusable) {
        List<Problem> problems = new ArrayList<>();
        unusable.forEach((place, detail) -> problems.add(new Problem(place, "not-read", detail)));
        for (int i = 0; i < files.size(); i++) {
            EnrolledPhoto photo = result.photos().get(i);
            if (photo.detail() != null) {
                problems.add(new Problem(
                        files.get(i).toString(), photo.status().word(), photo.name() + ": " + photo.detail()));
            }
        }
        return new EnrolmentSummary(
                result.event(),
                result.people(),
                result.newPeople(),
                result.count(Status.ENROLLED),
                result.count(Status.UNCHANGED),
                result.count(Status.NO_FACE),
                result.count(Status.SEVERAL_FACES),
                result.count(Status.CONFLICT),
                List.copyOf(problems));
    }

    /// Prints the counts and the first problems, or all of them.
    void print(Console console, boolean all) {
        console.print(String.format(
                Locale.ROOT,
                "%s enrolled (%,d new) with %s%s; %s without a face, %s with several, %s",
                Counted.people(people),
                newPeople.size(),
                Counted.of(faces, "new face"),
                unchanged == 0 ? "" : String.format(Locale.ROOT, " and %,d from before", unchanged),
                Counted.photos(withoutFace),
                Counted.photos(severalFaces),
                Counted.of(conflicts, "conflict")));
        problems.stream()
                .limit(all ? Integer.MAX_VALUE : MAX_SHOWN)
                .forEach(problem -> console.print("  %s: %s".formatted(problem.place(), problem.detail())));
        if (!all && problems.size() > MAX_SHOWN) {
            console.print(String.format(Locale.ROOT, "  … %,d more; --verbose shows all", problems.size() - MAX_SHOWN));
        }
    }
}
