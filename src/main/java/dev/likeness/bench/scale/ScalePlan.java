package dev.likeness.bench.scale;

import dev.likeness.bench.SyntheticFaces;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.nio.file.Path;
import java.util.List;

/// What a run measures, and where it keeps its gallery and its results.
///
/// @param folder holds `index`, a gallery of each size, and `results`, a file for each step that is done
/// @param faces number of faces of the last size, a multiple of 8,000 and at least 80,000
public record ScalePlan(Path folder, int faces) {
    private static final List<Integer> BLOCKS = List.of(1, 2, 4, 8);
    private static final int LAST_BLOCKS = BLOCKS.getLast();
    private static final int BLOCK_STEP = 1_000;
    private static final int MIN_FACES = LAST_BLOCKS * SyntheticFaces.FACES_PER_PERSON * BLOCK_STEP;

    /// Checks the number of faces.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT`
    public ScalePlan {
        if (faces < MIN_FACES || faces % (LAST_BLOCKS * BLOCK_STEP) != 0) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "faces must be a multiple of %d and at least %d, got: %d"
                            .formatted(LAST_BLOCKS * BLOCK_STEP, MIN_FACES, faces));
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

    /// The name of the gallery of a size.
    String name(int size) {
        return "faces-" + size;
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
