package dev.likeness.inference.runtime;

import ai.onnxruntime.OrtException;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.ErrorFacts;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Remedy;
import java.util.function.Consumer;

/// The device that models run on: the CPU, or one CUDA device that has been tested.
///
/// @param device never [Device.Auto]
/// @param name display name: `CPU`, or `CUDA:0` followed by the GPU's name if the driver provides it
public record ComputeDevice(Device device, String name) {
    private static final ComputeDevice CPU = new ComputeDevice(new Device.Cpu(), "CPU");
    private static final int FIRST_ORDINAL = 0;

    /// Selects a device. `auto` falls back to the CPU: with a warning if the build contains CUDA but cannot
    /// use it, and silently if the build does not contain CUDA.
    ///
    /// @throws LikenessException `DEVICE_UNAVAILABLE` if CUDA is requested explicitly and cannot be used
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
            warnings.accept("computing on the CPU because CUDA cannot be used: " + reason(e));
            return CPU;
        }
    }

    private static ComputeDevice withDeviceName(Device.Cuda cuda, CudaProbe probe) throws OrtException {
        String name = "CUDA:%d %s".formatted(cuda.ordinal(), probe.tryDevice(cuda.ordinal()));
        return new ComputeDevice(cuda, name.strip());
    }

    /// ONNX Runtime's message on one line.
    private static String reason(OrtException cause) {
        return String.valueOf(cause.getMessage()).strip().replaceAll("\\s+", " ");
    }
}
