package dev.likeness.inference.runtime;

import ai.onnxruntime.OrtException;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.ErrorFacts;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Remedy;
import java.util.function.Consumer;

/// What is really computed on: the CPU or one CUDA device that has been tried.
///
/// @param device never [Device.Auto]
/// @param name for people: `CPU`, or `CUDA:0` and the GPU's name where the driver tells it
public record ComputeDevice(Device device, String name) {
    private static final ComputeDevice CPU = new ComputeDevice(new Device.Cpu(), "CPU");
    private static final int FIRST_ORDINAL = 0;

    /// Chooses. `auto` falls back to the CPU, with one warning if CUDA is in the build and cannot be used, and in
    /// silence if it was never there.
    ///
    /// @throws LikenessException `DEVICE_UNAVAILABLE` if CUDA is asked for by name and cannot be used
    public static ComputeDevice select(Device wanted, CudaProbe probe, Consumer<String> warnings) {
        return switch (wanted) {
            case Device.Cpu _ -> CPU;
            case Device.Cuda cuda -> requireCuda(cuda, probe);
            case Device.Auto _ -> probe.isInBuild() ? preferCuda(probe, warnings) : CPU;
        };
    }

    boolean isCuda() {
        return device instanceof Device.Cuda;
    }

    private static ComputeDevice requireCuda(Device.Cuda cuda, CudaProbe probe) {
        if (!probe.isInBuild()) {
            throw new LikenessException(
                    ErrorCode.DEVICE_UNAVAILABLE,
                    "device %s needs a build with CUDA, got one for the CPU alone".formatted(cuda),
                    ErrorFacts.ofRemedies(new Remedy.InstallCudaBuild(), new Remedy.UseCpu()));
        }
        try {
            return withDeviceName(cuda, probe);
        } catch (OrtException e) {
            throw new LikenessException(
                    ErrorCode.DEVICE_UNAVAILABLE,
                    "device %s must be usable, got: %s. It takes an NVIDIA driver for CUDA 12 and a device of that number (nvidia-smi lists them)"
                            .formatted(cuda, reason(e)),
                    e,
                    ErrorFacts.ofRemedies(new Remedy.UseCpu()));
        }
    }

    private static ComputeDevice preferCuda(CudaProbe probe, Consumer<String> warnings) {
        try {
            return withDeviceName(new Device.Cuda(FIRST_ORDINAL), probe);
        } catch (OrtException e) {
            warnings.accept("computing on the CPU, for CUDA cannot be used: " + reason(e));
            return CPU;
        }
    }

    private static ComputeDevice withDeviceName(Device.Cuda cuda, CudaProbe probe) throws OrtException {
        String name = "CUDA:%d %s".formatted(cuda.ordinal(), probe.tryDevice(cuda.ordinal()));
        return new ComputeDevice(cuda, name.strip());
    }

    /// The runtime's message on one line.
    private static String reason(OrtException cause) {
        return String.valueOf(cause.getMessage()).strip().replaceAll("\\s+", " ");
    }
}
