package dev.likeness.engine.contents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.face.FaceId;
import dev.likeness.face.PhotoId;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.IndexOptions;
import dev.likeness.index.NewFace;
import dev.likeness.index.lucene.GalleryDirectory;
import dev.likeness.index.lucene.SampleGallery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GalleryPurgeTest {
    private static final EmbedderStamp NEXT = new EmbedderStamp("next", 64, "d".repeat(64));

    @TempDir
    private Path folder;

    private GalleryDirectory directory;
    private Gallery gallery;

    @BeforeEach
    void create() {
        directory = GalleryDirectory.of(IndexOptions.defaults().in(folder));
        SampleGallery.create(directory, "family", 1);
        gallery = directory.open("family");
    }

    @AfterEach
    void close() {
        directory.close();
    }

    private void purge() {
        new GalleryPurge(gallery, directory.staged("family"), new UploadedFiles(folder.resolve("family"))).run();
    }

    @Test
    void run_whileAnotherGenerationIsBuilt_removesTheErasedFromItToo() {
        Gallery staged = directory.stage("family", NEXT);
        List<PhotoId> photos = new ArrayList<>();
        try (GallerySnapshot live = gallery.snapshot();
                GalleryWriter writer = staged.writer(NEXT)) {
            live.forEachPhoto(photo -> {
                photos.add(photo.id());
                writer.put(
                        photo,
                        live.faces(photo.id()).stream()
                                .map(face -> new NewFace(
                                        face.face(), live.crop(face.face().id()).orElseThrow()))
                                .toList());
            });
        }
        PhotoId gone = photos.getFirst();
        FaceId lost = firstFace(photos.getLast());
        try (GalleryWriter writer = gallery.writer(SampleGallery.EMBEDDER)) {
            writer.erase(Set.of(gone), Set.of(lost), Set.of());
        }

        purge();

        try (GallerySnapshot next = staged.snapshot()) {
            assertThat(next.photo(gone)).isEmpty();
            assertThat(next.face(lost)).isEmpty();
            assertThat(next.statistics().photos()).isEqualTo(photos.size() - 2);
            assertThat(next.isPurgeDue()).isFalse();
        }
    }

    private FaceId firstFace(PhotoId photo) {
        try (GallerySnapshot live = gallery.snapshot()) {
            return live.faces(photo).getFirst().face().id();
        }
    }

    @Test
    void run_afterKilledProcesses_removesWhatTheyLeftAndNothingElse() throws IOException {
        Path unfinished = Files.createDirectories(folder.resolve("family/.unfinished-" + UUID.randomUUID()));
        Path ofAUser = Files.createDirectories(folder.resolve("family/.unfinished-letter"));
        Path upload = Files.createDirectories(folder.resolve("family/uploads/" + "a".repeat(64)));
        Files.writeString(upload.resolve("photo.jpg"), "x");
        Path stray = Files.writeString(folder.resolve("family/uploads/.DS_Store"), "x");

        purge();

        assertThat(unfinished).doesNotExist();
        assertThat(upload).doesNotExist();
        assertThat(ofAUser).exists();
        assertThat(stray).exists();
    }

    @Test
    void copiesOfKilledBackups_endWithADeletedGallery() throws IOException {
        Path dead = Files.createDirectories(folder.resolve(".copy-999999999999-" + UUID.randomUUID() + "/gallery"));

        directory.delete("family");

        assertThat(dead).doesNotExist();
    }
}
