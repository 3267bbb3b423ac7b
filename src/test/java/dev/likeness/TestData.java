package dev.likeness;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// The shared test data: real models and real faces, which are not part of this repository.
public final class TestData {
    private static final Path ROOT = Path.of(System.getenv().getOrDefault("LIKENESS_TEST_DATA", "../shared/data"));

    private TestData() {}

    /// A file or folder of the test data; without it, the test that asks is skipped with a sentence.
    public static Path require(String relative) {
        Path path = ROOT.resolve(relative);
        if (!Files.exists(path)) {
            Assumptions.abort("skipped: " + path + " not found; set LIKENESS_TEST_DATA to the shared test data");
        }
        return path;
    }
}
