package dev.likeness.onnx.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.onnx.checkpoint.PyTorchCheckpoint.Family;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PyTorchCheckpointTest {
    private static final Map<String, Tensor> STEM = Map.of("conv1.weight", Tensor.of(new float[] {1, 2, 3}, 3));

    @TempDir
    Path directory;

    private static Tensor stem(Path file) {
        return PyTorchCheckpoint.read(file).weights().tensor("conv1.weight");
    }

    @ParameterizedTest(name = "protocol {0}")
    @ValueSource(ints = {2, 3, 4, 5})
    void read_eitherContainer_givesTheTensors(int protocol) throws Exception {
        CheckpointWriter writer =
                CheckpointWriter.of("", STEM).arch("iresnet18").protocol(protocol);

        for (Path file : List.of(writer.zip(directory.resolve("a.pth")), writer.legacy(directory.resolve("b.pth")))) {
            assertThat(stem(file).shape()).containsExactly(3);
            assertThat(stem(file).values()).containsExactly(1, 2, 3);
            assertThat(PyTorchCheckpoint.read(file).architecture()).contains("iresnet18");
        }
    }

    @ParameterizedTest(name = "prefix \"{0}\", arch {1}: {2}")
    @CsvSource({
        "features.module., iresnet50, MAGFACE",
        "module.features., iresnet50, MAGFACE",
        "module.features., , MAGFACE",
        "module., , INSIGHTFACE",
        "'', , INSIGHTFACE"
    })
    void read_knownPrefix_isStrippedAndTellsTheFamily(String prefix, String arch, Family family) throws Exception {
        CheckpointWriter writer = CheckpointWriter.of(prefix, STEM);
        if (arch != null) {
            writer.arch(arch);
        }

        PyTorchCheckpoint checkpoint = PyTorchCheckpoint.read(writer.zip(directory.resolve("m.pth")));

        assertThat(checkpoint.prefix()).isEqualTo(prefix);
        assertThat(checkpoint.family()).isEqualTo(family);
        assertThat(checkpoint.weights().names()).containsExactly("conv1.weight");
    }

    @Test
    void read_classifierBesideTheBackbone_isLeftOut() throws Exception {
        CheckpointWriter writer = CheckpointWriter.of("module.features.", STEM)
                .tensor("module.fc.weight", SavedTensor.of(Tensor.of(new float[6], 2, 3)));

        PyTorchCheckpoint checkpoint = PyTorchCheckpoint.read(writer.zip(directory.resolve("m.pth")));

        assertThat(checkpoint.weights().names()).containsExactly("conv1.weight");
    }

    @Test
    void read_eachStorageType_becomesFloat() throws Exception {
        byte[] bytes = new byte[8];
        ByteBuffer numbers = SavedTensor.littleEndian(bytes);
        numbers.putDouble(0, -1.5);
        assertThat(stored("DoubleStorage", bytes, 8)).isEqualTo(-1.5f);
        numbers.putShort(0, Float.floatToFloat16(0.375f));
        assertThat(stored("HalfStorage", Arrays.copyOf(bytes, 2), 2)).isEqualTo(0.375f);
        numbers.putInt(0, Float.floatToIntBits(-3.25f));
        assertThat(stored("BFloat16Storage", Arrays.copyOfRange(bytes, 2, 4), 2))
                .isEqualTo(-3.25f);
        numbers.putLong(0, -7);
        assertThat(stored("LongStorage", bytes, 8)).isEqualTo(-7);
        assertThat(stored("IntStorage", Arrays.copyOf(bytes, 4), 4)).isEqualTo(-7);
        assertThat(stored("ShortStorage", Arrays.copyOf(bytes, 2), 2)).isEqualTo(-7);
        assertThat(stored("CharStorage", Arrays.copyOf(bytes, 1), 1)).isEqualTo(-7);
        assertThat(stored("ByteStorage", Arrays.copyOf(bytes, 1), 1)).isEqualTo(249);
        assertThat(stored("BoolStorage", new byte[] {1}, 1)).isEqualTo(1);
    }

    private float stored(String type, byte[] storage, int elementBytes) throws Exception {
        CheckpointWriter writer = new CheckpointWriter()
                .tensor("conv1.weight", SavedTensor.view(type, storage, elementBytes, 0, new long[0], new long[0]));
        float fromZip = stem(writer.zip(directory.resolve("a.pth"))).values()[0];
        float fromLegacy = stem(writer.legacy(directory.resolve("b.pth"))).values()[0];
        assertThat(fromLegacy).isEqualTo(fromZip);
        return fromZip;
    }

    /// The storage holds 0 to 11; the tensor is the transpose of the 2 × 3 block that begins at 5, rows 4 apart:
    ///
    ///     0  1  2  3
    ///     4 [5  6  7]
    ///     8 [9 10 11]
    @Test
    void read_offsetAndTransposedStrides_areFollowed() throws Exception {
        byte[] storage = new byte[48];
        ByteBuffer numbers = SavedTensor.littleEndian(storage);
        for (int i = 0; i < 12; i++) {
            numbers.putFloat(i);
        }
        SavedTensor transposed = SavedTensor.view("FloatStorage", storage, 4, 5, new long[] {3, 2}, new long[] {1, 4});

        Tensor tensor =
                stem(new CheckpointWriter().tensor("conv1.weight", transposed).zip(directory.resolve("m.pth")));

        assertThat(tensor.shape()).containsExactly(3, 2);
        assertThat(tensor.values()).containsExactly(5, 9, 6, 10, 7, 11);
    }

    @ParameterizedTest(name = "offset {0}, size {1}, stride {2}")
    @CsvSource({"1, 3, 1", "-1, 2, 1", "0, 2, 3", "0, 4, 0", "0, -1, 1", "0, 3, -1", "0, 9223372036854775807, 1"})
    void read_viewBeyondItsStorage_isRefused(long offset, long size, long stride) throws Exception {
        SavedTensor view =
                SavedTensor.view("FloatStorage", new byte[12], 4, offset, new long[] {size}, new long[] {stride});
        Path file = new CheckpointWriter().tensor("conv1.weight", view).zip(directory.resolve("m.pth"));

        assertThatThrownBy(() -> PyTorchCheckpoint.read(file))
                .hasMessage(
                        "checkpoint %s: conv1.weight must lie within its storage of 3 elements, got: offset %d, sizes [%d], strides [%d]"
                                .formatted(file, offset, size, stride));
    }

    @Test
    void read_noSuchFile_isNotFound() {
        Path file = directory.resolve("none.pth");

        assertThatThrownBy(() -> PyTorchCheckpoint.read(file))
                .hasMessage("no such file: " + file)
                .extracting(e -> ((LikenessException) e).code())
                .isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void read_somethingElse_isUnsupported() throws Exception {
        Path file = Files.writeString(directory.resolve("m.pth"), "not a model");

        assertThatThrownBy(() -> PyTorchCheckpoint.read(file))
                .hasMessage("a PyTorch checkpoint must begin as a ZIP or as a pickle, got something else: " + file)
                .extracting(e -> ((LikenessException) e).code())
                .isEqualTo(ErrorCode.UNSUPPORTED_FORMAT);
    }

    @Test
    void read_barePickle_isRefusedForItsMagicNumber() throws Exception {
        Path file = Files.write(
                directory.resolve("m.pth"), new PickleWriter(2).op('}').toBytes());

        assertThatThrownBy(() -> PyTorchCheckpoint.read(file))
                .hasMessage("checkpoint %s: it must begin with PyTorch's magic number 1950a86a20f9469cfc6c"
                        .formatted(file));
    }

    @Test
    void read_zipCutShort_isRefused() throws Exception {
        Path file = CheckpointWriter.of("", STEM).zip(directory.resolve("m.pth"));
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 400));

        assertThatThrownBy(() -> PyTorchCheckpoint.read(file))
                .hasMessage("checkpoint %s must be a complete ZIP, got: zip END header not found".formatted(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"archive/data.pkl", "archive/byteorder"})
    void read_compressedRecordThatGrowsWithoutEnd_isRefused(String bomb) throws Exception {
        Path file = directory.resolve("bomb.pth");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String name : new TreeSet<>(List.of("archive/data.pkl", bomb))) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(new byte[name.equals(bomb) ? (16 << 20) + 1 : 4]);
                zip.closeEntry();
            }
        }

        assertThat(Files.size(file)).isLessThan(100_000);
        assertThatThrownBy(() -> PyTorchCheckpoint.read(file))
                .isInstanceOf(LikenessException.class)
                .hasMessageContaining("the record %s must have at most ".formatted(bomb));
    }

    @Test
    void read_storageBitFlipped_isRefusedByItsChecksum() throws Exception {
        Path file = CheckpointWriter.of("", STEM).zip(directory.resolve("m.pth"));
        byte[] bytes = Files.readAllBytes(file);
        // the float 3 at the end of the storage is found by its bytes 00 00 40 40
        for (int i = 0; i < bytes.length - 3; i++) {
            if (bytes[i] == 0 && bytes[i + 1] == 0 && bytes[i + 2] == 0x40 && bytes[i + 3] == 0x40) {
                bytes[i] = 1;
                break;
            }
        }
        Files.write(file, bytes);

        assertThatThrownBy(() -> PyTorchCheckpoint.read(file))
                .hasMessageStartingWith(
                        "checkpoint %s: the record archive/data/0 must have the checksum".formatted(file));
    }

    @Test
    void read_zipStorageTooShort_isRefused() throws Exception {
        Path file = CheckpointWriter.zip(
                directory.resolve("m.pth"), CheckpointWriter.of("", STEM).pickle(false), List.of(new byte[8]));

        assertThatThrownBy(() -> PyTorchCheckpoint.read(file))
                .hasMessage("checkpoint %s: the storage archive/data/0 must have 12 bytes, got: 8".formatted(file));
    }

    @Test
    void read_zipStorageMissing_isRefused() throws Exception {
        Path file = CheckpointWriter.zip(
                directory.resolve("m.pth"), CheckpointWriter.of("", STEM).pickle(false), List.of());

        assertThatThrownBy(() -> PyTorchCheckpoint.read(file))
                .hasMessage("checkpoint %s: it must contain the storage archive/data/0, got no such record"
                        .formatted(file));
    }

    @Test
    void read_legacyStorageCutShort_isRefused() throws Exception {
        Path file = CheckpointWriter.of("", STEM).legacy(directory.resolve("m.pth"));
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.setLength(bytes.length() - 1);
        }

        assertThatThrownBy(() -> PyTorchCheckpoint.read(file))
                .hasMessage("checkpoint %s: the storage 0 of 3 elements must be complete, got a truncated file"
                        .formatted(file));
    }

    @Test
    void read_noBackbone_namesWhatItFound() throws Exception {
        Path file = CheckpointWriter.of("", Map.of("encoder.weight", Tensor.of(new float[1], 1)))
                .zip(directory.resolve("m.pth"));

        assertThatThrownBy(() -> PyTorchCheckpoint.read(file))
                .hasMessage(
                        "checkpoint %s must contain a backbone whose stem is named conv1.weight or layers.0.layers.0.weight or conv1.conv.weight or conv1.0.weight, alone or after features.module. or module.features. or module., got: encoder.weight"
                                .formatted(file));
    }

    @Test
    void read_listInsteadOfADictionary_isRefused() throws Exception {
        Path file = CheckpointWriter.zip(
                directory.resolve("m.pth"), new PickleWriter(2).op(']').toBytes(), List.of());

        assertThatThrownBy(() -> PyTorchCheckpoint.read(file))
                .hasMessage("checkpoint %s must contain a dictionary, got something else".formatted(file));
    }

    @Test
    void read_hostilePickleInEitherContainer_isRefusedByNameAndPath() throws Exception {
        byte[] hostile = new PickleWriter(2)
                .global("posix", "system")
                .op('(')
                .text("touch /tmp/owned")
                .op('t')
                .op('R')
                .toBytes();
        Path zip = CheckpointWriter.zip(directory.resolve("a.pth"), hostile, List.of());
        byte[] head = CheckpointWriter.legacyHead();
        byte[] legacyBytes = Arrays.copyOf(head, head.length + hostile.length);
        System.arraycopy(hostile, 0, legacyBytes, head.length, hostile.length);
        Path legacy = Files.write(directory.resolve("b.pth"), legacyBytes);

        for (Path file : List.of(zip, legacy)) {
            assertThatThrownBy(() -> PyTorchCheckpoint.read(file))
                    .hasMessage(
                            "checkpoint %s refers to posix.system, which is not allowed because unpickling runs code"
                                    .formatted(file));
        }
    }

    @Test
    void read_filesMutatedWithSeed72_giveAModelOrOneException() throws Exception {
        byte[][] whole = {
            Files.readAllBytes(CheckpointWriter.of("", STEM).zip(directory.resolve("a.pth"))),
            Files.readAllBytes(CheckpointWriter.of("", STEM).legacy(directory.resolve("b.pth")))
        };
        Random random = new Random(72);
        Path file = directory.resolve("changed.pth");
        for (int i = 0; i < 1000; i++) {
            Files.write(file, TorchPickleReaderTest.mutated(whole[i % 2], random));
            try {
                PyTorchCheckpoint.read(file);
            } catch (LikenessException e) {
                assertThat(e).hasMessageContaining("changed.pth");
            }
        }
    }
}
