package dev.likeness;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// The shared faces and models that tests run on. They are not part of the project: a test that needs them and does not
/// find them is skipped with a sentence.
public final class TestData {
    private static final Path ROOT = Path.of(System.getenv().getOrDefault("LIKENESS_TEST_DATA", "../shared/data"));

    private TestData() {}

    /// A file or directory below the shared data's root.
    public static Path require(String relative) {
        Path path = ROOT.resolve(relative);
        if (!Files.exists(path)) {
            Assumptions.abort("skipped: " + path + " not found; set LIKENESS_TEST_DATA to the shared test data");
        }
        return path;
    }
}
