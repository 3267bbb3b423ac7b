package dev.likeness.index.lucene;

import static dev.likeness.index.lucene.GalleryFixtures.PLANE;

import dev.likeness.index.Gallery;
import dev.likeness.index.IndexOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class LuceneGalleryTest extends GalleryContractTest {
    @TempDir
    private Path path;

    private GalleryDirectory directory;

    @BeforeEach
    void open() {
        directory = GalleryDirectory.of(IndexOptions.defaults().in(path));
    }

    @AfterEach
    void close() {
        directory.close();
    }

    @Override
    Gallery empty() {
        return directory.create("demo", PLANE);
    }

    @Override
    Gallery reopened() {
        directory.close();
        directory = GalleryDirectory.of(IndexOptions.defaults().in(path));
        return directory.open("demo");
    }
}
