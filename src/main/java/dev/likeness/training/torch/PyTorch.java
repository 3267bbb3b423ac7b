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

/// Access to PyTorch: its presence, its devices, and the transfer of values.
///
/// The native libraries take 90 MB, so only a build with the Maven profile `training` contains them. Native
/// memory belongs to the [PointerScope] of one step; tensors that outlive a step are created outside of any
/// scope.
public final class PyTorch {
    /// The command that builds Likeness with training.
    public static final String HOW_TO_BUILD = "mvn -Ptraining -DskipTests package";

    private static final int CHANNELS = 3;
    private static final double LEVELS = 255;

    private PyTorch() {}

    /// Whether this build contains PyTorch's native libraries for this platform.
    public static boolean isPresent() {
        String library =
                "/org/bytedeco/pytorch/%s/%s".formatted(Loader.getPlatform(), System.mapLibraryName("jnitorch"));
        return Tensor.class.getResource(library) != null
                || Tensor.class.getResource(library.replace(Loader.getPlatform(), Loader.getPlatform() + "-gpu"))
                        != null;
    }

    /// Requires PyTorch's native libraries.
    ///
    /// @throws LikenessException `LIBRARY_MISSING`, with the command that builds them in, if they are missing
    public static void require() {
        if (!isPresent()) {
            throw new LikenessException(
                    ErrorCode.LIBRARY_MISSING,
                    "training needs PyTorch's native libraries, which this build does not contain; build with them: "
                            + HOW_TO_BUILD);
        }
    }

    /// Returns the PyTorch device for a device option.
    ///
    /// @throws LikenessException `LIBRARY_MISSING` without PyTorch; `DEVICE_UNAVAILABLE` if CUDA was
    ///     requested and cannot be used
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

    /// Sets the number of threads of one operation. OpenBLAS, which multiplies PyTorch's matrices, has its
    /// own threads, which wait by spinning. On a busy machine they cost more time than they save, so they are
    /// limited too.
    public static void useThreads(int threads) {
        require();
        torch.set_num_threads(threads);
        openblas_full.openblas_set_num_threads(threads);
    }

    /// Writes a picture's pixels in the order B, G, R, starting at `offset`.
    public static void writeBgr(RgbImage picture, byte[] bgr, int offset) {
        byte[] rgb = picture.rgb();
        for (int i = 0; i < rgb.length; i += CHANNELS) {
            bgr[offset + i] = rgb[i + 2];
            bgr[offset + i + 1] = rgb[i + 1];
            bgr[offset + i + 2] = rgb[i];
        }
    }

    /// Converts pictures of one size to the input of a network: `[n, 3, height, width]`, 0 to 1,
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

    /// Copies the values of a tensor in row-major order, from any layout and device.
    public static float[] floats(Tensor tensor) {
        try (PointerScope _ = new PointerScope()) {
            Tensor plain = tensor.detach().cpu().to(torch.ScalarType.Float).contiguous();
            float[] values = new float[Math.toIntExact(plain.numel())];
            plain.data_ptr_float().get(values);
            return values;
        }
    }

    /// Like [#floats], in double precision.
    public static double[] doubles(Tensor tensor) {
        try (PointerScope _ = new PointerScope()) {
            Tensor plain = tensor.detach().cpu().to(torch.ScalarType.Double).contiguous();
            double[] values = new double[Math.toIntExact(plain.numel())];
            plain.data_ptr_double().get(values);
            return values;
        }
    }
}
