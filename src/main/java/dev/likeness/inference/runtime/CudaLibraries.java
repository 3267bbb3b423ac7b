package dev.likeness.inference.runtime;

import ai.onnxruntime.OrtException;
import java.io.File;
import java.io.IOException;
import java.util.List;
import org.bytedeco.javacpp.Loader;

/// CUDA's and cuDNN's libraries from the class path, for users who have installed no more than the driver.
///
/// The CUDA execution provider asks the dynamic linker for its libraries by name. The linker takes one that the process
/// has loaded already, wherever it came from, so each is unpacked (once, 1.9 GB, into JavaCPP's cache) and loaded
/// before
/// the provider is. Without the jar nothing happens, and the linker searches the system.
final class CudaLibraries {
    /// What the provider and cuDNN need, dependencies first. cuDNN loads its parts by name too, when first needed.
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

    /// Loads those that are on the class path.
    ///
    /// @throws OrtException if one is there and cannot be unpacked or loaded
    // Loading native code is what this class is for, and the launcher grants it with --enable-native-access.
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
