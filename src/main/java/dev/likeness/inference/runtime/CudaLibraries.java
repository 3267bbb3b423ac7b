package dev.likeness.inference.runtime;

import ai.onnxruntime.OrtException;
import java.io.File;
import java.io.IOException;
import java.util.List;
import org.bytedeco.javacpp.Loader;

/// Loads the libraries of CUDA and cuDNN from the class path, for users who installed only the driver.
///
/// The CUDA execution provider requests its libraries by name from the dynamic linker. The linker uses a
/// library that the process has already loaded, wherever it came from. Each library is therefore unpacked
/// (once, 1.9 GB, into JavaCPP's cache) and loaded before the provider. If the jar is not on the class path,
/// nothing is loaded and the linker searches the system.
final class CudaLibraries {
    /// The libraries of the provider and of cuDNN, dependencies first. cuDNN also loads its parts by name on
    /// first use.
    private static final List<String> DEPENDENCIES_FIRST = List.of(
            "libcudart.so.12",
            "libnvrtc-builtins.so.12.6",
            "libnvrtc.so.12",
            "libcublasLt.so.12",
            "libcublas.so.12",
            "libnvJitLink.so.12",
            "libcufft.so.11",
            "libcurand.so.10",
            "libcudnn_graph.so.9",
            "libcudnn_engines_runtime_compiled.so.9",
            "libcudnn_ops.so.9",
            "libcudnn_heuristic.so.9",
            "libcudnn_engines_precompiled.so.9",
            "libcudnn_cnn.so.9",
            "libcudnn_adv.so.9",
            "libcudnn.so.9");

    private CudaLibraries() {}

    /// Loads the libraries that are on the class path.
    ///
    /// @throws OrtException if a library cannot be unpacked or loaded
    // Loading native code is the purpose of this class. The launcher permits it with --enable-native-access.
    @SuppressWarnings("restricted")
    static void load() throws OrtException {
        for (String library : DEPENDENCIES_FIRST) {
            String resource = "/org/bytedeco/cuda/%s/%s".formatted(Loader.getPlatform(), library);
            try {
                File unpacked = Loader.cacheResource(resource);
                if (unpacked != null) {
                    System.load(unpacked.getAbsolutePath());
                }
            } catch (IOException | UnsatisfiedLinkError e) {
                throw new OrtException("cannot load " + library + ": " + e.getMessage());
            }
        }
    }
}
