package dev.likeness.evaluation.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.ReferenceModels;
import dev.likeness.TestData;
import dev.likeness.config.ConfigurationReader;
import dev.likeness.engine.Engine;
import dev.likeness.engine.EngineOptions;
import dev.likeness.evaluation.verification.FacePairs;
import dev.likeness.evaluation.verification.VerificationReport;
import dev.likeness.extract.FaceExtractor;
import dev.likeness.extract.StageTimes;
import dev.likeness.face.LikenessException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinPairsTest {
    // pickle.dumps(([b'\xff\xd8one', b'two', b'three', b'\xff\xd8one'], [True, False]), protocol) of CPython 3, in
    // Latin-1; the last one is what Python 2 writes with protocol 2.
    private static final String PROTOCOL_1 =
            "(]q\0(c_codecs\nencode\nq\1(X\7\0\0\0\u00c3\u00bf\u00c3\u0098oneq\2X\6\0\0\0"
                    + "latin1q\3tq\4Rq\5h\1(X\3\0\0\0twoq\6h\3tq\7Rq\10h\1(X\5\0\0\0threeq\th\3tq\nRq\13h\5e]q\14(I01\nI00\netq\r.";
    private static final String PROTOCOL_2 =
            "\u0080\2]q\0(c_codecs\nencode\nq\1X\7\0\0\0\u00c3\u00bf\u00c3\u0098oneq\2X\6\0\0\0"
                    + "latin1q\3\u0086q\4Rq\5h\1X\3\0\0\0twoq\6h\3\u0086q\7Rq\10h\1X\5\0\0\0threeq\th\3\u0086q\nRq\13h\5e]q\14"
                    + "(\u0088\u0089e\u0086q\r.";
    private static final String PROTOCOL_3 =
            "\u0080\3]q\0(C\5\u00ff\u00d8oneq\1C\3twoq\2C\5threeq\3h\1e]q\4(\u0088\u0089e\u0086q\5.";
    private static final String PROTOCOL_4 = "\u0080\4\u0095%\0\0\0\0\0\0\0]\u0094(C\5\u00ff\u00d8one\u0094C\3two\u0094"
            + "C\5three\u0094h\1e]\u0094(\u0088\u0089e\u0086\u0094.";
    private static final String PYTHON_2 =
            "\u0080\2]q\1(U\5\u00ff\u00d8oneq\2U\3twoU\5threeh\2e]q\3(\u0088\u0089e\u0086q\4.";

    // The same of NumPy 2: ([array, array, array, array], [numpy.True_, False]), a column and a row of uint8.
    private static final String NUMPY_2 =
            "\200\002]q\000(cnumpy._core.multiarray\n_reconstruct\nq\001cnumpy\nndarray\nq\002K"
                    + "\000\205q\003c_codecs\nencode\nq\004X\001\000\000\000bq\005X\006\000\000\000latin1q"
                    + "\006\206q\007Rq\010\207q\tRq\n(K\001K\005K\001\206q\013cnumpy\ndtype\nq\014X\002\000"
                    + "\000\000u1q\r\211\210\207q\016Rq\017(K\003X\001\000\000\000|q\020NNNJ\377\377\377"
                    + "\377J\377\377\377\377K\000tq\021b\211h\004X\007\000\000\000\303\277\303\230oneq\022h"
                    + "\006\206q\023Rq\024tq\025bh\001h\002K\000\205q\026h\010\207q\027Rq\030(K\001K\003"
                    + "\205q\031h\017\211h\004X\003\000\000\000twoq\032h\006\206q\033Rq\034tq\035bh\030h\ne"
                    + "]q\036(cnumpy._core.multiarray\nscalar\nq\037h\014X\002\000\000\000b1q \211\210\207q"
                    + "!Rq\"(K\003h\020NNNJ\377\377\377\377J\377\377\377\377K\000tq#bh\004X\001\000\000\000"
                    + "\001q$h\006\206q%Rq&\206q'Rq(\211e\206q).";
    private static final String NUMPY_4 =
            "\200\004\225\371\000\000\000\000\000\000\000]\224(\214\026numpy._core.multiarray\224"
                    + "\214\014_reconstruct\224\223\224\214\005numpy\224\214\007ndarray\224\223\224K\000"
                    + "\205\224C\001b\224\207\224R\224(K\001K\005K\001\206\224h\004\214\005dtype\224\223"
                    + "\224\214\002u1\224\211\210\207\224R\224(K\003\214\001|\224NNNJ\377\377\377\377J\377"
                    + "\377\377\377K\000t\224b\211C\005\377\330one\224t\224bh\003h\006K\000\205\224h\010"
                    + "\207\224R\224(K\001K\003\205\224h\020\211C\003two\224t\224bh\027h\ne]\224(h\001\214"
                    + "\006scalar\224\223\224h\r\214\002b1\224\211\210\207\224R\224(K\003h\021NNNJ\377\377"
                    + "\377\377J\377\377\377\377K\000t\224bC\001\001\224\206\224R\224\211e\206\224.";
    private static final String NUMPY_5 =
            "\200\005\225\366\000\000\000\000\000\000\000]\224(\214\023numpy._core.numeric\224"
                    + "\214\013_frombuffer\224\223\224(\226\005\000\000\000\000\000\000\000\377\330one\224"
                    + "\214\005numpy\224\214\005dtype\224\223\224\214\002u1\224\211\210\207\224R\224(K\003"
                    + "\214\001|\224NNNJ\377\377\377\377J\377\377\377\377K\000t\224bK\005K\001\206\224\214"
                    + "\001C\224t\224R\224h\003(\226\003\000\000\000\000\000\000\000two\224h\nK\003\205\224"
                    + "h\016t\224R\224h\024h\020e]\224(\214\026numpy._core.multiarray\224\214\006scalar\224"
                    + "\223\224h\007\214\002b1\224\211\210\207\224R\224(K\003h\013NNNJ\377\377\377\377J\377"
                    + "\377\377\377K\000t\224bC\001\001\224\206\224R\224\211e\206\224.";

    @TempDir
    private Path directory;

    private Path file(String latin1) throws IOException {
        return Files.write(directory.resolve("lfw.bin"), latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(strings = {PROTOCOL_1, PROTOCOL_2, PROTOCOL_3, PROTOCOL_4, PYTHON_2})
    void read_everyProtocol_isTheSame(String pickle) throws IOException {
        BinPairs pairs = BinPairs.read(file(pickle));

        assertThat(pairs.mated()).containsExactly(true, false);
        assertThat(pairs.images())
                .extracting(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                .containsExactly("\u00ff\u00d8one", "two", "three", "\u00ff\u00d8one");
    }

    @Test
    void read_pickleThatWouldRunAProgram_isRefusedByName() throws IOException {
        Path file = file("cos\nsystem\n(S'true'\ntR.");

        assertThatThrownBy(() -> BinPairs.read(file))
                .isInstanceOf(LikenessException.class)
                .hasMessage(
                        file + ": a .bin list must hold only lists, bytes and truth values, got: the global os.system");
    }

    @ParameterizedTest
    @ValueSource(strings = {NUMPY_2, NUMPY_4, NUMPY_5})
    void read_numpyArrays_areTheirBytes(String pickle) throws IOException {
        BinPairs pairs = BinPairs.read(file(pickle));

        assertThat(pairs.mated()).containsExactly(true, false);
        assertThat(pairs.images())
                .extracting(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                .containsExactly("\u00ff\u00d8one", "two", "two", "\u00ff\u00d8one");
    }

    @Test
    void read_numpyArraysOfNumbers_areRefused() throws IOException {
        Path file = file(NUMPY_2.replace("u1", "f4"));

        assertThatThrownBy(() -> BinPairs.read(file))
                .hasMessageEndingWith("got: an array of something else than bytes");
    }

    @Test
    void read_otherGlobalOfNumpy_isRefusedByName() throws IOException {
        Path file = file("\u0080\2]q\0(cnumpy\nfromfile\n");

        assertThatThrownBy(() -> BinPairs.read(file)).hasMessageEndingWith("got: the global numpy.fromfile");
    }

    /// As InsightFace packs its sets (`lfw2pack.py`): protocol 2 of Python 2, `(list of str, list of
    /// bool)`, each str a JPEG of an aligned face. Two pairs of people from the shared photos, a mated
    /// and an impostor one.
    @Test
    void verification_ofPackedCrops_readsThemEndToEnd() throws IOException {
        Path lfw = TestData.require("lfw");
        List<byte[]> crops = new ArrayList<>();
        EngineOptions options = ConfigurationReader.read(null, Map.of(), ReferenceModels.settings())
                .engine();
        try (Engine engine = Engine.open(options, _ -> {})) {
            FaceExtractor extractor = engine.extractor(options.models().embedder(), new StageTimes());
            for (String photo : List.of(
                    "Abdullah/Abdullah_0003.jpg",
                    "Abdullah/Abdullah_0004.jpg",
                    "Abdullah/Abdullah_0003.jpg",
                    "Aaron_Peirsol/Aaron_Peirsol_0001.jpg")) {
                crops.add(extractor
                        .locate(Files.readAllBytes(lfw.resolve(photo)))
                        .crops()
                        .getFirst()
                        .toJpeg(95));
            }
        }
        Path bin = Files.write(directory.resolve("two.bin"), packed(crops, List.of(true, false)));

        try (FaceReader reader = FaceReader.open(options, FaceChoice.CENTRAL, _ -> {})) {
            FacePairs faces = FacePairs.ofBin(reader, bin, Progress.none());

            assertThat(faces.pairs()).extracting(pair -> pair.pair().mated()).containsExactly(true, false);
            assertThat(faces.pairs().get(0).cosine(0)).isGreaterThan(.4);
            assertThat(faces.pairs().get(1).cosine(0)).isLessThan(.3);
            VerificationReport report = faces.verification(FacePairs.Protocol.SINGLE);
            assertThat(report.mated()).isEqualTo(1);
            assertThat(report.accuracy().reason()).isPresent();
        }
    }

    private static byte[] packed(List<byte[]> images, List<Boolean> same) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x80, 2, ']', 'q', 1, '('});
        int memo = 2;
        for (byte[] image : images) {
            out.write('T'); // BINSTRING: four bytes of length, little-endian
            out.writeBytes(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(image.length)
                    .array());
            out.writeBytes(image);
            out.writeBytes(new byte[] {'q', (byte) memo++});
        }
        out.writeBytes(new byte[] {'e', ']', 'q', (byte) memo++, '('});
        same.forEach(mated -> out.write(mated ? 0x88 : 0x89));
        out.writeBytes(new byte[] {'e', (byte) 0x86, 'q', (byte) memo, '.'});
        return out.toByteArray();
    }

    @Test
    void read_cutOff_isRefused() throws IOException {
        Path file = file(PROTOCOL_3.substring(0, 12));

        assertThatThrownBy(() -> BinPairs.read(file))
                .hasMessageStartingWith(file + ": a pickle must be whole, got one that breaks at byte ");
    }

    @Test
    void read_listThatHoldsItself_isRefused() throws IOException {
        Path file = file("\u0080\2]q\0h\0a]\u0088a\u0086.");

        assertThatThrownBy(() -> BinPairs.read(file)).hasMessage(file + ": image 0 must be bytes, got: another value");
    }

    @Test
    void read_callWithoutArguments_isRefused() throws IOException {
        Path file = file("\u0080\2cnumpy._core.numeric\n_frombuffer\n)R.");

        assertThatThrownBy(() -> BinPairs.read(file))
                .hasMessageEndingWith("got: an array of something else than bytes");
    }

    @Test
    void read_globalOfPyTorch_isRefusedByName() throws IOException {
        Path file = file("\u0080\2ccollections\nOrderedDict\n)R.");

        assertThatThrownBy(() -> BinPairs.read(file)).hasMessageEndingWith("got: the global collections.OrderedDict");
    }

    @Test
    void read_damagedNumber_isRefused() throws IOException {
        Path file = file("]pfour\n.");

        assertThatThrownBy(() -> BinPairs.read(file))
                .isInstanceOf(LikenessException.class)
                .hasMessage(file + ": a pickle must be whole, got one that breaks at byte 7");
    }

    @Test
    void read_oneImageTooFew_isRefused() throws IOException {
        Path file = file("\u0080\2]q\1U\3twoa]q\2\u0088a\u0086.");

        assertThatThrownBy(() -> BinPairs.read(file))
                .hasMessage(file + ": a .bin list must hold two images for each of at least one label, got: 1 and 1");
    }
}
