package dev.likeness.index.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.index.IndexOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Galleries of every format that was ever written are read, checked, changed and repaired.
class FormatFixtureTest {
    @TempDir
    private Path path;

    @ParameterizedTest(name = "format {0}")
    @ValueSource(ints = {2, 3})
    void gallery_ofAFormerFormat_isReadAndWritten(int format) throws IOException {
        List<String> content = FormatFixture.unpack(format, path);

        try (GalleryDirectory directory =
                GalleryDirectory.of(IndexOptions.defaults().in(path))) {
            assertThat(FormatFixture.content(directory.open("sample"))).isEqualTo(content);
            assertThat(directory.check("sample").findings()).isEmpty();
            SampleGallery.touch(directory, "sample");
            try (var writer = directory.open("sample").writer(SampleGallery.EMBEDDER)) {
                writer.optimize();
            }
            assertThat(FormatFixture.content(directory.open("sample")))
                    .hasSameSizeAs(content)
                    .contains("person 4 Dora");
        }
    }
}
