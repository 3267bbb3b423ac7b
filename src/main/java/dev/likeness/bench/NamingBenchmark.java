package dev.likeness.bench;

import dev.likeness.engine.Engine;
import dev.likeness.engine.EngineOptions;
import dev.likeness.engine.backup.BackupSource;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.LabelledFace;
import dev.likeness.evaluation.data.LabelledFaces;
import dev.likeness.evaluation.data.PhotoLabels;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.support.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Counts the answers of a user who knows the labels until most labelled faces have their name. Each order of
/// questions starts with a copy of the same clustered gallery.
public final class NamingBenchmark {
    private final Engine engine;
    private final EngineOptions options;
    private final String gallery;
    private final PhotoLabels labels;
    private final InvalidInputPolicy badInput;

    /// The answers of a user.
    ///
    /// @param order `review queue`, or `largest people first`
    /// @param answersTo80 number of answers until 80 % of the labelled faces have their name; null if never
    /// @param answersTo95 number of answers until 95 % of them have it; null if never
    /// @param answers number of answers until the end
    /// @param unlabelled how many of the answers were about faces without a label, which the user does not
    ///     know; they count
    /// @param share share of labelled faces that have their name at the end
    public record Run(
            String order,
            @Nullable Integer answersTo80,
            @Nullable Integer answersTo95,
            int answers,
            int unlabelled,
            double share) {}

    /// The answers that each order of questions needed.
    ///
    /// @param faces number of labelled faces
    /// @param people number of labels
    public record Result(int faces, int people, List<Run> runs) {
        public Result {
            runs = List.copyOf(runs);
        }

        /// Answers per person.
        public @Nullable Double perPerson(@Nullable Integer answers) {
            return answers == null ? null : (Double) ((double) answers / people);
        }
    }

    /// @param engine has the gallery
    /// @param options options of the engine
    public NamingBenchmark(
            Engine engine, EngineOptions options, String gallery, PhotoLabels labels, InvalidInputPolicy badInput) {
        this.engine = engine;
        this.options = options;
        this.gallery = gallery;
        this.labels = labels;
        this.badInput = badInput;
    }

    /// Measures both orders.
    public Result run() {
        Map<FaceId, String> known = new HashMap<>();
        try (GallerySnapshot snapshot = engine.galleries().snapshot(gallery)) {
            for (LabelledFace labelled :
                    LabelledFaces.find(labels, snapshot, badInput).facesWithoutContradiction(badInput)) {
                if (labelled.face() != null) {
                    known.put(labelled.face().face().id(), labelled.person());
                }
            }
        }
        Path backup = engine.galleries().backups().archive(gallery);
        try {
            return new Result(
                    known.size(),
                    new HashSet<>(known.values()).size(),
                    List.of(
                            measure("review queue", backup, known, NamingUser::followQueue),
                            measure("largest people first", backup, known, NamingUser::nameLargestFirst)));
        } finally {
            delete(backup);
        }
    }

    @FunctionalInterface
    private interface Strategy {
        Run apply(NamingUser user, String order);
    }

    private Run measure(String order, Path backup, Map<FaceId, String> known, Strategy strategy) {
        try (TemporaryFolder folder = TemporaryFolder.create();
                Engine copy = Engine.open(options.withIndexDirectory(folder.path()), _ -> {})) {
            copy.galleries().restore(gallery, BackupSource.of(backup), false);
            return strategy.apply(new NamingUser(copy, gallery, known), order);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "backup must be removable, got: " + file, e);
        }
    }
}
