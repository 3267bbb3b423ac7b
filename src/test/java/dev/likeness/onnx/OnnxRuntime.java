package dev.likeness.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Map;

/// Runs a model's first output for its first input in ONNX Runtime, the judge of every file written here.
public final class OnnxRuntime {
    private OnnxRuntime() {}

    public static float[][] run(byte[] model, float[] input, long... shape) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            try (OrtSession session = environment.createSession(model, options);
                    OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(input), shape);
                    OrtSession.Result result = session.run(
                            Map.of(session.getInputNames().iterator().next(), tensor))) {
                return (float[][]) result.get(0).getValue();
            }
        }
    }

    public static float[][] embed(byte[] model, float[] faces, int count) throws OrtException {
        return run(model, faces, count, 3, 112, 112);
    }

    static double cosine(float[] a, float[] b) {
        double dot = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
            aa += (double) a[i] * a[i];
            bb += (double) b[i] * b[i];
        }
        return dot / Math.sqrt(aa * bb);
    }
}
