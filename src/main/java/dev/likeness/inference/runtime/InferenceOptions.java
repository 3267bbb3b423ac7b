package dev.likeness.inference.runtime;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;

/// Options for running models.
///
/// @param device requested device
/// @param threadsPerCall CPU threads of one call, 1 to 256. With 1, a call runs on the calling thread, which
///     is best for callers with one thread per core
/// @param batchSize crops per run of an embedder, 1 to 1024; 0 for the device's default, which is 16 on the
///     CPU and 64 on a GPU
/// @param gpuMemoryLimitBytes maximum GPU memory of one model in bytes, at least 64 MiB
public record InferenceOptions(Device device, int threadsPerCall, int batchSize, long gpuMemoryLimitBytes) {
    private static final int CPU_BATCH = 16;
    private static final int CUDA_BATCH = 64;
    private static final int MAX_THREADS = 256;
    private static final int MAX_BATCH_SIZE = 1024;
    private static final long MIN_GPU_MEMORY_BYTES = 64L << 20;

    /// Checks the ranges.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if a value is out of its range
    public InferenceOptions {
        require(
                threadsPerCall >= 1 && threadsPerCall <= MAX_THREADS,
                "threadsPerCall must be between 1 and " + MAX_THREADS,
                threadsPerCall);
        require(
                batchSize >= 0 && batchSize <= MAX_BATCH_SIZE,
                "batchSize must be between 1 and " + MAX_BATCH_SIZE + ", or 0 for the device's default",
                batchSize);
        require(
                gpuMemoryLimitBytes >= MIN_GPU_MEMORY_BYTES,
                "gpuMemoryLimitBytes must be at least " + MIN_GPU_MEMORY_BYTES,
                gpuMemoryLimitBytes);
    }

    /// The default options: device `auto`, one thread per call, the device's default batch size, 4 GiB of GPU
    /// memory per model.
    public static InferenceOptions defaults() {
        return new InferenceOptions(new Device.Auto(), 1, 0, 4L << 30);
    }

    /// The batch size for a device: the configured one, else the device's default.
    public int batchSizeOn(Device used) {
        if (batchSize > 0) {
            return batchSize;
        }
        return used instanceof Device.Cuda ? CUDA_BATCH : CPU_BATCH;
    }

    private static void require(boolean holds, String rule, long value) {
        if (!holds) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, rule + ", got: " + value);
        }
    }
}
