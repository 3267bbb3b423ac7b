package dev.likeness.inference.runtime;

import ai.onnxruntime.OrtException;

/// Tests whether CUDA can be used. It is an interface so that selection and fallback can be tested without a
/// GPU.
interface CudaProbe {
    /// Whether this build of ONNX Runtime contains the CUDA execution provider.
    boolean isInBuild();

    /// Runs a convolution on the device. Opening a session is not enough to prove that all libraries exist.
    ///
    /// @return the name of the device according to the driver; empty if it is unknown
    /// @throws OrtException if the driver, the device or a library is missing
    String tryDevice(int ordinal) throws OrtException;
}
