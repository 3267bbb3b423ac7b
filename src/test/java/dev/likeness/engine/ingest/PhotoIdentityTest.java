package dev.likeness.engine.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.engine.Engine;
import dev.likeness.engine.clustering.ClusteringListener;
import dev.likeness.engine.contents.PhotoDetails;
import dev.likeness.engine.exchange.ImportSummary;
import dev.likeness.face.Actor;
import dev.likeness.face.Box;
import dev.likeness.face.FaceId;
import dev.likeness.face.FileId;
import dev.likeness.face.Orientation;
import dev.likeness.face.PhotoId;
import dev.likeness.face.PictureTurn;
import dev.likeness.image.EncodedImage;
import dev.likeness.image.ImageOptions;
import dev.likeness.image.ImageReader;
import dev.likeness.image.RgbImage;
import dev.likeness.image.TestPictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A photo is its picture: whatever programs do to its file that leaves the picture as it is, or turns it,
/// what users said about its faces stays.
class PhotoIdentityTest {
    @TempDir
    private Path photos;

    @TempDir
    private Path index;

    @TempDir
    private Path folder;

    private final List<Path> files = new ArrayList<>();

    @BeforeEach
    void copyPhotos() throws IOException {
        for (Path source : EngineFixture.photos(8)) {
            files.add(Files.copy(source, photos.resolve(source.getFileName())));
        }
    }

    @Test
    void ingest_ofPhotosWithOtherMetadata_changesNothing() throws IOException {
        try (Engine engine = EngineFixture.open(index)) {
            EngineFixture.ingest(engine, photos);
            SaidGallery.say(engine);
            String before = SaidGallery.people(engine, folder);
            for (Path file : files) {
                change(file, bytes -> TestPictures.withSegment(bytes, 0xFE, TestPictures.latin("five stars")));
            }

            IngestSummary summary = EngineFixture.ingest(engine, new IngestRequest("test", List.of(photos), true));

            assertThat(summary.unchanged()).isEqualTo(8);
            assertThat(summary.renewed()).isEqualTo(8);
            assertThat(summary.added() + summary.withoutFace() + summary.pruned() + summary.kept() + summary.replaced())
                    .isZero();
            assertThat(summary.vanished()).isEmpty();
            assertThat(SaidGallery.people(engine, folder)).isEqualTo(before);
            PhotoDetails photo = engine.contents("test").photoAt(files.getFirst());
            assertThat(photo.fileIds()).containsExactly(FileId.of(Files.readAllBytes(files.getFirst())));
            // The files are as they were read, so that the next run does not read them.
            assertThat(EngineFixture.ingest(engine, photos).seconds()).isLessThan(1);
        }
    }

    @Test
    void photo_isFoundByTheHashOfItsFile_nowAndBefore() throws IOException {
        PhotoId first = PhotoId.ofFile(Files.readAllBytes(files.getFirst()));
        try (Engine engine = EngineFixture.open(index)) {
            EngineFixture.ingest(engine, photos);
            change(files.getFirst(), bytes -> TestPictures.withSegment(bytes, 0xFE, new byte[] {1}));
            EngineFixture.ingest(engine, photos);
            PhotoId second = PhotoId.ofFile(Files.readAllBytes(files.getFirst()));
            PhotoDetails photo = engine.contents("test").photoAt(files.getFirst());

            assertThat(photo.photo()).isNotEqualTo(first).isNotEqualTo(second);
            for (PhotoId id : List.of(first, second, photo.photo())) {
                assertThat(engine.contents("test").photo(id)).isEqualTo(photo);
                assertThat(engine.contents("test").photoWithPrefix(id.sha256().substring(0, 27)))
                        .contains(photo);
                assertThat(engine.people("test").references().photo(id.sha256().substring(0, 12)))
                        .isEqualTo(photo.photo());
                assertThat(engine.pictures("test").original(id).name()).endsWith(".jpg");
            }
        }
    }

    @Test
    void ingest_ofCopiesWithOtherMetadata_isOnePhotoWithTwoFiles() throws IOException {
        Path copy = photos.resolve("copy.jpg");
        Files.write(copy, TestPictures.withSegment(Files.readAllBytes(files.getFirst()), 0xFE, new byte[] {1}));
        try (Engine engine = EngineFixture.open(index)) {
            IngestSummary summary = EngineFixture.ingest(engine, photos);

            assertThat(summary.unchanged()).isEqualTo(1);
            PhotoDetails photo = engine.contents("test").photoAt(copy);
            assertThat(photo.paths()).containsExactly(files.getFirst().toString(), copy.toString());
            assertThat(photo.fileIds()).hasSize(2);
            assertThat(EngineFixture.ingest(engine, photos).unchanged()).isEqualTo(9);
        }
    }

    @Test
    void ingest_ofPhotosThatStateAnotherOrientation_movesTheBoxesAndNotThePeople() throws IOException {
        try (Engine engine = EngineFixture.open(index)) {
            EngineFixture.ingest(engine, photos);
            SaidGallery.say(engine);
            List<String> before = SaidGallery.facts(engine, UnaryOperator.identity());
            Path file = files.getFirst();
            PhotoDetails upright = engine.contents("test").photoAt(file);
            byte[] original = Files.readAllBytes(file);

            Files.write(file, TestPictures.jpegWithExif(original, TestPictures.exif(6)));
            IngestSummary turned = EngineFixture.ingest(engine, photos);

            assertThat(turned.kept()).isEqualTo(1);
            assertThat(turned.added()).isZero();
            PhotoDetails now = engine.contents("test").photoAt(file);
            assertThat(now.photo()).isEqualTo(upright.photo());
            assertThat(now.width()).isEqualTo(upright.height());
            var turn = PictureTurn.between(
                    Orientation.UPRIGHT, Orientation.TURN_CLOCKWISE, upright.width(), upright.height());
            for (PhotoDetails.PhotoFace face : upright.faces()) {
                PhotoDetails.PhotoFace same = now.faces().stream()
                        .filter(other -> other.face().equals(face.face()))
                        .findFirst()
                        .orElseThrow();
                assertThat(same.person()).isEqualTo(face.person());
                assertThat(same.notAFace()).isEqualTo(face.notAFace());
                assertThat(same.detection()
                                .box()
                                .iou(turn.apply(face.detection().box())))
                        .isGreaterThan(0.5f);
            }
            EncodedImage preview = new ImageReader(ImageOptions.defaults())
                    .open(engine.pictures("test").preview(now.photo(), 320));
            assertThat(preview.width() > preview.height()).isEqualTo(now.width() > now.height());

            Files.write(file, original);
            EngineFixture.ingest(engine, photos);

            assertThat(engine.contents("test").photoAt(file).width()).isEqualTo(upright.width());
            assertThat(SaidGallery.facts(engine, UnaryOperator.identity())).containsAll(before);
        }
    }

    @Test
    void ingest_ofPhotosThatWereTurnedAndSavedAgain_keepsWhatWasSaid() throws IOException {
        try (Engine engine = EngineFixture.open(index)) {
            EngineFixture.ingest(engine, photos);
            SaidGallery.say(engine);
            List<String> before = SaidGallery.facts(engine, UnaryOperator.identity());
            long events = engine.contents("test").state().lastEvent();
            List<Orientation> turns = List.of(
                    Orientation.UPRIGHT,
                    Orientation.TURN_CLOCKWISE,
                    Orientation.UPSIDE_DOWN,
                    Orientation.TURN_COUNTERCLOCKWISE);
            for (int i = 0; i < files.size(); i++) {
                Orientation turn = turns.get(i % turns.size());
                change(
                        files.get(i),
                        bytes -> new ImageReader(ImageOptions.defaults())
                                .open(bytes)
                                .turned(turn)
                                .decode()
                                .toJpeg(90));
            }

            IngestSummary summary = EngineFixture.ingest(engine, photos);

            assertThat(summary.kept()).isEqualTo(8);
            assertThat(summary.added() + summary.withoutFace() + summary.faces())
                    .isZero();
            assertThat(summary.unchanged()).isEqualTo(8);
            assertThat(summary.replaced()).isZero();
            assertThat(summary.vanished()).isEmpty();
            assertThat(engine.contents("test").state().photos()).isEqualTo(8);
            assertThat(SaidGallery.facts(engine, UnaryOperator.identity())).containsAll(before);
            assertThat(engine.photoCopies("test", () -> false).copies()).isEmpty();
            assertThat(EngineFixture.ingest(engine, photos).kept()).isZero();
            // What was said can still be taken back.
            engine.people("test").undoRedo(Actor.COMMAND_LINE).undo(Math.toIntExact(events));
            assertThat(SaidGallery.facts(engine, UnaryOperator.identity()))
                    .noneMatch(fact -> fact.contains("Nameface") || fact.contains("not a face: true"));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 0.7})
    void ingest_ofACropInTheSamePlace_keepsWhatWasSaid(double scale) throws IOException {
        try (Engine engine = EngineFixture.open(index)) {
            EngineFixture.ingest(engine, photos);
            SaidGallery.say(engine);
            List<String> before = SaidGallery.facts(engine, UnaryOperator.identity());
            for (Path file : files) {
                Box faces = faces(engine.contents("test").photoAt(file));
                change(file, bytes -> crop(bytes, faces).scaled(scale).toJpeg(90));
            }

            IngestSummary summary = EngineFixture.ingest(engine, new IngestRequest("test", List.of(photos), true));

            assertThat(summary.kept()).isEqualTo(8);
            assertThat(summary.replaced() + summary.pruned()).isZero();
            assertThat(engine.contents("test").state().photos()).isEqualTo(8);
            assertThat(SaidGallery.facts(engine, UnaryOperator.identity())).containsAll(before);
        }
    }

    /// The box of all faces of a photo.
    private static Box faces(PhotoDetails photo) {
        return photo.faces().stream()
                .map(face -> face.detection().box())
                .reduce((one, other) -> new Box(
                        Math.min(one.left(), other.left()),
                        Math.min(one.top(), other.top()),
                        Math.max(one.right(), other.right()),
                        Math.max(one.bottom(), other.bottom())))
                .orElseThrow();
    }

    /// Cuts off more than half of what is around the faces of a photo.
    private static RgbImage crop(byte[] bytes, Box faces) {
        RgbImage image = new ImageReader(ImageOptions.defaults()).open(bytes).decode();
        int left = Math.round(faces.left() * 0.6f);
        int top = Math.round(faces.top() * 0.6f);
        int right = Math.round(image.width() - (image.width() - faces.right()) * 0.6f);
        int bottom = Math.round(image.height() - (image.height() - faces.bottom()) * 0.6f);
        return image.crop(left, top, right - left, bottom - top);
    }

    @Test
    void ingest_ofAnotherPhotoInTheSamePlace_keepsTheOldOneUntilItIsPruned() throws IOException {
        try (Engine engine = EngineFixture.open(index)) {
            EngineFixture.ingest(engine, files.getFirst(), files.get(1));
            Files.write(files.getFirst(), Files.readAllBytes(files.get(2)));

            IngestSummary summary = EngineFixture.ingest(engine, files.getFirst(), files.get(1));

            assertThat(summary.added()).isEqualTo(1);
            assertThat(summary.kept()).isZero();
            assertThat(summary.replaced()).isEqualTo(1);
            assertThat(summary.vanished()).isEmpty();
            assertThat(engine.contents("test").state().photos()).isEqualTo(3);
            IngestSummary pruned = EngineFixture.ingest(
                    engine, new IngestRequest("test", List.of(files.getFirst(), files.get(1)), true));
            assertThat(pruned.pruned()).isEqualTo(1);
            assertThat(engine.contents("test").state().photos()).isEqualTo(2);
        }
    }

    @Test
    void ingest_ofTwoPhotosThatChangedPlaces_givesEachItsPath() throws IOException {
        try (Engine engine = EngineFixture.open(index)) {
            EngineFixture.ingest(engine, photos);
            PhotoId first = engine.contents("test").photoAt(files.get(0)).photo();
            PhotoId second = engine.contents("test").photoAt(files.get(1)).photo();
            Path aside = photos.resolve("aside");
            Files.move(files.get(0), aside);
            Files.move(files.get(1), files.get(0));
            Files.move(aside, files.get(1));

            IngestSummary summary = EngineFixture.ingest(engine, photos);

            assertThat(summary.replaced()).isZero();
            assertThat(engine.contents("test").photo(first).paths())
                    .containsExactly(files.get(1).toString());
            assertThat(engine.contents("test").photo(second).paths())
                    .containsExactly(files.get(0).toString());
        }
    }

    @Test
    void ingest_ofAGalleryThatKnewPhotosByTheirFiles_givesThemTheirIdsAndKeepsEverything() throws IOException {
        List<String> before;
        String people;
        PhotoId old = PhotoId.ofFile(Files.readAllBytes(files.getFirst()));
        try (Engine engine = EngineFixture.open(index)) {
            EngineFixture.ingest(engine, photos);
            SaidGallery.say(engine);
            before = SaidGallery.facts(engine, UnaryOperator.identity());
            people = SaidGallery.people(engine, folder);
        }
        SaidGallery.knowByFiles(index);
        try (Engine engine = EngineFixture.open(index)) {
            assertThat(engine.contents("test").photoAt(files.getFirst()).photo())
                    .isEqualTo(old);
            assertThat(SaidGallery.facts(engine, UnaryOperator.identity())).isEqualTo(before);
            String byFiles = SaidGallery.people(engine, folder).replaceAll("\"paths\" ?: ?\\[[^]]*]", "\"paths\":[]");

            IngestSummary summary = EngineFixture.ingest(engine, photos);

            assertThat(summary.unchanged()).isEqualTo(8);
            assertThat(summary.faces()).isZero();
            assertThat(SaidGallery.facts(engine, UnaryOperator.identity())).isEqualTo(before);
            assertThat(SaidGallery.people(engine, folder)).isEqualTo(people);
            assertThat(engine.contents("test").photo(old).photo()).isNotEqualTo(old);
            // A people file that was exported before names the photos by their files.
            assertThat(byFiles).contains(old.sha256());
            ImportSummary imported = engine.exchange("test", Actor.COMMAND_LINE)
                    .importPeople(Files.writeString(folder.resolve("before.json"), byFiles), false);
            assertThat(imported.warnings()).isEmpty();
            assertThat(SaidGallery.people(engine, folder)).isEqualTo(people);
        }
    }

    @Test
    void ingest_ofTwinsThatDifferedInTheirMetadata_makesThemOne() throws IOException {
        Path twin = photos.resolve("twin.jpg");
        try (Engine engine = EngineFixture.open(index)) {
            EngineFixture.ingest(engine, photos);
            engine.cluster("test", ClusteringListener.none());
            FaceId face = engine.contents("test")
                    .photoAt(files.get(1))
                    .faces()
                    .getFirst()
                    .face();
            engine.people("test").editor(Actor.COMMAND_LINE).nameFace(face, "Ada");
        }
        SaidGallery.knowByFiles(index);
        byte[] turned = TestPictures.jpegWithExif(Files.readAllBytes(files.get(1)), TestPictures.exif(8));
        SaidGallery.doubled(index, files.get(1), twin, PhotoId.ofFile(turned), 8);
        Files.write(twin, turned);
        try (Engine engine = EngineFixture.open(index)) {
            assertThat(engine.contents("test").state().photos()).isEqualTo(9);

            EngineFixture.ingest(engine, photos);

            assertThat(engine.contents("test").state().photos()).isEqualTo(8);
            PhotoDetails photo = engine.contents("test").photoAt(twin);
            assertThat(photo.paths()).containsExactly(files.get(1).toString(), twin.toString());
            assertThat(photo.faces()).anyMatch(face -> "Ada".equals(face.name()));
            long faces = photo.faces().size();
            EngineFixture.ingest(engine, photos);
            assertThat(engine.contents("test").photoAt(twin).faces()).hasSize((int) faces);
        }
    }

    private static void change(Path file, UnaryOperator<byte[]> change) throws IOException {
        Files.write(file, change.apply(Files.readAllBytes(file)));
    }
}
