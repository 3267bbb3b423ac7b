package dev.likeness.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.face.LikenessException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

    @Test
    void read_numpyArrays_areRefusedByName() throws IOException {
        Path file = file("\u0080\2]q\0(cnumpy.core.multiarray\n_reconstruct\n");

        assertThatThrownBy(() -> BinPairs.read(file))
                .hasMessageEndingWith("got: the global numpy.core.multiarray._reconstruct");
    }

    @Test
    void read_cutOff_isRefused() throws IOException {
        Path file = file(PROTOCOL_3.substring(0, 12));

        assertThatThrownBy(() -> BinPairs.read(file))
                .hasMessageStartingWith(file + ": a pickle must be whole, got one that breaks at byte ");
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
