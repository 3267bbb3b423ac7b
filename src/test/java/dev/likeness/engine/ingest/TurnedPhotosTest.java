package dev.likeness.engine.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.likeness.engine.Engine;
import dev.likeness.engine.contents.ExportedFace;
import dev.likeness.engine.contents.PhotoDetails;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.Progress;
import dev.likeness.evaluation.detection.TurnEvaluation;
import dev.likeness.evaluation.detection.TurnReport;
import dev.likeness.extract.AnalysedPhoto;
import dev.likeness.face.Actor;
import dev.likeness.face.Box;
import dev.likeness.face.FaceId;
import dev.likeness.face.Orientation;
import dev.likeness.face.PictureTurn;
import dev.likeness.image.ImageOptions;
import dev.likeness.image.ImageReader;
import dev.likeness.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Photos that lie on their side or stand on their head without saying so, as scans do.
class TurnedPhotosTest {
    private static final ImageReader READER = new ImageReader(ImageOptions.defaults());
    private static final int JPEG_QUALITY = 95;

    @TempDir
    private Path folder;

    private Path photos;

    @BeforeEach
    void makeFolder() throws IOException {
        photos = Files.createDirectory(folder.resolve("photos"));
    }

    private static RgbImage picture(int number) throws IOException {
        return READER.open(Files.readAllBytes(EngineFixture.photos(number + 1).get(number)))
                .decode();
    }

    private static byte[] turned(RgbImage picture, Orientation turn) {
        return picture.turned(turn).toJpeg(JPEG_QUALITY);
    }

    @Test
    void ingest_turnedPhotos_findsTheSameFacesAndShowsThemUpright() throws IOException {
        RgbImage picture = picture(3);
        for (Orientation turn : List.of(
                Orientation.UPRIGHT,
                Orientation.TURN_CLOCKWISE,
                Orientation.UPSIDE_DOWN,
                Orientation.TURN_COUNTERCLOCKWISE)) {
            Files.write(photos.resolve(turn + ".jpg"), turned(picture, turn));
        }
        try (Engine engine = EngineFixture.open(folder.resolve("index"))) {
            EngineFixture.ingest(engine, photos);

            List<ExportedFace> faces = EngineFixture.export(engine, true);
            assertThat(faces).hasSize(4).allSatisfy(face -> {
                assertThat(EngineFixture.direction(face).cosine(EngineFixture.direction(faces.getFirst())))
                        .isGreaterThan(0.9f);
                assertThat(face.person()).isEqualTo(faces.getFirst().person());
            });
            for (ExportedFace face : faces) {
                PhotoDetails photo =
                        engine.contents("test").photo(FaceId.parse(face.face()).photo());
                assertThat(photo.width()).isEqualTo(picture.width());
                assertThat(photo.height()).isEqualTo(picture.height());
                RgbImage preview = READER.open(engine.pictures("test").preview(photo.photo(), 320))
                        .decode();
                assertThat(meanDifference(preview, picture.resized(preview.width(), preview.height())))
                        .isLessThan(12);
            }
        }
    }

    /// Of the samples of two pictures of one size, 0 to 255.
    private static double meanDifference(RgbImage one, RgbImage other) {
        long sum = 0;
        for (int i = 0; i < one.rgb().length; i++) {
            sum += Math.abs((one.rgb()[i] & 0xff) - (other.rgb()[i] & 0xff));
        }
        return (double) sum / one.rgb().length;
    }

    @Test
    void ingest_again_changesNothing() throws IOException {
        Files.write(photos.resolve("scan.jpg"), turned(picture(3), Orientation.TURN_CLOCKWISE));
        try (Engine engine = EngineFixture.open(folder.resolve("index"))) {
            EngineFixture.ingest(engine, photos);
            List<ExportedFace> before = EngineFixture.export(engine, true);

            IngestSummary again = EngineFixture.ingest(engine, photos);

            assertThat(again.unchanged()).isOne();
            assertThat(EngineFixture.export(engine, true))
                    .usingRecursiveComparison()
                    .isEqualTo(before);
        }
    }

    @Test
    void turn_byAUser_holdsAtLaterIngests_andKeepsWhatWasSaid() throws IOException {
        Path scan = photos.resolve("scan.jpg");
        Files.write(scan, turned(picture(3), Orientation.UPSIDE_DOWN));
        try (Engine engine = EngineFixture.open(folder.resolve("index"))) {
            EngineFixture.ingest(engine, photos);
            ExportedFace before = EngineFixture.export(engine, true).getFirst();
            FaceId face = FaceId.parse(before.face());
            engine.people("test").editor(Actor.LOCAL).nameFace(face, "Ada");
            PhotoDetails found = engine.contents("test").photo(face.photo());

            PhotoDetails said = engine.turning("test").turn(face.photo(), 0);
            Files.setLastModifiedTime(scan, FileTime.from(Instant.EPOCH));
            EngineFixture.ingest(engine, photos);
            PhotoDetails after = engine.contents("test").photo(face.photo());
            PhotoDetails back = engine.turning("test").turnBy(face.photo(), 180);

            assertThat(found.turned()).isEqualTo(180);
            assertThat(found.turnedByUser()).isFalse();
            assertThat(List.of(said, after)).allSatisfy(photo -> {
                assertThat(photo.turned()).isZero();
                assertThat(photo.turnedByUser()).isTrue();
                assertThat(photo.faces())
                        .extracting(PhotoDetails.PhotoFace::name)
                        .contains("Ada");
            });
            assertThat(back.turned()).isEqualTo(180);
            assertThat(back.faces()).singleElement().satisfies(one -> {
                assertThat(one.face()).isEqualTo(face);
                assertThat(one.name()).isEqualTo("Ada");
                assertThat(one.detection()
                                .box()
                                .iou(found.faces().getFirst().detection().box()))
                        .isGreaterThan(0.9f);
            });
            assertThat(EngineFixture.direction(before)
                            .cosine(EngineFixture.direction(
                                    EngineFixture.export(engine, true).getFirst())))
                    .isGreaterThan(0.9f);
        }
    }

    @Test
    void turn_thereAndBack_isAsBefore() throws IOException {
        for (int i = 0; i < 6; i++) {
            Files.write(photos.resolve(i + ".jpg"), turned(picture(i), Orientation.UPRIGHT));
        }
        try (Engine engine = EngineFixture.open(folder.resolve("index"))) {
            EngineFixture.ingest(engine, photos);
            for (int i = 0; i < 6; i++) {
                PhotoDetails before = engine.contents("test").photoAt(photos.resolve(i + ".jpg"));
                for (int degrees : List.of(90, 180)) {
                    engine.turning("test").turnBy(before.photo(), degrees);
                    PhotoDetails back = engine.turning("test").turnBy(before.photo(), 360 - degrees);

                    assertThat(back.faces())
                            .extracting(PhotoDetails.PhotoFace::face, PhotoDetails.PhotoFace::person)
                            .isEqualTo(before.faces().stream()
                                    .map(face -> tuple(face.face(), face.person()))
                                    .toList());
                }
            }
        }
    }

    @Test
    void analyse_aPictureToSearchFor_tellsWhereItsSenderSeesTheFace() throws IOException {
        RgbImage picture = picture(3);
        try (Engine engine = EngineFixture.open(folder.resolve("index"))) {
            AnalysedPhoto upright = engine.analyse("test", "a photo", turned(picture, Orientation.UPRIGHT));

            AnalysedPhoto lying = engine.analyse("test", "a photo", turned(picture, Orientation.TURN_CLOCKWISE));

            assertThat(lying.width()).isEqualTo(picture.height());
            Box expected = new PictureTurn(
                            Orientation.TURN_CLOCKWISE,
                            picture.width(),
                            picture.height(),
                            picture.height(),
                            picture.width())
                    .apply(upright.detections().getFirst().box());
            assertThat(lying.detections().getFirst().box().iou(expected)).isGreaterThan(0.8f);
        }
    }

    @Test
    void turns_ofRealPhotos_areFoundOut() {
        try (Engine engine = EngineFixture.open(folder.resolve("index"))) {
            TurnReport report = new TurnEvaluation(EngineFixture.photos(24), 1)
                    .run(engine, READER, "mobilefacenet-128", InvalidInputPolicy.failFast(), Progress.none());

            assertThat(report.turnedUpright()).isZero();
            assertThat(report.turns()).hasSize(3).allSatisfy(turn -> {
                assertThat(turn.found()).isGreaterThanOrEqualTo(0.97);
                assertThat(turn.medianCosine()).isGreaterThanOrEqualTo(0.95);
            });
        }
    }
}
