package dev.likeness.engine.contents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.engine.contents.OriginalFiles.OpenOriginal;
import dev.likeness.image.content.PictureHash;
import dev.likeness.index.StoredPhoto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OriginalFilesTest {
    private static final byte[] BYTES = {1, 2, 3, 4, 5};
    private static final byte[] OTHER = {1, 2, 3, 4, 6};

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.write(folder.resolve("a.jpg"), BYTES);
    }

    @Test
    void file_withThePhotosBytes_isRead() throws IOException {
        assertThat(OriginalFiles.read(photo(file.toString()))).contains(BYTES);

        OpenOriginal open = OriginalFiles.open(photo(file.toString())).orElseThrow();
        try (FileChannel channel = open.channel()) {
            assertThat(open.name()).isEqualTo("a.jpg");
            ByteBuffer read = ByteBuffer.allocate(10);
            assertThat(channel.read(read, 0)).isEqualTo(BYTES.length);
        }
    }

    @Test
    void openFile_staysTheSameWhenAnotherTakesItsPlace() throws IOException {
        OpenOriginal open = OriginalFiles.open(photo(file.toString())).orElseThrow();
        Files.move(Files.write(folder.resolve("b"), OTHER), file, StandardCopyOption.REPLACE_EXISTING);

        try (FileChannel channel = open.channel()) {
            ByteBuffer read = ByteBuffer.allocate(BYTES.length);
            channel.read(read, 0);
            assertThat(read.array()).isEqualTo(BYTES);
        }
    }

    @Test
    void fileWithOtherBytes_ofTheSameSizeAndTime_isNotThePhoto() throws IOException {
        FileTime before = Files.getLastModifiedTime(file);
        Files.write(file, OTHER);
        Files.setLastModifiedTime(file, before);

        assertMissing(photo(file.toString()));
    }

    @Test
    void symbolicLink_toAnotherFile_isNotThePhoto() throws IOException {
        Path secret = Files.write(folder.resolve("secret"), OTHER);
        Files.delete(file);
        Files.createSymbolicLink(file, secret);

        assertMissing(photo(file.toString()));
    }

    @Test
    void symbolicLink_toThePhotosBytes_isThePhoto() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link.jpg"), file);

        assertThat(OriginalFiles.read(photo(link.toString()))).contains(BYTES);
    }

    @Test
    void path_thatIsGone_leavesTheOtherPaths() {
        assertThat(OriginalFiles.read(photo(folder.resolve("0.jpg").toString(), file.toString())))
                .contains(BYTES);
    }

    @Test
    void photo_withoutAFile_isMissing() {
        assertMissing(photo(folder.resolve("gone.jpg").toString()));
        assertMissing(photo("upload:a.jpg", "label:a.jpg"));
        assertMissing(photo("a.jpg"));
        assertMissing(photo("\0"));
        assertMissing(photo(folder.toString()));
    }

    private static void assertMissing(StoredPhoto photo) {
        assertThat(OriginalFiles.read(photo)).isEmpty();
        assertThat(OriginalFiles.open(photo)).isEmpty();
    }

    private static StoredPhoto photo(String... paths) {
        TreeMap<String, Instant> times = new TreeMap<>();
        for (String path : paths) {
            times.put(path, Instant.EPOCH);
        }
        return new StoredPhoto(PictureHash.of(BYTES), times, 10, 10, null, BYTES.length, "jpeg");
    }
}
