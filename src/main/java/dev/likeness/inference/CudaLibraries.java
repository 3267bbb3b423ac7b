package dev.likeness.inference;

import java.util.List;
import org.bytedeco.javacpp.Loader;

/// CUDA and cuDNN as the Maven profile `gpu` brings them: as jars, from which they are unpacked once. Loaded before
/// ONNX Runtime asks for them by name, they are found though the system has none installed.
final class CudaLibraries {
    /// In the order in which they need one another.
    private static final List<String> PRESETS = List.of("cudart", "cublas", "cufft", "curand", "cudnn");

    private CudaLibraries() {}

    /// Loads what is on the class path; without the jars, the system's own libraries are left to be found.
    static void load() {
        for (String preset : PRESETS) {
            try {
                Loader.load(Class.forName("org.bytedeco.cuda.global." + preset));
            } catch (ClassNotFoundException _) {
                return;
            }
        }
    }
}
