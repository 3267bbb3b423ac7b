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
import org.jspecify.annotations.Nullable;

/// The ONNX Runtime environment of this process, created with telemetry turned off.
///
/// Since version 1.29, the official Linux builds report each session to their maker over the network, unless
/// the environment variable `ORT_DISABLE_TELEMETRY` is set when the environment is created. Faces and all
/// data about them must stay on this machine. The variable is therefore set in the process itself, so that it
/// applies however Likeness was started. This also prevents a crash: the report matches the command line
/// against a regular expression that recurses over every character, and about 4,000 characters overflow a
/// thread's stack of 1 MB.
final class OnnxRuntimeEnvironment {
    private static final String DISABLE_TELEMETRY = "ORT_DISABLE_TELEMETRY";

    private static @Nullable OrtEnvironment shared;

    private OnnxRuntimeEnvironment() {}

    /// The environment, which the first call creates. Its log is off, because every failure is reported as an
    /// exception.
    ///
    /// @throws LikenessException `IO_FAILED` if its libraries cannot be unpacked or loaded
    static synchronized OrtEnvironment shared() {
        OrtEnvironment environment = shared;
        if (environment == null) {
            environment = create();
            shared = environment;
        }
        return environment;
    }

    private static OrtEnvironment create() {
        setEnvironmentVariable(DISABLE_TELEMETRY, "1");
        OrtEnvironment environment;
        try {
            environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "likeness");
        } catch (LinkageError e) {
            throw new LikenessException(
                    ErrorCode.IO_FAILED,
                    "ONNX Runtime cannot be loaded; it may need a folder for temporary files that can be written and"
                            + " executed from (java.io.tmpdir), got: " + System.getProperty("java.io.tmpdir"),
                    e);
        }
        try {
            // Windows ignores the variable but has this switch, and reports nothing before it is set.
            environment.setTelemetry(false);
        } catch (OrtException e) {
            throw new LikenessException(ErrorCode.INTERNAL, "ONNX Runtime's telemetry cannot be turned off", e);
        }
        return environment;
    }

    /// Calls `setenv(name, value, 1)` of the C library, if it has that function. Java itself cannot change
    /// the environment that native code reads.
    // Native calls are restricted. The launcher permits them with --enable-native-access.
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
