package dev.likeness.engine.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.face.FileId;
import dev.likeness.face.Orientation;
import dev.likeness.face.PhotoId;
import dev.likeness.face.Sha256;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.IndexOptions;
import dev.likeness.index.PhotoMetadata;
import dev.likeness.index.StoredFile;
import dev.likeness.index.StoredPhoto;
import dev.likeness.index.lucene.FormatFixture;
import dev.likeness.index.lucene.GalleryDirectory;
import dev.likeness.index.lucene.SampleGallery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A gallery that format 2 wrote, whose photos are known by the hashes of their files, gets the ids of their
/// pictures.
class IdMigrationTest {
    @TempDir
    private Path path;

    private List<String> content = List.of();

    @BeforeEach
    void unpack() throws IOException {
        content = FormatFixture.unpack(2, path);
    }

    @Test
    void write_ofAllPhotos_changesTheirIdsAndNothingElse() {
        try (GalleryDirectory directory =
                GalleryDirectory.of(IndexOptions.defaults().in(path))) {
            Gallery gallery = directory.open("sample");
            List<StoredPhoto> photos = photos(gallery);
            assertThat(photos).isNotEmpty().allMatch(StoredPhoto::isKnownByFile);
            List<String> expected = content.stream()
                    .map(line -> withNewIds(line, photos))
                    .sorted()
                    .toList();

            migrate(gallery, photos);

            assertThat(FormatFixture.content(gallery)).isEqualTo(expected).contains("person 1 Ann");
            assertThat(directory.check("sample").findings()).isEmpty();
            try (GallerySnapshot now = gallery.snapshot()) {
                for (StoredPhoto photo : photos) {
                    assertThat(now.photo(photo.id()).map(StoredPhoto::id)).contains(pictureOf(photo.id()));
                }
                List<PhotoId> former = photos.stream().map(StoredPhoto::id).toList();
                now.events()
                        .forEach(event ->
                                assertThat(event.action().faces()).noneMatch(face -> former.contains(face.photo())));
            }
        }
        try (GalleryDirectory reopened =
                GalleryDirectory.of(IndexOptions.defaults().in(path))) {
            SampleGallery.touch(reopened, "sample");
        }
    }

    @Test
    void isDue_afterTheMigration_isFalse() {
        try (GalleryDirectory directory =
                GalleryDirectory.of(IndexOptions.defaults().in(path))) {
            Gallery gallery = directory.open("sample");
            List<StoredPhoto> photos = photos(gallery);
            StoredPhoto first = photos.getFirst();
            try (GallerySnapshot before = gallery.snapshot()) {
                assertThat(IdMigration.isDue(before, pictureOf(first.id()), file(first)))
                        .isTrue();
            }

            migrate(gallery, photos);

            try (GallerySnapshot after = gallery.snapshot()) {
                assertThat(IdMigration.isDue(after, pictureOf(first.id()), file(first)))
                        .isFalse();
            }
        }
    }

    private static void migrate(Gallery gallery, List<StoredPhoto> photos) {
        try (var writer = gallery.writer(SampleGallery.EMBEDDER)) {
            var migration = new IdMigration(writer);
            photos.forEach(photo -> migration.add(pictureOf(photo.id()), file(photo)));
            migration.write();
        }
    }

    private static FoundFile file(StoredPhoto photo) {
        Map.Entry<String, Instant> place = photo.paths().firstEntry();
        return new FoundFile(
                Path.of(place.getKey()),
                place.getValue(),
                new StoredFile(new FileId(photo.id().sha256()), photo.bytes()),
                new PhotoMetadata(Orientation.UPRIGHT, photo.captureTime()));
    }

    private static PhotoId pictureOf(PhotoId file) {
        return new PhotoId(Sha256.hex(file.sha256().getBytes(StandardCharsets.US_ASCII)));
    }

    private static String withNewIds(String line, List<StoredPhoto> photos) {
        String renamed = line;
        for (StoredPhoto photo : photos) {
            renamed = renamed.replace(photo.id().sha256(), pictureOf(photo.id()).sha256());
        }
        return renamed;
    }

    private static List<StoredPhoto> photos(Gallery gallery) {
        List<StoredPhoto> photos = new ArrayList<>();
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            snapshot.forEachPhoto(photos::add);
        }
        return photos;
    }
}
