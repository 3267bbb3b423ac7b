package dev.likeness.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every form of a training set, in three pictures: two of one person and one of another.
class FaceSetTest {
    private static final List<String> NAMES = List.of("anna/1.jpg", "anna/2.jpg", "ben/1.jpg");

    @TempDir
    private Path folder;

    @Test
    void folder_namesItsPeopleByItsFolders() throws IOException {
        for (String name : NAMES) {
            Path file = folder.resolve("set").resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes(name));
        }
        Files.writeString(folder.resolve("set/anna/notes.txt"), "no picture");

        assertIsTheSet(folder.resolve("set"));
    }

    @Test
    void tar_plainAndCompressed_isReadLikeAFolder() throws IOException {
        Path plain = folder.resolve("set.tar");
        Path compressed = folder.resolve("set.tar.xz");
        try (OutputStream stream = Files.newOutputStream(plain)) {
            writeTar(stream);
        }
        try (OutputStream stream = new XZCompressorOutputStream(Files.newOutputStream(compressed))) {
            writeTar(stream);
        }

        assertIsTheSet(plain);
        assertIsTheSet(compressed);
    }

    @Test
    void names_withTwoUnderscores_tellThePerson() {
        assertThat(IdentityLabels.identityOf("small/celeba-7173__003403.jpg")).isEqualTo("celeba-7173");
        assertThat(IdentityLabels.identityOf("anna/1.jpg")).isEqualTo("anna");
        assertThat(IdentityLabels.labels(List.of("a__1.jpg", "b__1.jpg", "a__2.jpg")))
                .containsExactly(0, 1, 0);
    }

    @Test
    void recordIo_isReadAsInsightFaceWritesIt() throws IOException {
        writeRecords(folder);

        try (FaceSet set = FaceSet.open(folder, true)) {
            assertThat(set.size()).isEqualTo(3);
            assertThat(set.identities()).isEqualTo(2);
            assertThat(IntStream.range(0, 3).mapToObj(i -> set.read(i).label())).containsExactly(0, 0, 1);
            assertThat(set.read(0).encoded()).isEqualTo(bytes("anna/1.jpg"));
            assertThat(set.read(2).encoded()).isEqualTo(bytes("ben/1.jpg"));
        }
    }

    @Test
    void recordIo_whoseContentHoldsTheMagicNumber_isJoinedAgain() throws IOException {
        writeRecords(folder);

        try (FaceSet set = FaceSet.open(folder, true)) {
            assertThat(set.read(1).encoded()).isEqualTo(withMagic());
        }
    }

    @Test
    void recordIo_damaged_isRefusedByWhatIsWrong() throws IOException {
        writeRecords(folder);
        byte[] records = Files.readAllBytes(folder.resolve("train.rec"));
        records[0] = 1;
        Files.write(folder.resolve("train.rec"), records);

        assertThatThrownBy(() -> FaceSet.open(folder, true))
                .hasMessage("training set %s: record 0 must be a RecordIO record, got: ced72301 00000020", folder);
    }

    @Test
    void recordIo_ofOtherSize_isRefused() throws IOException {
        writeRecords(folder);
        Files.writeString(folder.resolve("property"), "2,224,224");

        assertThatThrownBy(() -> FaceSet.open(folder, true))
                .hasMessage("training set %s: property must be identities,112,112, got: 2,224,224", folder);
    }

    @Test
    void set_ofSomethingElse_isRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("set.zip"), "");
        Path cut = Files.write(folder.resolve("cut.tar.xz"), new byte[] {1, 2, 3});

        assertThatThrownBy(() -> FaceSet.open(file, true)).hasMessageContaining("must be a folder, a .tar, a .tar.xz");
        assertThatThrownBy(() -> FaceSet.open(cut, true))
                .hasMessageStartingWith("training set %s must be a complete tar archive, got: ".formatted(cut));
        assertThatThrownBy(() -> FaceSet.open(folder.resolve("nowhere"), true))
                .hasMessage("no such training set: " + folder.resolve("nowhere"));
        assertThatThrownBy(() -> FaceSet.open(Files.createDirectory(folder.resolve("empty")), true))
                .hasMessage("a training set must hold pictures, got none in: " + folder.resolve("empty"));
    }

    @Test
    void joined_keepsThePeopleOfEachSetApart_unlessTheirNamesAreToJoinThem() throws IOException {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        for (Path set : List.of(first, second)) {
            for (String name : NAMES) {
                Files.createDirectories(set.resolve(name).getParent());
                Files.write(set.resolve(name), bytes(name));
            }
        }

        try (FaceSet all = JoinedFaces.open(new DataOptions(List.of(first, second), List.of(first), false))) {
            assertThat(all.identities()).isEqualTo(4);
            assertThat(IntStream.range(0, all.size()).map(i -> all.read(i).label()))
                    .containsExactly(0, 0, 1, 2, 2, 3, -1, -1, -1);
        }
        Files.write(folder.resolve("second/zoe__1.jpg"), bytes("zoe"));
        try (FaceSet all = JoinedFaces.open(new DataOptions(List.of(first, second), List.of(), true))) {
            assertThat(all.identities()).isEqualTo(3);
            assertThat(IntStream.range(0, all.size()).map(i -> all.read(i).label()))
                    .containsExactly(0, 0, 1, 0, 0, 1, 2);
        }
    }

    private static void assertIsTheSet(Path path) {
        try (FaceSet set = FaceSet.open(path, true)) {
            assertThat(set.size()).isEqualTo(3);
            assertThat(set.identities()).isEqualTo(2);
            for (int i = 0; i < 3; i++) {
                LabelledPicture picture = set.read(i);
                assertThat(picture.name()).endsWith(NAMES.get(i));
                assertThat(picture.label()).isEqualTo(i / 2);
                assertThat(picture.encoded()).isEqualTo(bytes(NAMES.get(i)));
            }
        }
        try (FaceSet set = FaceSet.open(path, false)) {
            assertThat(set.identities()).isZero();
            assertThat(set.read(2).label()).isEqualTo(LabelledPicture.NO_LABEL);
        }
    }

    private static byte[] bytes(String content) {
        return content.getBytes(StandardCharsets.UTF_8);
    }

    private static void writeTar(OutputStream stream) throws IOException {
        TarArchiveOutputStream tar = new TarArchiveOutputStream(stream);
        for (String name : NAMES.reversed()) {
            TarArchiveEntry entry = new TarArchiveEntry("faces/" + name);
            entry.setSize(bytes(name).length);
            tar.putArchiveEntry(entry);
            tar.write(bytes(name));
            tar.closeArchiveEntry();
        }
        tar.finish();
    }

    /// The magic number at a multiple of four, where a writer must cut it out; the header before it
    /// has 24 bytes.
    private static byte[] withMagic() {
        return ByteBuffer.allocate(20)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(0x0102030405060708L)
                .putInt(0xced7230a)
                .putLong(0x1112131415161718L)
                .array();
    }

    /// Record 0 with the first key that is no picture's (4), three pictures, and a record of an
    /// identity's range.
    private static void writeRecords(Path folder) throws IOException {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        StringBuilder index = new StringBuilder();
        byte[][] contents = {
            content(2, 0, new float[] {4, 6}, new byte[0]),
            content(0, 0, new float[0], bytes("anna/1.jpg")),
            content(0, 0, new float[0], withMagic()),
            content(1, 0, new float[] {1}, bytes("ben/1.jpg")),
            content(2, 0, new float[] {1, 3}, new byte[0]),
            content(2, 0, new float[] {3, 4}, new byte[0])
        };
        for (int key = 0; key < contents.length; key++) {
            index.append(key).append('\t').append(records.size()).append('\n');
            int magic = magicAt(contents[key]);
            if (magic < 0) {
                part(records, 0, contents[key]);
            } else {
                part(records, 1, Arrays.copyOf(contents[key], magic));
                part(records, 3, Arrays.copyOfRange(contents[key], magic + 4, contents[key].length));
            }
        }
        Files.write(folder.resolve("train.rec"), records.toByteArray());
        Files.writeString(folder.resolve("train.idx"), index);
        Files.writeString(folder.resolve("property"), "2,112,112\n");
    }

    private static byte[] content(int flag, float label, float[] labels, byte[] picture) {
        ByteBuffer content =
                ByteBuffer.allocate(24 + 4 * labels.length + picture.length).order(ByteOrder.LITTLE_ENDIAN);
        content.putInt(flag).putFloat(label).putLong(0).putLong(0);
        for (float one : labels) {
            content.putFloat(one);
        }
        return content.put(picture).array();
    }

    private static int magicAt(byte[] content) {
        ByteBuffer words = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at + 4 <= content.length; at += 4) {
            if (words.getInt(at) == 0xced7230a) {
                return at;
            }
        }
        return -1;
    }

    private static void part(ByteArrayOutputStream records, int kind, byte[] content) {
        records.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0xced7230a)
                .putInt(kind << 29 | content.length)
                .array());
        records.writeBytes(content);
        records.writeBytes(new byte[(4 - content.length % 4) % 4]);
    }
}
