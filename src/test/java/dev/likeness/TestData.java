package dev.likeness;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;

/// Finds the shared test data, which is not part of the project.
public final class TestData {
    private TestData() {}

    /// The path of `relative` below the shared test data; skips the test with a sentence if it is not there.
    public static Path require(String relative) {
        Path root = Path.of(Objects.requireNonNullElse(System.getenv("LIKENESS_TEST_DATA"), "../shared/data"));
        Path path = root.resolve(relative);
        if (!Files.exists(path)) {
            Assumptions.abort("skipped: " + path + " not found; set LIKENESS_TEST_DATA to the shared test data");
        }
        return path;
    }
}
