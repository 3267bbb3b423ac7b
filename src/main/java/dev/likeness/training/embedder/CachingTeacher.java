package dev.likeness.training.embedder;

import dev.likeness.face.Embedding;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.training.data.AugmentedFace;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A teacher whose vectors of augmented pictures are cached in a file. A teacher is often slower than its
/// student; where the options repeat the same augmentations, each picture is embedded only once.
///
/// The file contains, for each variant and picture, the magnitude in float32 and the direction in float16;
/// both are zero until they are computed. All returned vectors are rounded to float16, so that a run learns
/// the same with and without cached values.
final class CachingTeacher implements AutoCloseable {
    private static final ValueLayout.OfFloat MAGNITUDE_LAYOUT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private final Teacher teacher;
    private final DistillationOptions options;
    private final int pictures;
    private final int dimension;
    private final Arena arena = Arena.ofShared();
    private final @Nullable MemorySegment cache;

    private CachingTeacher(Teacher teacher, DistillationOptions options, int pictures, @Nullable Path file)
            throws IOException {
        this.teacher = teacher;
        this.options = options;
        this.pictures = pictures;
        this.dimension = teacher.dimension();
        this.cache = file == null ? null : mapped(file);
    }

    /// @param pictures number of pictures in the training set
    /// @param directory directory of the cache if the options name none
    static CachingTeacher open(Teacher teacher, EmbedderTraining training, int pictures, Path directory)
            throws IOException {
        DistillationOptions options = training.distillation();
        if (options.variants() == 0) {
            return new CachingTeacher(teacher, options, pictures, null);
        }
        // The name depends on all that the vectors depend on.
        String question = String.join(
                "\n",
                teacher.identity(),
                Stream.concat(training.data().labelled().stream(), training.data().unlabelled().stream())
                        .map(Path::toString)
                        .collect(Collectors.joining("\n")),
                Integer.toString(pictures),
                training.augmentation().toString(),
                Integer.toString(options.variants()),
                Long.toString(training.run().seed()));
        UUID name = UUID.nameUUIDFromBytes(question.getBytes(StandardCharsets.UTF_8));
        Path place = options.teacherCache().orElse(directory);
        Files.createDirectories(place);
        return new CachingTeacher(teacher, options, pictures, place.resolve("teacher-%s.answers".formatted(name)));
    }

    private MemorySegment mapped(Path file) throws IOException {
        long bytes = Math.multiplyExact((long) options.variants() * pictures, slotBytes());
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena);
        }
    }

    private long slotBytes() {
        return Float.BYTES + (long) dimension * Short.BYTES;
    }

    /// Returns the raw vectors of augmented pictures, `[n, dimension]`.
    ///
    /// @param epoch the epoch, starting at 0
    /// @param numbers indexes of the pictures in the training set
    /// @param variants the pictures as augmented in that epoch
    float[] vectors(long epoch, int[] numbers, List<AugmentedFace> variants) {
        float[] vectors = new float[numbers.length * dimension];
        List<AugmentedFace> unknown = new ArrayList<>();
        List<Integer> rows = new ArrayList<>();
        for (int row = 0; row < numbers.length; row++) {
            if (!readCached(slot(epoch, numbers[row]), vectors, row)) {
                unknown.add(variants.get(row));
                rows.add(row);
            }
        }
        if (unknown.isEmpty()) {
            return vectors;
        }
        List<Embedding> answers = teacher.targets(unknown);
        for (int i = 0; i < answers.size(); i++) {
            int row = rows.get(i);
            float magnitude = answers.get(i).magnitude();
            short[] direction = toFloat16(answers.get(i).direction().toArray());
            if (cache != null) {
                long offset = slot(epoch, numbers[row]);
                MemorySegment.copy(direction, 0, cache, ValueLayout.JAVA_SHORT, offset + Float.BYTES, dimension);
                // The magnitude is written last, because it marks the slot as valid.
                cache.set(MAGNITUDE_LAYOUT, offset, magnitude);
            }
            write(magnitude, direction, vectors, row);
        }
        return vectors;
    }

    private long slot(long epoch, int picture) {
        return (options.variant(epoch) * pictures + picture) * slotBytes();
    }

    private short[] toFloat16(float[] direction) {
        if (direction.length != dimension) {
            throw new LikenessException(
                    ErrorCode.INTERNAL,
                    "a teacher's vectors must have %d components, got: %d".formatted(dimension, direction.length));
        }
        short[] halves = new short[dimension];
        for (int i = 0; i < dimension; i++) {
            halves[i] = Float.floatToFloat16(direction[i]);
        }
        return halves;
    }

    private boolean readCached(long offset, float[] vectors, int row) {
        if (cache == null) {
            return false;
        }
        float magnitude = cache.get(MAGNITUDE_LAYOUT, offset);
        if (magnitude == 0) {
            return false;
        }
        short[] direction = new short[dimension];
        MemorySegment.copy(cache, ValueLayout.JAVA_SHORT, offset + Float.BYTES, direction, 0, dimension);
        write(magnitude, direction, vectors, row);
        return true;
    }

    private void write(float magnitude, short[] direction, float[] vectors, int row) {
        for (int i = 0; i < dimension; i++) {
            vectors[row * dimension + i] = magnitude * Float.float16ToFloat(direction[i]);
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
