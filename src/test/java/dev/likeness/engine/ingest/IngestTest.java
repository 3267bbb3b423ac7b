package dev.likeness.engine.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.likeness.engine.Engine;
import dev.likeness.engine.contents.ExportedFace;
import dev.likeness.engine.contents.PhotoDetails;
import dev.likeness.engine.ingest.walk.NotRead;
import dev.likeness.extract.StageTimes;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Remedy;
import dev.likeness.image.RgbImage;
import dev.likeness.image.TestPictures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class IngestTest {
    @TempDir
    private Path folder;

    private Path index;
    private Path photos;

    @BeforeEach
    void makeFolders() throws IOException {
        index = folder.resolve("index");
        photos = Files.createDirectory(folder.resolve("photos"));
    }

    @Test
    void ingest_again_isKnownAndChangesNothing() throws IOException {
        copy(6);
        try (Engine engine = EngineFixture.open(index)) {
            IngestSummary first = EngineFixture.ingest(engine, photos);
            List<ExportedFace> before = EngineFixture.export(engine, true);

            IngestSummary second = EngineFixture.ingest(engine, photos);

            assertThat(first.added()).isEqualTo(6);
            assertThat(second.unchanged()).isEqualTo(6);
            assertThat(second.added() + second.withoutFace() + second.faces()).isZero();
            assertThat(EngineFixture.export(engine, true))
                    .usingRecursiveComparison()
                    .isEqualTo(before);
        }
    }

    @Test
    void ingest_hostileFolder_givesEachFileItsOutcomeAndReadsTheRest() throws IOException {
        byte[] photo = Files.readAllBytes(EngineFixture.photos(1).getFirst());
        Files.write(photos.resolve("good.jpg"), photo);
        Files.write(photos.resolve("with space.jpg"), distinct(photo, 1));
        Files.write(photos.resolve("with\nnewline.jpg"), distinct(photo, 2));
        Files.write(photos.resolve("Grüße-家族.jpg"), distinct(photo, 3));
        Files.write(photos.resolve("UPPER.JPEG"), distinct(photo, 4));
        Files.writeString(photos.resolve("text.jpg"), "this is no picture");
        Files.createFile(photos.resolve("empty.jpg"));
        Files.createDirectory(photos.resolve("folder.jpg"));
        Files.write(photos.resolve("stub.jpg"), Arrays.copyOf(photo, 20));
        Files.write(photos.resolve("bomb.png"), declaringPng(60_000, 60_000));
        Files.write(photos.resolve("landscape.png"), new RgbImage(64, 64, new byte[3 * 64 * 64]).toJpeg(90));
        Files.createSymbolicLink(photos.resolve("loop"), photos);
        Files.createSymbolicLink(photos.resolve("dangling.jpg"), photos.resolve("nowhere"));
        Files.createDirectory(photos.resolve(".hidden"));
        Files.write(photos.resolve(".hidden/secret.jpg"), distinct(photo, 5));
        Files.writeString(photos.resolve("notes.txt"), "not even looked at");

        Map<String, IngestResult> outcomes = new ConcurrentHashMap<>();
        AtomicInteger told = new AtomicInteger();
        IngestSummary summary;
        try (Engine engine = EngineFixture.open(index)) {
            summary = engine.ingest(
                    new IngestRequest("test", List.of(photos), false),
                    new StageTimes(),
                    listener(outcomes, told),
                    () -> false);
        }

        assertThat(told).hasValue(outcomes.size());
        assertThat(outcomes.keySet())
                .containsExactlyInAnyOrder(
                        "good.jpg",
                        "with space.jpg",
                        "with\nnewline.jpg",
                        "Grüße-家族.jpg",
                        "UPPER.JPEG",
                        "text.jpg",
                        "empty.jpg",
                        "stub.jpg",
                        "bomb.png",
                        "landscape.png",
                        "dangling.jpg");
        assertThat(summary.added()).isEqualTo(5);
        assertThat(summary.withoutFace()).isEqualTo(1);
        assertThat(summary.skipped()).isEqualTo(1);
        assertThat(summary.completed()).isTrue();
        Map<String, ErrorCode> reasons = summary.unreadable().stream()
                .collect(Collectors.toMap(file -> name(file.file()), IngestResult.Unreadable::code));
        assertThat(reasons)
                .containsOnly(
                        Map.entry("text.jpg", ErrorCode.UNSUPPORTED_FORMAT),
                        Map.entry("empty.jpg", ErrorCode.IMAGE_CORRUPT),
                        Map.entry("stub.jpg", ErrorCode.IMAGE_CORRUPT),
                        Map.entry("bomb.png", ErrorCode.IMAGE_TOO_LARGE),
                        Map.entry("dangling.jpg", ErrorCode.IO_FAILED));
    }

    @Test
    void ingest_filesThatAreNotReadOrNotWhole_areCountedByKind() throws IOException {
        byte[] photo = Files.readAllBytes(EngineFixture.photos(1).getFirst());
        Files.write(photos.resolve("IMG_20200102_030405.jpg"), photo);
        Files.write(photos.resolve("IMG_20200102_030405.dng"), new byte[400]);
        Files.write(photos.resolve("clip.mp4"), new byte[400]);
        Files.write(photos.resolve("alone.nef"), "FUJIFILMCCD-RAW".getBytes(StandardCharsets.UTF_8));
        Files.write(photos.resolve("torn.jpg"), Arrays.copyOf(photo, photo.length * 9 / 10));

        try (Engine engine = EngineFixture.open(index)) {
            IngestSummary summary = EngineFixture.ingest(engine, photos);

            assertThat(summary.files()).isEqualTo(3);
            assertThat(summary.companions()).isEqualTo(1);
            assertThat(summary.notRead()).containsExactly(new NotRead("video", 1, null));
            assertThat(summary.unreadable())
                    .singleElement()
                    .satisfies(file -> assertThat(file.reason()).contains("no JPEG preview"));
            assertThat(summary.incomplete())
                    .containsExactly(new IngestSummary.Incomplete(photos.resolve("torn.jpg"), "the file ends early"));
            PhotoDetails details = engine.contents("test").photoAt(photos.resolve("IMG_20200102_030405.jpg"));
            assertThat(details.captureTime()).isNotNull();
            assertThat(details.captureTimeSource()).isIn("exif", "exif-changed", "file-name");
            assertThat(engine.contents("test")
                            .photoAt(photos.resolve("IMG_20200102_030405.dng"))
                            .photo())
                    .isEqualTo(details.photo());
            IngestSummary again = EngineFixture.ingest(engine, photos);
            assertThat(again.unchanged()).isEqualTo(2);
            assertThat(again.companions()).isEqualTo(1);
        }
    }

    @Test
    void ingest_fileWithoutPermission_isUnreadableAndTheRestIsRead() throws IOException {
        copy(2);
        Path locked = photos.resolve("locked.jpg");
        Files.write(locked, new byte[] {1});
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
        // Root may read everything; for anybody else the file is an outcome with its reason.
        boolean mayRead = Files.isReadable(locked);

        try (Engine engine = EngineFixture.open(index)) {
            IngestSummary summary = EngineFixture.ingest(engine, photos);

            assertThat(summary.added()).isEqualTo(2);
            assertThat(summary.unreadable())
                    .singleElement()
                    .satisfies(file -> assertThat(file.code())
                            .isEqualTo(mayRead ? ErrorCode.UNSUPPORTED_FORMAT : ErrorCode.IO_FAILED));
        }
    }

    @Test
    @Timeout(60)
    void ingest_pipesAndDevices_areUnreadableAndNeverOpened() throws Exception {
        copy(2);
        assumeTrue(Files.exists(Path.of("/dev/zero")), "needs the devices of Linux");
        Path pipe = photos.resolve("pipe.jpg");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Path endless = Files.createSymbolicLink(photos.resolve("endless.png"), Path.of("/dev/zero"));

        try (Engine engine = EngineFixture.open(index)) {
            IngestSummary summary = EngineFixture.ingest(engine, photos);

            assertThat(summary.added()).isEqualTo(2);
            assertThat(summary.unreadable())
                    .containsExactly(
                            new IngestResult.Unreadable(
                                    endless, ErrorCode.IO_FAILED, "is not a file but a pipe, a socket or a device"),
                            new IngestResult.Unreadable(
                                    pipe, ErrorCode.IO_FAILED, "is not a file but a pipe, a socket or a device"));
        }
    }

    @Test
    void ingest_copiesAndMoves_areOnePhotoWithItsPaths() throws IOException {
        Path original = copy(1).getFirst();
        Path copy = Files.copy(original, photos.resolve("copy.jpg"));
        try (Engine engine = EngineFixture.open(index)) {
            IngestSummary first = EngineFixture.ingest(engine, photos);
            assertThat(first.added()).isEqualTo(1);
            assertThat(first.unchanged()).isEqualTo(1);
            assertThat(engine.contents("test").photoAt(original).paths())
                    .containsExactlyInAnyOrder(original.toString(), copy.toString());

            Path moved = Files.move(copy, photos.resolve("moved.jpg"));
            IngestSummary second = EngineFixture.ingest(engine, photos);

            assertThat(second.vanished()).containsExactly(copy);
            assertThat(engine.contents("test").photoAt(moved).paths())
                    .containsExactlyInAnyOrder(original.toString(), copy.toString(), moved.toString());

            IngestSummary pruned = EngineFixture.ingest(engine, new IngestRequest("test", List.of(photos), true));

            assertThat(pruned.pruned()).isZero();
            assertThat(engine.contents("test").photoAt(moved).paths())
                    .containsExactlyInAnyOrder(original.toString(), moved.toString());
        }
    }

    @Test
    void ingest_withPrune_forgetsAPhotoWithItsLastPath() throws IOException {
        List<Path> copies = copy(3);
        try (Engine engine = EngineFixture.open(index)) {
            EngineFixture.ingest(engine, photos);
            Files.delete(copies.getFirst());

            IngestSummary kept = EngineFixture.ingest(engine, photos);
            assertThat(kept.vanished()).containsExactly(copies.getFirst());
            assertThat(engine.galleries().details("test").photos()).isEqualTo(3);

            IngestSummary pruned = EngineFixture.ingest(engine, new IngestRequest("test", List.of(photos), true));
            assertThat(pruned.pruned()).isEqualTo(1);
            assertThat(engine.galleries().details("test").photos()).isEqualTo(2);
            assertThatThrownBy(() -> engine.contents("test").photoAt(copies.getFirst()))
                    .isInstanceOf(LikenessException.class)
                    .hasMessage("gallery test does not have the photo " + copies.getFirst());
        }
    }

    @Test
    void ingest_withPruneOfAFolderThatIsEmptyNow_isRefusedAndForgetsNothing() throws IOException {
        List<Path> copies = copy(2);
        try (Engine engine = EngineFixture.open(index)) {
            EngineFixture.ingest(engine, photos);
            for (Path file : copies) {
                Files.delete(file);
            }

            assertThatThrownBy(() -> EngineFixture.ingest(engine, new IngestRequest("test", List.of(photos), true)))
                    .hasMessage(
                            "to remove missing photos, at most a fifth of the photos below a path may be missing or replaced by others, got: 2 of 2 below %s; nothing was removed. Is the right disk mounted?",
                            photos)
                    .isInstanceOfSatisfying(
                            LikenessException.class,
                            refused -> assertThat(refused.facts().remedies())
                                    .containsExactly(new Remedy.PruneAll("test", List.of(photos))));
            assertThat(engine.galleries().details("test").photos()).isEqualTo(2);
        }
    }

    @Test
    void ingest_fileChangedInPlace_isANewPhotoAndTheOldOneCanBePruned() throws IOException {
        Path file = copy(1).getFirst();
        try (Engine engine = EngineFixture.open(index)) {
            EngineFixture.ingest(engine, photos);
            Files.write(file, Files.readAllBytes(EngineFixture.photos(2).getLast()));

            IngestSummary changed = EngineFixture.ingest(engine, new IngestRequest("test", List.of(photos), true));

            assertThat(changed.added()).isEqualTo(1);
            assertThat(changed.pruned()).isEqualTo(1);
            assertThat(engine.galleries().details("test").photos()).isEqualTo(1);
            assertThat(engine.contents("test").photoAt(file).paths()).containsExactly(file.toString());
        }
    }

    @Test
    void ingest_cancelled_keepsWhatIsDoneAndGoesOnNextTime() throws IOException {
        copy(12);
        AtomicInteger asked = new AtomicInteger();
        try (Engine engine = EngineFixture.open(index, Map.of("ingest.workers", 1))) {
            IngestSummary stopped = engine.ingest(
                    new IngestRequest("test", List.of(photos), false),
                    new StageTimes(),
                    IngestListener.none(),
                    () -> asked.incrementAndGet() > 5);
            IngestSummary rest = EngineFixture.ingest(engine, photos);

            assertThat(stopped.completed()).isFalse();
            assertThat(stopped.added()).isBetween(1, 11);
            assertThat(rest.completed()).isTrue();
            assertThat(rest.added()).isEqualTo(12 - stopped.added());
            assertThat(rest.unchanged()).isEqualTo(stopped.added());
        }
    }

    @Test
    void ingest_rootThatDoesNotExist_isRefusedAndForgetsNothing() throws IOException {
        copy(1);
        try (Engine engine = EngineFixture.open(index)) {
            EngineFixture.ingest(engine, photos);
            Path unmounted = folder.resolve("unmounted");

            assertThatThrownBy(() -> EngineFixture.ingest(engine, new IngestRequest("test", List.of(unmounted), true)))
                    .isInstanceOf(LikenessException.class)
                    .hasMessage("to remove missing photos, a path to ingest must exist, got: " + unmounted
                            + "; nothing was removed. Is the right disk mounted?");
            assertThat(engine.galleries().details("test").photos()).isEqualTo(1);
        }
    }

    private List<Path> copy(int count) throws IOException {
        List<Path> sources = EngineFixture.photos(count);
        for (Path source : sources) {
            Files.copy(source, photos.resolve(name(source)));
        }
        return sources.stream().map(source -> photos.resolve(name(source))).toList();
    }

    /// Another picture that looks the same: the segment for Adobe could change the colours, but decoders do
    /// not understand this one.
    private static byte[] distinct(byte[] jpeg, int number) {
        return TestPictures.withSegment(jpeg, 0xEE, new byte[number]);
    }

    /// A PNG that ends after its header, which declares these sides.
    private static byte[] declaringPng(int width, int height) {
        ByteBuffer png = ByteBuffer.allocate(33);
        png.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        png.putInt(13).put("IHDR".getBytes(StandardCharsets.US_ASCII));
        png.putInt(width).putInt(height).put(new byte[] {8, 2, 0, 0, 0});
        CRC32 checksum = new CRC32();
        checksum.update(png.array(), 12, 17);
        return png.putInt((int) checksum.getValue()).array();
    }

    private static IngestListener listener(Map<String, IngestResult> outcomes, AtomicInteger told) {
        return new IngestListener() {
            @Override
            public void started(int files) {}

            @Override
            public void finished(IngestResult outcome, int faces) {
                told.incrementAndGet();
                outcomes.put(name(outcome.file()), outcome);
            }
        };
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
