package dev.likeness.training.run;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.onnx.graph.WeightPrecision;
import dev.likeness.support.AtomicFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;

/// The files of a run: `checkpoint.safetensors` (the complete state, for resuming), `curve.csv` (all steps),
/// `weights.safetensors` (the weights only, for a warm start), and the current model.
///
/// @param path the directory
/// @param parameters the parameters on which the trained weights depend
/// @param precision precision of the finished model; for a small model, the weights file is small too
public record RunDirectory(Path path, Map<String, String> parameters, WeightPrecision precision) {
    private static final String CHECKPOINT = "checkpoint.safetensors";
    private static final String WEIGHTS = "weights.safetensors";
    private static final String CURVE = "curve.csv";
    private static final String LOCK = ".lock";
    private static final String STEPS_DONE = "steps_done";

    /// Work in a locked directory.
    public interface Work<T> {
        T run(RunDirectory directory) throws IOException;
    }

    /// Creates the directory if it does not exist, locks it and runs the work.
    ///
    /// @throws LikenessException `ALREADY_EXISTS` if another process trains in it; `IO_FAILED` if a file
    ///     cannot be written
    public static <T> T locked(Path path, Map<String, String> parameters, WeightPrecision precision, Work<T> work) {
        try {
            Files.createDirectories(path);
            try (FileChannel channel =
                            FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = lock(channel, path)) {
                AtomicFile.deleteUnfinished(path.resolve(WEIGHTS));
                return work.run(new RunDirectory(path, parameters, precision));
            }
        } catch (IOException e) {
            throw new LikenessException(
                    ErrorCode.IO_FAILED,
                    "the run's directory %s must be writable, got: %s".formatted(path, e.getMessage()),
                    e);
        }
    }

    private static FileLock lock(FileChannel channel, Path path) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException _) {
            lock = null;
        }
        if (lock == null) {
            throw new LikenessException(
                    ErrorCode.ALREADY_EXISTS, "only one process may train in a directory, got another in: " + path);
        }
        return lock;
    }

    /// The file of the training curve.
    Path curve() {
        return path.resolve(CURVE);
    }

    /// The file with the weights only.
    public Path weights() {
        return path.resolve(WEIGHTS);
    }

    /// Restores the checkpoint of this run, or else the weights of a warm start.
    ///
    /// @param weights the network's tensors
    /// @param optimizer the optimizer's state
    /// @return the number of completed steps
    /// @throws LikenessException `INVALID_ARGUMENT` if the run had other parameters, or if the file of the
    ///     warm start contains no weights of this network; `NOT_FOUND` or `UNSUPPORTED_FORMAT` if the file is
    ///     missing or damaged
    long resume(
            Map<String, Tensor> weights,
            Map<String, Tensor> optimizer,
            Optional<Path> warmStart,
            Consumer<String> notes) {
        Path file = path.resolve(CHECKPOINT);
        if (!Files.exists(file)) {
            warmStart.ifPresent(warm -> {
                List<String> fresh = Checkpoint.read(warm).restoreMatching(weights);
                if (fresh.size() == weights.size()) {
                    throw new LikenessException(
                            ErrorCode.INVALID_ARGUMENT,
                            "run.warmStart must hold weights of this network, got no matching tensor in: " + warm);
                }
                notes.accept("warm start from %s; initialised at random: %s"
                        .formatted(warm, fresh.isEmpty() ? "nothing" : fresh));
            });
            return 0;
        }
        Checkpoint checkpoint = Checkpoint.read(file);
        requireSameParameters(checkpoint);
        checkpoint.restore(file, combined(weights, optimizer));
        return Long.parseLong(checkpoint.metadata().getOrDefault(STEPS_DONE, "0"));
    }

    private void requireSameParameters(Checkpoint checkpoint) {
        List<String> differences = new ArrayList<>();
        parameters.forEach((key, value) -> {
            String before = checkpoint.metadata().getOrDefault(key, "nothing");
            if (!before.equals(value)) {
                differences.add("%s was %s and is %s".formatted(key, before, value));
            }
        });
        if (!differences.isEmpty()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a run must be resumed with the same parameters, got in %s: %s. Choose another run.directory, or delete this one to start again"
                            .formatted(path, String.join("; ", differences)));
        }
    }

    /// Saves the complete state, for resuming.
    void save(long stepsDone, Map<String, Tensor> weights, Map<String, Tensor> optimizer) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(STEPS_DONE, Long.toString(stepsDone));
        metadata.putAll(parameters);
        Checkpoint.write(path.resolve(CHECKPOINT), metadata, combined(weights, optimizer));
    }

    /// Saves the weights only.
    void saveWeights(Map<String, Tensor> weights) {
        switch (precision) {
            case FLOAT32 -> Checkpoint.write(weights(), parameters, weights);
            case FLOAT16, INT8 -> Checkpoint.writeFloat16(weights(), parameters, weights);
        }
    }

    private static Map<String, Tensor> combined(Map<String, Tensor> weights, Map<String, Tensor> optimizer) {
        Map<String, Tensor> all = new LinkedHashMap<>(weights);
        all.putAll(optimizer);
        return all;
    }
}
