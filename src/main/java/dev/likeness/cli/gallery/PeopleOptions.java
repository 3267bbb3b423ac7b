package dev.likeness.cli.gallery;

import dev.likeness.engine.Engine;
import dev.likeness.engine.ingest.IngestResult;
import dev.likeness.engine.people.Enrolment.NamedPhoto;
import dev.likeness.engine.people.Enrolment.OnConflict;
import dev.likeness.engine.people.EnrolmentResult;
import dev.likeness.face.Actor;
import dev.likeness.face.PhotoId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options by which an ingest enrols the people whom its photos show.
final class PeopleOptions {
    @Option(
            names = "--people-from-folders",
            description =
                    "Each folder below a PATH is a person of the folder's name, and its photos show this person: the largest face if it is clearly the largest.")
    private boolean folders;

    @Option(
            names = "--people-from",
            paramLabel = "FILE.csv",
            description =
                    "Add the photos of a list with the columns photo and person, and name their faces. Photos are relative to the file.")
    private @Nullable Path list;

    boolean isGiven() {
        return folders || list != null;
    }

    /// What the photos must be for this to name anybody, for a user who gave a folder without any.
    Optional<String> advice() {
        return folders
                ? Optional.of("--people-from-folders takes a folder of folders, one for each person:"
                        + " FOLDER/Ada/1.jpg, FOLDER/Bob/2.jpg")
                : Optional.empty();
    }

    boolean hasList() {
        return list != null;
    }

    /// The names of one run. The list is read again each time.
    Names read(List<Path> roots) {
        return new Names(roots, folders, list == null ? null : PeopleList.read(list));
    }

    /// The names for the files of one run.
    static final class Names {
        private final NamedFiles files;
        private final List<Path> roots;
        private final SortedMap<Path, PhotoId> photos = new ConcurrentSkipListMap<>();

        private Names(List<Path> roots, boolean folders, @Nullable PeopleList list) {
            this.files = new NamedFiles(roots, folders, list);
            List<Path> all = new ArrayList<>(roots);
            if (list != null) {
                List<Path> absolute = roots.stream()
                        .map(root -> root.toAbsolutePath().normalize())
                        .toList();
                list.names().keySet().stream()
                        .filter(photo -> absolute.stream().noneMatch(photo::startsWith))
                        .forEach(all::add);
            }
            this.roots = List.copyOf(all);
        }

        /// What to ingest: the roots, and the photos of the list that lie elsewhere.
        List<Path> roots() {
            return roots;
        }

        /// The first thing that is wrong with the list.
        String problem() {
            return files.problems().entrySet().stream()
                    .findFirst()
                    .map(problem -> problem.getKey() + ": " + problem.getValue())
                    .orElse("it is empty");
        }

        /// Notes the photo of a file. Safe for use by several threads.
        void add(IngestResult result) {
            switch (result) {
                case IngestResult.Indexed(Path file, PhotoId photo, int _) -> photos.put(file, photo);
                case IngestResult.NoFaces(Path file, PhotoId photo) -> photos.put(file, photo);
                case IngestResult.AlreadyIndexed(Path file, PhotoId photo) -> photos.put(file, photo);
                case IngestResult.Unreadable _ -> {}
            }
        }

        /// Enrols the people of the files that were read.
        EnrolmentSummary enrol(Engine engine, String gallery) {
            List<NamedPhoto> named = new ArrayList<>();
            List<Path> places = new ArrayList<>();
            photos.forEach((file, photo) -> files.name(file).ifPresent(name -> {
                named.add(new NamedPhoto(photo, name));
                places.add(file);
            }));
            EnrolmentResult result =
                    engine.people(gallery).enrolment(Actor.COMMAND_LINE).enrol(named, OnConflict.KEEP);
            Map<String, String> unusable = new LinkedHashMap<>(files.problems());
            unusable.putAll(files.missing(Set.copyOf(photos.keySet())));
            return EnrolmentSummary.of(result, places, unusable);
        }
    }
}
