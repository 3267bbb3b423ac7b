package dev.likeness.training.run;

import dev.likeness.inference.runtime.Device;
import dev.likeness.onnx.graph.WeightPrecision;
import dev.likeness.support.Preconditions;
import dev.likeness.training.torch.Arithmetic;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/// The options of one training run.
///
/// @param directory directory of all output; an interrupted run in it is resumed
/// @param id the id of the finished model: lower-case letters, digits, `-`, `_` and `.`
/// @param seed random seed of the run
/// @param device the device to compute on
/// @param threads threads of one computation on the CPU, 1 to 256, or 0 for one per core
/// @param workers threads that read and augment pictures, 1 to 256
/// @param arithmetic arithmetic of the convolutions in training
/// @param checkpointSteps number of steps between checkpoints, at least 1; a checkpoint is also saved after
///     each epoch
/// @param warmStart a checkpoint with initial weights, used where name and shape agree
/// @param precision precision of the finished model's weights
/// @param licence licence of the finished model
public record RunOptions(
        Path directory,
        String id,
        long seed,
        Device device,
        int threads,
        int workers,
        Arithmetic arithmetic,
        int checkpointSteps,
        Optional<Path> warmStart,
        WeightPrecision precision,
        String licence) {
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final int MAX_THREADS = 256;

    /// @throws dev.likeness.face.LikenessException `INVALID_ARGUMENT` if a value is out of its range
    public RunOptions {
        Preconditions.require(
                ID.matcher(id).matches(),
                "id must be 1 to 64 lower-case letters, digits, '-', '_' and '.', a letter or digit first",
                id);
        Preconditions.require(
                threads >= 0 && threads <= MAX_THREADS, "threads must be between 0 and " + MAX_THREADS, threads);
        Preconditions.require(
                workers >= 1 && workers <= MAX_THREADS, "workers must be between 1 and " + MAX_THREADS, workers);
        Preconditions.require(checkpointSteps >= 1, "checkpointSteps must be at least 1", checkpointSteps);
        Preconditions.require(!licence.isBlank(), "licence must not be blank", "\"\"");
    }

    /// The directory `training/embedder`, seed 1, the best device, and a checkpoint every 500 steps.
    public static RunOptions defaults() {
        return new RunOptions(
                Path.of("training", "embedder"),
                "my-embedder",
                1,
                new Device.Auto(),
                0,
                1,
                Arithmetic.FLOAT32,
                500,
                Optional.empty(),
                WeightPrecision.FLOAT32,
                "that of the pictures it was trained on");
    }

    public int threadsOnThisMachine() {
        return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }
}
