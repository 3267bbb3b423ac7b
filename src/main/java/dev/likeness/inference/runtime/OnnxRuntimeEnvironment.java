package dev.likeness.inference.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// ONNX Runtime's one environment in this process, made with telemetry off.
///
/// From 1.29 on the official Linux builds report each session to their maker over the network unless the
/// environment variable `ORT_DISABLE_TELEMETRY` stands when the environment is made. Faces stay on this machine, and so
/// does all that is known of them: the variable is set here, in the process itself, so that it holds however Likeness
/// was started. It also keeps the process alive: the report matches the command line against a regular expression that
/// recurses over every character, and some 4,000 of them overflow a thread's stack of 1 MB.
final class OnnxRuntimeEnvironment {
    private static final String DISABLE_TELEMETRY = "ORT_DISABLE_TELEMETRY";

    /// Its log is silent, for whatever goes wrong comes as an exception.
    static final OrtEnvironment SHARED = create();

    private OnnxRuntimeEnvironment() {}

    private static OrtEnvironment create() {
        setEnvironmentVariable(DISABLE_TELEMETRY, "1");
        OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "likeness");
        try {
            // Windows has no such variable, but this switch, and reports nothing before it.
            environment.setTelemetry(false);
        } catch (OrtException e) {
            throw new LikenessException(ErrorCode.INTERNAL, "ONNX Runtime must let its telemetry be switched off", e);
        }
        return environment;
    }

    /// `setenv(name, value, 1)` of the C library, where there is one: Java itself cannot change what native code reads.
    // A native call is restricted; the launcher grants it with --enable-native-access.
    @SuppressWarnings("restricted")
    private static void setEnvironmentVariable(String name, String value) {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> function = linker.defaultLookup().find("setenv");
        if (function.isEmpty()) {
            return;
        }
        MethodHandle setenv = linker.downcallHandle(
                function.get(),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            int failed = (int) setenv.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 1);
            if (failed != 0) {
                throw new LikenessException(ErrorCode.INTERNAL, "setenv must succeed, got: " + failed + " for " + name);
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new LikenessException(ErrorCode.INTERNAL, "setenv cannot be called for " + name, e);
        }
    }
}
