package dev.likeness.onnx.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Sha256;
import dev.likeness.onnx.download.ReleaseServer.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Downloads from a loopback server, which breaks as networks do.
class ModelDownloadTest {
    private static final byte[] DETECTOR = random(1, 60_000);
    private static final byte[] EMBEDDER = random(2, 300_000);
    private static final byte[] ARCHIVE = zip(
            Map.of("pack/detector.onnx", DETECTOR, "pack/embedder.onnx", EMBEDDER, "pack/age.onnx", random(3, 10_000)));

    @TempDir
    private Path folder;

    private ReleaseServer server;
    private final Notes notes = new Notes();

    @BeforeEach
    void start() throws IOException {
        server = new ReleaseServer().offer("pack.zip", ARCHIVE, "\"one\"");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /// What the downloader told.
    private static final class Notes implements DownloadListener {
        private final List<Long> begins = new ArrayList<>();
        private final List<String> retries = new ArrayList<>();

        @Override
        public void connecting(URI address, PinnedFile file, long received) {
            begins.add(received);
        }

        @Override
        public void received(long received) {
            // The bytes on the disk are compared instead.
        }

        @Override
        public void retrying(String reason) {
            retries.add(reason);
        }
    }

    private static byte[] random(int seed, int bytes) {
        byte[] content = new byte[bytes];
        new Random(seed).nextBytes(content);
        return content;
    }

    private static byte[] zip(Map<String, byte[]> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    private static PinnedFile pinned(String name, byte[] content) {
        return new PinnedFile(
                name,
                content.length,
                HexFormat.of().formatHex(Sha256.newDigest().digest(content)));
    }

    private static KnownModel pack(PinnedFile archive, PinnedFile... files) {
        return new KnownModel(
                "pack",
                "a pack",
                URI.create("https://makers.example/v1/" + archive.name()),
                Optional.of(archive),
                List.of(files),
                "theirs",
                "tests only");
    }

    private static KnownModel pack() {
        return pack(pinned("pack.zip", ARCHIVE), pinned("detector.onnx", DETECTOR), pinned("embedder.onnx", EMBEDDER));
    }

    private Map<PinnedFile, Path> fetch(KnownModel model) throws IOException {
        try (ModelDownload download = ModelDownload.in(folder, model)) {
            return download.fetch(Optional.of(server.base()), Duration.ZERO, notes);
        }
    }

    private void assertComplete(Map<PinnedFile, Path> files) throws IOException {
        assertThat(files).hasSize(2);
        for (Map.Entry<PinnedFile, Path> file : files.entrySet()) {
            assertThat(Files.readAllBytes(file.getValue()))
                    .isEqualTo(file.getKey().name().startsWith("detector") ? DETECTOR : EMBEDDER);
        }
    }

    private Path hidden(String name) {
        return folder.resolve(".download-pack").resolve(name);
    }

    @Test
    void archive_givesTheModelsAndNothingElse() throws IOException {
        try (ModelDownload download = ModelDownload.in(folder, pack())) {
            Map<PinnedFile, Path> files = download.fetch(Optional.of(server.base()), Duration.ZERO, notes);

            assertComplete(files);
            assertThat(hidden("age.onnx")).doesNotExist();
            download.finish();
        }
        assertThat(folder).isEmptyDirectory();
        assertThat(server.requests()).containsExactly("/files/pack.zip");
    }

    @Test
    void brokenConnections_areResumedWhereTheyBroke() throws IOException {
        server.failing(Fault.CUT, Fault.BUSY, Fault.CUT, Fault.WRONG_RANGE, Fault.CUT);

        assertComplete(fetch(pack()));

        assertThat(notes.retries).hasSize(5).element(1).asString().contains("503");
        assertThat(notes.begins).startsWith(0L, ARCHIVE.length / 2L, ARCHIVE.length / 2L);
        assertThat(server.requests().get(1)).isEqualTo("/files/pack.zip bytes=%d- \"one\"", ARCHIVE.length / 2);
    }

    @Test
    void completeFile_thatWasDamagedSince_isDownloadedAgain() throws IOException {
        Files.createDirectories(hidden("pack.zip").getParent());
        Files.write(hidden("pack.zip"), random(4, 1000));

        assertComplete(fetch(pack()));

        assertThat(notes.begins).containsExactly(0L);
    }

    @Test
    void redirectionToNoAddress_isAFailureOfTheServer() {
        server.redirect("pack.zip", "http://[no address");

        assertThatThrownBy(() -> fetch(pack()))
                .isInstanceOfSatisfying(
                        LikenessException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.SERVER_UNREACHABLE))
                .hasMessage("cannot download pack.zip from 127.0.0.1: an unreadable answer");
    }

    @Test
    void serverThatCannotBeReached_isNamedAndNoFaultOfTheCaller() throws IOException {
        try (ModelDownload download = ModelDownload.in(folder, pack())) {
            Optional<URI> mirror = Optional.of(URI.create("http://127.0.0.1:1/files"));

            assertThatThrownBy(() -> download.fetch(mirror, Duration.ZERO, notes))
                    .isInstanceOfSatisfying(
                            LikenessException.class,
                            failure -> assertThat(failure.code().fault()).isEqualTo(ErrorCode.Fault.OTHER))
                    .hasMessage("cannot download pack.zip from 127.0.0.1: Connection refused");
        }
    }

    @Test
    void nextRun_asksForTheRestOnly() throws IOException {
        server.failing(Fault.CUT, Fault.BUSY, Fault.BUSY, Fault.BUSY, Fault.BUSY);
        assertThatThrownBy(() -> fetch(pack()))
                .isInstanceOfSatisfying(
                        LikenessException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.SERVER_UNREACHABLE))
                .hasMessageMatching(
                        "the download of pack\\.zip from 127\\.0\\.0\\.1 ended after [\\d,]+ of [\\d,]+ bytes: status 503");
        assertThat(hidden("pack.zip.part")).hasSize(ARCHIVE.length / 2L);
        assertThat(hidden("pack.zip")).doesNotExist();

        int before = server.requests().size();
        assertComplete(fetch(pack()));

        assertThat(server.requests().subList(before, server.requests().size()))
                .containsExactly("/files/pack.zip bytes=%d- \"one\"".formatted(ARCHIVE.length / 2));
    }

    @Test
    void serverWithoutRanges_sendsEverythingAgain() throws IOException {
        server.failing(Fault.CUT, Fault.NO_RANGES);

        assertComplete(fetch(pack()));
    }

    @Test
    void fileThatChangedSince_isDownloadedFromTheBeginning() throws IOException {
        Files.createDirectories(hidden(""));
        Files.write(hidden("pack.zip.part"), random(9, 1000));
        Files.writeString(hidden("pack.zip.version"), "\"zero\"");

        assertComplete(fetch(pack()));

        assertThat(server.requests()).containsExactly("/files/pack.zip bytes=1000- \"zero\"");
    }

    @Test
    void partThatIsWrong_isDownloadedOnceMore() throws IOException {
        Files.createDirectories(hidden(""));
        Files.write(hidden("pack.zip.part"), random(9, 1000));

        assertComplete(fetch(pack()));

        assertThat(server.requests()).containsExactly("/files/pack.zip bytes=1000-", "/files/pack.zip");
    }

    @Test
    void otherContent_isRefusedWithBothSumsAndDeleted() {
        byte[] other = ARCHIVE.clone();
        other[other.length / 2] ^= 1;
        server.offer("pack.zip", other, "\"two\"");

        assertThatThrownBy(() -> fetch(pack()))
                .isInstanceOfSatisfying(LikenessException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.MODEL_INVALID);
                    assertThat(failure.facts().remedies()).hasSize(1);
                })
                .hasMessage("pack.zip must have sha256 %s, got: %s from %s/pack.zip; it was deleted"
                        .formatted(
                                pinned("", ARCHIVE).sha256(), pinned("", other).sha256(), server.base()));
        assertThat(hidden("pack.zip.part")).doesNotExist();
    }

    @Test
    void pageOfAPortal_isRefusedByItsLength() {
        server.offer("pack.zip", "<html>Please sign in</html>".getBytes(StandardCharsets.UTF_8), "a");

        assertThatThrownBy(() -> fetch(pack()))
                .hasMessage("pack.zip must have %,d bytes, got: 27 from %s/pack.zip"
                        .formatted(ARCHIVE.length, server.base()));
    }

    @Test
    void missingFile_isRefusedAtOnce() {
        KnownModel other = pack(pinned("other.zip", ARCHIVE), pinned("detector.onnx", DETECTOR));

        assertThatThrownBy(() -> fetch(other))
                .hasMessage(
                        "the download of other.zip must be answered with its bytes, got: status 404 from %s/other.zip"
                                .formatted(server.base()));
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void redirections_areFollowedWithTheRange() throws IOException {
        server.offer("storage/a", ARCHIVE, "\"one\"")
                .redirect("pack.zip", "/files/storage/a")
                .failing(Fault.BUSY, Fault.CUT);

        assertComplete(fetch(pack()));

        assertThat(server.requests())
                .containsExactly(
                        "/files/pack.zip",
                        "/files/storage/a",
                        "/files/pack.zip bytes=%d- \"one\"".formatted(ARCHIVE.length / 2),
                        "/files/storage/a bytes=%d- \"one\"".formatted(ARCHIVE.length / 2));
    }

    @Test
    void redirectionToAFile_isRefused() {
        server.redirect("pack.zip", "file:///etc/passwd");

        assertThatThrownBy(() -> fetch(pack()))
                .hasMessage("the download of pack.zip must stay on https, got: a redirection to file:///etc/passwd");
    }

    @Test
    void modelInTheArchive_isCheckedAsWell() {
        KnownModel wrong = pack(pinned("pack.zip", ARCHIVE), pinned("detector.onnx", EMBEDDER));

        assertThatThrownBy(() -> fetch(wrong)).hasMessageContaining("detector.onnx in pack.zip must have sha256 ");
        assertThat(hidden("detector.onnx")).doesNotExist();

        KnownModel absent = pack(pinned("pack.zip", ARCHIVE), pinned("nose.onnx", EMBEDDER));
        assertThatThrownBy(() -> fetch(absent))
                .hasMessageStartingWith("an archive must contain nose.onnx once, got: 0 times");
    }

    @Test
    void filesOfTheUser_areTakenByTheirHash() throws IOException {
        Path archive = Files.write(folder.resolve("download (1).zip"), ARCHIVE);
        Path detector = Files.write(folder.resolve("a.onnx"), DETECTOR);
        Path embedder = Files.write(folder.resolve("b.onnx"), EMBEDDER);
        Path strange = Files.write(folder.resolve("c.onnx"), random(4, 10));

        try (ModelDownload download = ModelDownload.in(folder, pack())) {
            assertComplete(download.take(List.of(archive)));
            assertComplete(download.take(List.of(embedder, detector)));
            assertThatThrownBy(() -> download.take(List.of(detector)))
                    .hasMessage("the files of pack must be complete, got none for: embedder.onnx");
            assertThatThrownBy(() -> download.take(List.of(strange)))
                    .hasMessageStartingWith("a file of pack must have the sha256 of pack.zip (")
                    .hasMessageContaining("got: " + strange + " with ");
        }
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void secondProcess_isRefused() throws IOException {
        try (ModelDownload first = ModelDownload.in(folder, pack())) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> ModelDownload.in(folder, pack()))
                    .hasMessageStartingWith("a model must be downloaded by one process at a time");
        }
    }

    @Test
    void table_isOfHttpsAddressesOnGitHubAndFullHashes() {
        assertThat(KnownModels.all()).hasSizeGreaterThan(5).allSatisfy(model -> {
            assertThat(model.address()).hasScheme("https").hasHost("github.com");
            assertThat(model.address().getPath()).endsWith("/" + model.offered().name());
            assertThat(model.id()).matches("[a-z0-9_]+");
            assertThat(model.licence()).isNotBlank();
            assertThat(model.use()).isNotBlank();
            assertThat(Stream.concat(model.archive().stream(), model.files().stream()))
                    .isNotEmpty()
                    .allSatisfy(file -> {
                        assertThat(file.sha256()).matches("[0-9a-f]{64}");
                        assertThat(file.bytes()).isPositive();
                        assertThat(file.name()).matches("[A-Za-z0-9._-]+");
                    });
        });
        assertThat(KnownModels.all().stream().map(KnownModel::id)).doesNotHaveDuplicates();
    }
}
