package dev.likeness.engine.ingest.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.face.CaptureTime;
import dev.likeness.face.CaptureTime.Source;
import dev.likeness.image.PhotoFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which files of a folder are photos, and when they were taken by what lies beside them.
class PhotoWalkTest {
    @TempDir
    Path folder;

    private Path write(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    private Path write(String name, String content) throws IOException {
        return write(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> found(PhotoWalk walk) {
        return walk.files().keySet().stream()
                .map(file -> folder.relativize(file).toString())
                .toList();
    }

    @Test
    void of_filesOfAnyName_areToldByTheirContent() throws IOException {
        byte[] photo = PhotoFiles.halves("jpeg", 16, 16, 0, 0xFFFFFF);
        for (String name : List.of("none", "b.jpg_large", "c.mpo", "d.thm", "e.tmp1", "f.JPG")) {
            write(name, photo);
        }
        write("g.abc", "no picture");
        write("h.txt", photo);
        write("i.mp4", "video");
        write("j", "\0\0\0\24ftypisom\0\0\2\0");
        write("k.svg", "<svg/>");
        write("l.nef", "not even a RAW file");
        write("empty", "");

        PhotoWalk walk = PhotoWalk.of(List.of(folder), List.of(), false);

        assertThat(found(walk))
                .containsExactlyInAnyOrder("none", "b.jpg_large", "c.mpo", "d.thm", "e.tmp1", "f.JPG", "l.nef");
        assertThat(walk.notRead()).containsExactly(new NotRead("SVG drawing", 1, null), new NotRead("video", 2, null));
        assertThat(walk.notRead())
                .map(NotRead::describe)
                .containsExactly("1 SVG drawing is not read", "2 videos are not read");
        assertThat(walk.skipped()).isEqualTo(3);
        assertThat(new NotRead("JPEG XL file", 12, "djxl: apt install libjxl-tools").describe())
                .isEqualTo("12 JPEG XL files need djxl: apt install libjxl-tools");
    }

    @Test
    void of_filesOfOneShot_areOnePhotoWithCompanions() throws IOException {
        for (String name : List.of(
                "IMG_1.JPG",
                "IMG_1.cr2",
                "IMG_1.THM",
                "IMG_2.heic",
                "IMG_2.MOV",
                "IMG_3.dng",
                "IMG_4.mov",
                "PXL_5.RAW-01.COVER.jpg",
                "PXL_5.RAW-02.ORIGINAL.dng",
                "IMG_1.png",
                "other/IMG_2.mov")) {
            write(name, "x");
        }

        PhotoWalk walk = PhotoWalk.of(List.of(folder), List.of(), false);

        assertThat(found(walk))
                .containsExactlyInAnyOrder(
                        "IMG_1.JPG", "IMG_1.png", "IMG_2.heic", "IMG_3.dng", "PXL_5.RAW-01.COVER.jpg");
        assertThat(walk.companions())
                .containsOnly(
                        Map.entry(folder.resolve("IMG_1.cr2"), folder.resolve("IMG_1.JPG")),
                        Map.entry(folder.resolve("IMG_1.THM"), folder.resolve("IMG_1.JPG")),
                        Map.entry(folder.resolve("IMG_2.MOV"), folder.resolve("IMG_2.heic")),
                        Map.entry(
                                folder.resolve("PXL_5.RAW-02.ORIGINAL.dng"), folder.resolve("PXL_5.RAW-01.COVER.jpg")));
        assertThat(walk.notRead()).containsExactly(new NotRead("video", 2, null));
        assertThat(PhotoWalk.of(List.of(folder, folder.resolve("IMG_1.cr2")), List.of(), false)
                        .files())
                .containsKey(folder.resolve("IMG_1.cr2"));
    }

    @Test
    void captureTime_besideAPhotoAndInItsName_isFoundInThatOrder() throws IOException {
        Path photo = folder.resolve("IMG_20200102_030405.jpg");
        CaptureTime own = CaptureTime.exif(LocalDateTime.of(2001, 1, 1, 0, 0));

        assertThat(CaptureTimes.of(photo, own)).isEqualTo(own);
        assertThat(CaptureTimes.of(folder.resolve("a.jpg"), null)).isNull();
        assertThat(CaptureTimes.of(photo, null))
                .isEqualTo(new CaptureTime(
                        LocalDateTime.of(2020, 1, 2, 3, 4, 5), CaptureTime.Precision.SECOND, Source.FILE_NAME));

        write(
                "IMG_20200102_030405.jpg.supplemental-metadata.json",
                "{\"title\": \"a\", \"creationTime\": {\"timestamp\": \"1\"}, \"photoTakenTime\": {\"timestamp\": \"1577934245\", \"formatted\": \"x\"}}");
        assertThat(CaptureTimes.of(photo, null))
                .isEqualTo(new CaptureTime(
                        LocalDateTime.of(2020, 1, 2, 3, 4, 5), CaptureTime.Precision.SECOND, Source.TAKEOUT));

        write("IMG_20200102_030405.xmp", "<x photoshop:DateCreated='2019-06'/>");
        assertThat(CaptureTimes.of(photo, null))
                .isEqualTo(new CaptureTime(
                        LocalDateTime.of(2019, 6, 1, 0, 0), CaptureTime.Precision.MONTH, Source.SIDECAR));
    }
}
