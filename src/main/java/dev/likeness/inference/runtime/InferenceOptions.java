package dev.likeness.inference.runtime;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;

/// How models are run.
///
/// @param device where
/// @param threadsPerCall threads that compute one call on the CPU, 1 to 256. With 1 everything happens on the calling
///     thread, which is right for a caller that has a thread a core
/// @param batchSize crops an embedder takes at once, 1 to 1024, or 0 for what suits the device: 16 on the CPU,
///     64 on a GPU
/// @param gpuMemoryLimitBytes upper limit of the memory one model may take on a GPU, at least 64 MiB
public record InferenceOptions(Device device, int threadsPerCall, int batchSize, long gpuMemoryLimitBytes) {
    private static final int CPU_BATCH = 16;
    private static final int CUDA_BATCH = 64;
    private static final int MAX_THREADS = 256;
    private static final int MAX_BATCH_SIZE = 1024;
    private static final long MIN_GPU_MEMORY_BYTES = 64L << 20;

    /// @throws LikenessException `INVALID_ARGUMENT` if a value is out of its range
    public InferenceOptions {
        require(
                threadsPerCall >= 1 && threadsPerCall <= MAX_THREADS,
                "threadsPerCall must be between 1 and " + MAX_THREADS,
                threadsPerCall);
        require(
                batchSize >= 0 && batchSize <= MAX_BATCH_SIZE,
                "batchSize must be between 1 and " + MAX_BATCH_SIZE + ", or 0 for the device's own",
                batchSize);
        require(
                gpuMemoryLimitBytes >= MIN_GPU_MEMORY_BYTES,
                "gpuMemoryLimitBytes must be at least " + MIN_GPU_MEMORY_BYTES,
                gpuMemoryLimitBytes);
    }

    /// Device `auto`, one thread a call, the device's own batch size, 4 GiB of GPU memory a model.
    public static InferenceOptions defaults() {
        return new InferenceOptions(new Device.Auto(), 1, 0, 4L << 30);
    }

    /// The batch size that holds on this device.
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
