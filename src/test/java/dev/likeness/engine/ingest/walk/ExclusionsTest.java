package dev.likeness.engine.ingest.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.engine.ingest.walk.LeftOut.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExclusionsTest {
    @TempDir
    private Path folder;

    private Path photos;

    @BeforeEach
    void makeFolder() throws IOException {
        photos = Files.createDirectory(folder.resolve("photos"));
    }

    private void photo(String... names) throws IOException {
        for (String name : names) {
            Path file = photos.resolve(name);
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        }
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(photos.resolve(name).getParent());
        Files.writeString(photos.resolve(name), text);
    }

    private List<String> found(PhotoWalk walk) {
        return walk.files().keySet().stream()
                .map(file -> photos.relativize(file).toString())
                .toList();
    }

    private static Map<Reason, Integer> counts(PhotoWalk walk) {
        return walk.leftOut().stream().collect(Collectors.toMap(LeftOut::reason, LeftOut::count));
    }

    @Test
    void foldersOfSystems_areLeftOutAndCounted() throws IOException {
        photo(
                "a.jpg",
                "@eaDir/a.jpg/SYNOPHOTO_THUMB_XL.jpg",
                "2020/@eaDir/b.jpg",
                "#recycle/c.jpg",
                "$RECYCLE.BIN/d.jpg",
                "System Volume Information/e.jpg",
                "lost+found/f.jpg",
                ".Trash-1000/files/g.jpg",
                ".@__thumb/h.jpg",
                "@Recycle/i.jpg",
                ".thumbnails/j.jpg",
                "Lightroom Previews.lrdata/k.jpg",
                "2020/eaDir/l.jpg");

        PhotoWalk walk = PhotoWalk.of(List.of(photos), List.of(), false);

        assertThat(found(walk)).containsExactly("2020/eaDir/l.jpg", "a.jpg");
        assertThat(counts(walk)).containsExactly(Map.entry(Reason.SYSTEM_FOLDER, 11));
        assertThat(walk.leftOut().getFirst().paths()).contains(photos.resolve("2020/@eaDir"));
    }

    @Test
    void photoLibraries_areReadForTheirOriginalsOnly() throws IOException {
        photo(
                "Mine.photoslibrary/originals/0/a.jpg",
                "Mine.photoslibrary/resources/derivatives/a.jpg",
                "Mine.photoslibrary/database/b.jpg",
                "Old.photolibrary/Masters/2010/c.jpg",
                "Old.photolibrary/Thumbnails/c.jpg");

        PhotoWalk walk = PhotoWalk.of(List.of(photos), List.of(), false);

        assertThat(found(walk))
                .containsExactly("Mine.photoslibrary/originals/0/a.jpg", "Old.photolibrary/Masters/2010/c.jpg");
        assertThat(counts(walk)).containsExactly(Map.entry(Reason.PHOTO_LIBRARY, 3));
    }

    @Test
    void foldersWithNoMedia_andHiddenFiles_areLeftOutUnlessTheyAreRoots() throws IOException {
        photo("a.jpg", "chat/.nomedia", "chat/b.jpg", "chat/deep/c.jpg", ".hidden.jpg", "._a.jpg", ".DS_Store");

        PhotoWalk walk = PhotoWalk.of(List.of(photos), List.of(), false);

        assertThat(found(walk)).containsExactly("a.jpg");
        assertThat(counts(walk)).containsOnly(Map.entry(Reason.NO_MEDIA, 1), Map.entry(Reason.HIDDEN, 3));
        assertThat(found(PhotoWalk.of(List.of(photos.resolve("chat")), List.of(), false)))
                .containsExactly("chat/b.jpg", "chat/deep/c.jpg");
    }

    @Test
    void ignoreFiles_aboveARoot_holdBelowIt() throws IOException {
        photo("trip/day/a.jpg", "trip/day/b.png", "trip/private/c.jpg");
        write(".likenessignore", "*.png\n/trip/private/\n");

        assertThat(found(PhotoWalk.of(List.of(photos.resolve("trip")), List.of(), false)))
                .containsExactly("trip/day/a.jpg");
        assertThat(found(PhotoWalk.of(List.of(photos.resolve("trip/private")), List.of(), false)))
                .containsExactly("trip/private/c.jpg");
    }

    @Test
    void ignoreFiles_holdForTheirFoldersAndTheNearestDecides() throws IOException {
        photo("a.png", "a.jpg", "private/b.jpg", "trip/c.png", "trip/d.jpg", "trip/deep/private/e.jpg", "other/f.png");
        write(".likenessignore", "*.png\n/private/\n");
        write("trip/.likenessignore", "!c.png\nd.jpg\n");

        PhotoWalk walk = PhotoWalk.of(List.of(photos), List.of(), false);

        assertThat(found(walk)).containsExactly("a.jpg", "trip/c.png", "trip/deep/private/e.jpg");
        assertThat(counts(walk)).containsOnly(Map.entry(Reason.IGNORE_FILE, 4), Map.entry(Reason.HIDDEN, 2));
        assertThat(walk.leftOut().getFirst().paths())
                .containsExactly(
                        photos.resolve("a.png"),
                        photos.resolve("other/f.png"),
                        photos.resolve("private"),
                        photos.resolve("trip/d.jpg"));
    }

    @Test
    void patternsOfTheConfiguration_holdBelowEveryRootAndYieldToIgnoreFiles() throws IOException {
        photo("a/x.jpg", "a/exports/y.jpg", "b/exports/z.jpg");
        write("b/.likenessignore", "!exports/\n");

        PhotoWalk walk = PhotoWalk.of(List.of(photos.resolve("a"), photos.resolve("b")), List.of("/exports/"), false);

        assertThat(found(walk)).containsExactly("a/x.jpg", "b/exports/z.jpg");
        assertThat(counts(walk)).containsOnly(Map.entry(Reason.CONFIGURATION, 1), Map.entry(Reason.HIDDEN, 1));
    }

    @Test
    void anIgnoreFileThatCannotBeRead_leavesOutItsFolderAndIsReported() throws IOException {
        photo("a.jpg", "b/c.jpg");
        Files.createDirectory(photos.resolve("b/.likenessignore"));

        PhotoWalk walk = PhotoWalk.of(List.of(photos), List.of(), false);

        assertThat(found(walk)).containsExactly("a.jpg");
        assertThat(walk.unsearched())
                .singleElement()
                .satisfies(failure -> assertThat(failure.file()).isEqualTo(photos.resolve("b/.likenessignore")));
    }
}
