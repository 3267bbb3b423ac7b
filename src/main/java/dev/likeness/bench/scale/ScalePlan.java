package dev.likeness.bench.scale;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.nio.file.Path;
import java.util.List;

/// What a run measures, and where it keeps its gallery and its results.
///
/// @param folder holds `index`, a gallery of each size, and `results`, a file for each step that is done
/// @param faces number of faces of the last size, a positive multiple of 8,000
public record ScalePlan(Path folder, int faces) {
    private static final List<Integer> BLOCKS = List.of(1, 2, 4, 8);
    private static final int LAST_BLOCKS = BLOCKS.getLast();

    /// Each block has whole thousands of faces.
    private static final int STEP = LAST_BLOCKS * 1_000;

    /// Checks the number of faces.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT`
    public ScalePlan {
        if (faces <= 0 || faces % STEP != 0) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "faces must be a positive multiple of %d, got: %d".formatted(STEP, faces));
        }
    }

    /// The sizes that are measured, ascending: an eighth, a quarter, a half and all of the faces.
    List<Integer> sizes() {
        return BLOCKS.stream().map(blocks -> blocks * blockFaces()).toList();
    }

    /// Number of faces that are made together, see [ScaleFaces].
    int blockFaces() {
        return faces / LAST_BLOCKS;
    }

    /// The folder of galleries.
    Path index() {
        return folder.resolve("index");
    }

    /// The name of the gallery of a size. It holds everything that the faces depend on.
    String name(int size) {
        return "faces-%d-of-%d".formatted(size, faces);
    }

    /// The folder of that gallery.
    Path gallery(int size) {
        return index().resolve(name(size));
    }

    /// The result of a step. Its name holds everything that the figures depend on.
    Path result(ScaleStep step, int size) {
        return folder.resolve("results").resolve("%s-%d-of-%d.json".formatted(step.word(), size, faces));
    }
}
