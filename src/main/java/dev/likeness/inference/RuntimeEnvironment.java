package dev.likeness.inference;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// The process's one ONNX Runtime environment. Silent, for whatever goes wrong comes as an exception; and without
/// telemetry.
final class RuntimeEnvironment {
    /// ONNX Runtime 1.29 matches the process's command line with a recursive regular expression when its
    /// environment is made. That takes some 200 bytes of stack a character, so that five kilobytes of arguments
    /// (a long class path, or a shell's `*.jpg`) run over the megabyte of a Java thread and end the process
    /// without a word. This is enough for the longest command line that Linux allows, 2 MB; the memory is
    /// reserved, not used.
    private static final long STACK_BYTES = 512L << 20;

    static final OrtEnvironment SHARED = create();

    private RuntimeEnvironment() {}

    /// A class, because the body of a lambda here would wait for the initialisation that waits for it.
    private static final class Creation implements Callable<OrtEnvironment> {
        @Override
        public OrtEnvironment call() throws OrtException {
            OrtEnvironment environment =
                    OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "likeness");
            environment.setTelemetry(false);
            return environment;
        }
    }

    private static OrtEnvironment create() {
        FutureTask<OrtEnvironment> creation = new FutureTask<>(new Creation());
        new Thread(null, creation, "onnxruntime-environment", STACK_BYTES).start();
        try {
            return creation.get();
        } catch (ExecutionException e) {
            throw new LikenessException(
                    ErrorCode.INTERNAL,
                    e.getCause() instanceof OrtException
                            ? "ONNX Runtime must let its telemetry be switched off"
                            : "ONNX Runtime cannot be loaded: " + e.getCause(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LikenessException(ErrorCode.CANCELLED, "loading ONNX Runtime was interrupted", e);
        }
    }
}
