package dev.likeness.training.torch;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.image.RgbImage;
import dev.likeness.inference.runtime.Device;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.openblas.global.openblas_full;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/// The door to PyTorch: whether it is there, where it computes, and how numbers get in and out.
///
/// Its natives are 90 MB, so only a build with the Maven profile `training` holds them. Native memory
/// lives in the [PointerScope] of one step; what outlives a step is made outside of any scope.
public final class PyTorch {
    /// How to get a build that can train.
    public static final String HOW_TO_BUILD = "mvn -Ptraining -DskipTests package";

    private static final int CHANNELS = 3;
    private static final double LEVELS = 255;

    private PyTorch() {}

    /// Whether this build holds PyTorch's natives for this platform.
    public static boolean isPresent() {
        String library =
                "/org/bytedeco/pytorch/%s/%s".formatted(Loader.getPlatform(), System.mapLibraryName("jnitorch"));
        return Tensor.class.getResource(library) != null
                || Tensor.class.getResource(library.replace(Loader.getPlatform(), Loader.getPlatform() + "-gpu"))
                        != null;
    }

    /// Refuses, with the command that brings them, where the natives are missing.
    ///
    /// @throws LikenessException `LIBRARY_MISSING` if this build leaves PyTorch out
    public static void require() {
        if (!isPresent()) {
            throw new LikenessException(
                    ErrorCode.LIBRARY_MISSING,
                    "training needs PyTorch's natives, which this build leaves out; build one that has them: "
                            + HOW_TO_BUILD);
        }
    }

    /// The device PyTorch computes on.
    ///
    /// @throws LikenessException `LIBRARY_MISSING` if PyTorch is not there; `DEVICE_UNAVAILABLE` if CUDA
    ///     is asked for by name and cannot be used
    public static org.bytedeco.pytorch.Device device(Device wanted) {
        require();
        return switch (wanted) {
            case Device.Cpu _ -> new org.bytedeco.pytorch.Device("cpu");
            case Device.Auto _ -> new org.bytedeco.pytorch.Device(torch.cuda_is_available() ? "cuda:0" : "cpu");
            case Device.Cuda cuda -> {
                if (!torch.cuda_is_available()) {
                    throw new LikenessException(
                            ErrorCode.DEVICE_UNAVAILABLE,
                            "training on a GPU needs a CUDA build of PyTorch and an NVIDIA driver, got neither for: "
                                    + cuda);
                }
                yield new org.bytedeco.pytorch.Device(cuda.toString());
            }
        };
    }

    /// Lets one operation use this many threads. OpenBLAS, which multiplies PyTorch's matrices, has threads
    /// of its own, which wait by spinning: on a machine that is busy they cost more than they bring.
    public static void useThreads(int threads) {
        require();
        torch.set_num_threads(threads);
        openblas_full.openblas_set_num_threads(threads);
    }

    /// Writes a picture's pixels, B G R, from `offset` on.
    public static void writeBgr(RgbImage picture, byte[] bgr, int offset) {
        byte[] rgb = picture.rgb();
        for (int i = 0; i < rgb.length; i += CHANNELS) {
            bgr[offset + i] = rgb[i + 2];
            bgr[offset + i + 1] = rgb[i + 1];
            bgr[offset + i + 2] = rgb[i];
        }
    }

    /// Pictures of one size as the tensor that networks take: `[n, 3, height, width]`, 0 to 1,
    /// channels-last.
    ///
    /// @param bgr `[n, height, width, 3]`
    public static Tensor pictures(byte[] bgr, long n, long height, long width, org.bytedeco.pytorch.Device device) {
        return Tensor.create(bgr, false, n, height, width, CHANNELS)
                .to(device, torch.ScalarType.Float)
                .permute(0, 3, 1, 2)
                .div(scalar(LEVELS));
    }

    public static Scalar scalar(double value) {
        return new Scalar(value);
    }

    static TensorOptional optional(Tensor tensor) {
        return new TensorOptional(tensor);
    }

    /// A copy of the values, row-major, whatever the tensor's own layout and device are.
    public static float[] floats(Tensor tensor) {
        try (PointerScope _ = new PointerScope()) {
            Tensor plain = tensor.detach().cpu().to(torch.ScalarType.Float).contiguous();
            float[] values = new float[Math.toIntExact(plain.numel())];
            plain.data_ptr_float().get(values);
            return values;
        }
    }

    /// As [#floats], in double precision.
    public static double[] doubles(Tensor tensor) {
        try (PointerScope _ = new PointerScope()) {
            Tensor plain = tensor.detach().cpu().to(torch.ScalarType.Double).contiguous();
            double[] values = new double[Math.toIntExact(plain.numel())];
            plain.data_ptr_double().get(values);
            return values;
        }
    }
}
