package dev.likeness.inference.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Tests the CUDA execution provider of ONNX Runtime by running a model on it.
public final class OnnxRuntimeCuda implements CudaProbe {
    /// The ONNX graph `y = Conv(x, w)`, where x and y are `float[1,1,4,4]` and w is a `float[1,1,1,1]` of
    /// value 2, opset 13. It is the smallest graph that makes the provider load cuDNN.
    private static final byte[] CONVOLUTION = HexFormat.of()
            .parseHex("08083a670a0f0a01780a01771201792204436f6e76120570726f62652a13080108010801080110014201774a04000000"
                    + "405a1b0a017812160a14080112100a0208010a0208010a0208040a020804621b0a017912160a14080112100a0208010a"
                    + "0208010a0208040a0208044202100d");

    private static final Path DRIVER_DEVICES = Path.of("/proc/driver/nvidia/gpus");
    private static final String MODEL_LINE = "Model:";

    @Override
    public boolean isInBuild() {
        return OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
    }

    @Override
    public String tryDevice(int ordinal) throws OrtException {
        CudaLibraries.load();
        OrtEnvironment environment = ModelSession.environment();
        InferenceOptions options = InferenceOptions.defaults();
        try (OrtSession.SessionOptions session = ModelSession.options(options, new Device.Cuda(ordinal), false);
                OrtSession convolution = environment.createSession(CONVOLUTION, session);
                OnnxTensor x = OnnxTensor.createTensor(environment, new float[1][1][4][4]);
                OrtSession.Result _ = convolution.run(Map.of("x", x))) {
            return deviceName(DRIVER_DEVICES);
        }
    }

    /// The name of the GPU if the machine has exactly one, else empty. With several GPUs, CUDA's order
    /// differs from the driver's, and a wrong name would be worse than no name.
    private static String deviceName(Path devices) {
        try (Stream<Path> directories = Files.list(devices)) {
            List<Path> each = directories.toList();
            return each.size() == 1 ? model(each.getFirst().resolve("information")) : "";
        } catch (IOException _) {
            return "";
        }
    }

    private static String model(Path information) throws IOException {
        try (Stream<String> lines = Files.lines(information)) {
            return lines.filter(line -> line.startsWith(MODEL_LINE))
                    .map(line -> line.substring(MODEL_LINE.length()).strip())
                    .findFirst()
                    .orElse("");
        }
    }
}
