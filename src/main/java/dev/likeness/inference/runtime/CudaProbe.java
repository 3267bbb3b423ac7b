package dev.likeness.inference.runtime;

import ai.onnxruntime.OrtException;

/// Finds out whether CUDA can be used. An interface so that selection and fallback are tested on machines without a
/// GPU.
interface CudaProbe {
    /// Whether this build of ONNX Runtime holds the CUDA execution provider at all.
    boolean isInBuild();

    /// Runs a convolution on the device, for a session alone does not prove that every library is there.
    ///
    /// @return the device's name, as the driver gives it, or an empty string
    /// @throws OrtException if anything is missing: driver, device or a library
    String tryDevice(int ordinal) throws OrtException;
}
