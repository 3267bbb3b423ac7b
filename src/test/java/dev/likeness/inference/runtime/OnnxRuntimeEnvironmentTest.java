package dev.likeness.inference.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.inference.InferenceRuntime;
import dev.likeness.inference.model.ModelCatalog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// ONNX Runtime's telemetry, watched from outside in a process of its own. It leaves two traces: files below the home
/// directory, and a crash if the command line is long.
class OnnxRuntimeEnvironmentTest {
    private static final int LONG = 100_000;

    @TempDir
    Path home;

    @Test
    void environment_longCommandLine_neitherCrashesNorWritesIntoTheHomeDirectory() throws Exception {
        Process child = start("x".repeat(LONG));

        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(child.waitFor()).as(output).isZero();
        assertThat(output).contains("CPU");
        try (Stream<Path> files = Files.list(home)) {
            assertThat(files).isEmpty();
        }
    }

    private Process start(String argument) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        ProcessBuilder child = new ProcessBuilder(List.of(
                java.toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                argument));
        child.environment().put("HOME", home.toString());
        // Each of these would switch telemetry off by itself, and so hide that Likeness does not.
        child.environment()
                .keySet()
                .removeAll(List.of("ORT_DISABLE_TELEMETRY", "ORT_RUNNING_UNIT_TESTS", "CI", "XDG_CACHE_HOME"));
        return child.redirectErrorStream(true).start();
    }

    /// Opens the runtime and says where it computes.
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) {
            try (InferenceRuntime runtime =
                    InferenceRuntime.open(InferenceOptions.defaults(), ModelCatalog.of(List.of()), _ -> {})) {
                System.out.println(runtime.computeDevice());
            }
        }
    }
}
