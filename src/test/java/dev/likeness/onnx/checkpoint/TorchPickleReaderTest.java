package dev.likeness.onnx.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.likeness.face.LikenessException;
import dev.likeness.pickle.PickleValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A hostile pickle names a function, gives it arguments and calls it with REDUCE:
///
///     c posix\nsystem\n   ( X 'touch /tmp/owned' t   R   .
///
/// Every test here must stop at the name.
class TorchPickleReaderTest {
    private static final String REFUSED =
            "checkpoint evil.pth refers to posix.system, which is not allowed because unpickling runs code";

    private static PickleValue read(byte[] pickle) {
        return new TorchPickleReader("evil.pth", pickle).read();
    }

    private static PickleWriter hostileCall(PickleWriter pickle) {
        return pickle.global("posix", "system")
                .op('(')
                .text("touch /tmp/owned")
                .op('t')
                .op('R');
    }

    @Test
    void read_systemByGlobal_isRefusedByName() {
        byte[] pickle = hostileCall(new PickleWriter(2)).toBytes();

        assertThatThrownBy(() -> read(pickle))
                .isInstanceOf(LikenessException.class)
                .hasMessage(REFUSED);
    }

    @Test
    void read_systemByStackGlobal_isRefusedByName() {
        byte[] pickle = hostileCall(new PickleWriter(4)).toBytes();

        assertThatThrownBy(() -> read(pickle)).hasMessage(REFUSED);
    }

    @Test
    void read_systemDeepInsideAStateDict_isRefusedByName() {
        PickleWriter pickle = new PickleWriter(2)
                .op('}')
                .text("state_dict")
                .emptyOrderedDict()
                .text("conv1.weight");
        hostileCall(pickle.op(']')).op('a').op('s').op('s');

        assertThatThrownBy(() -> read(pickle.toBytes())).hasMessage(REFUSED);
    }

    @Test
    void read_systemByInst_isRefusedByName() {
        PickleWriter pickle =
                new PickleWriter(2).op('(').text("touch /tmp/owned").op('i');
        for (byte character : "posix\nsystem\n".getBytes(StandardCharsets.US_ASCII)) {
            pickle.op(character);
        }

        assertThatThrownBy(() -> read(pickle.toBytes())).hasMessage(REFUSED);
    }

    @Test
    void read_nameAssembledFromMemo_isRefusedByName() {
        PickleWriter pickle =
                new PickleWriter(4).text("posix").text("system").op('0').op('0');
        pickle.op('h').op(0).op('h').op(1).op(0x93);

        assertThatThrownBy(() -> read(pickle.toBytes())).hasMessage(REFUSED);
    }

    @Test
    void read_nameThatMovesTheCursor_isShownHarmless() {
        byte[] pickle = new PickleWriter(2).global("os\u001b[2J", "system").toBytes();

        assertThatThrownBy(() -> read(pickle))
                .hasMessage(
                        "checkpoint evil.pth refers to os?[2J.system, which is not allowed because unpickling runs code");
    }

    @Test
    void read_allowedModuleOtherName_isRefusedByName() {
        byte[] pickle =
                new PickleWriter(4).global("torch._utils", "_rebuild_tensor").toBytes();

        assertThatThrownBy(() -> read(pickle))
                .hasMessage(
                        "checkpoint evil.pth refers to torch._utils._rebuild_tensor, which is not allowed because unpickling runs code");
    }

    @Test
    void read_storageTypeCalled_isRefused() {
        byte[] pickle = new PickleWriter(2)
                .global("torch", "FloatStorage")
                .op(')')
                .op('R')
                .toBytes();

        assertThatThrownBy(() -> read(pickle))
                .hasMessage("checkpoint evil.pth calls torch.FloatStorage in a way that no checkpoint needs");
    }

    @Test
    void read_objectMadeByNewobj_isRefused() {
        byte[] pickle = new PickleWriter(2)
                .global("collections", "OrderedDict")
                .op(')')
                .op(0x81)
                .toBytes();

        assertThatThrownBy(() -> read(pickle))
                .hasMessage("checkpoint evil.pth uses the pickle operation 0x81 at byte 28, which no checkpoint needs");
    }

    @Test
    void read_marksWithoutEnd_isRefusedAtTheDepthLimit() {
        PickleWriter pickle = new PickleWriter(2);
        for (int i = 0; i < 300; i++) {
            pickle.op('(');
        }

        assertThatThrownBy(() -> read(pickle.toBytes()))
                .hasMessage("checkpoint evil.pth: its pickle must be at most 256 levels deep, at byte 259");
    }

    @Test
    void read_endlessObjects_isRefusedAtTheLimit() {
        PickleWriter pickle = new PickleWriter(2).op(']');
        for (int i = 0; i < 500_001; i++) {
            pickle.op(']').op('a');
        }

        assertThatThrownBy(() -> read(pickle.toBytes()))
                .hasMessageStartingWith("checkpoint evil.pth: its pickle must make at most 500000 objects, at byte");
    }

    @Test
    void read_textLongerThanThePickle_isRefusedWithoutAllocatingIt() {
        byte[] pickle = new PickleWriter(2).op('X').int32(0x7fffffff).toBytes();

        assertThatThrownBy(() -> read(pickle))
                .hasMessage("checkpoint evil.pth: its pickle must not end before its end, at byte 7");
    }

    @Test
    void read_listThatHoldsItself_isReadWithoutRecursion() {
        byte[] pickle =
                new PickleWriter(2).op(']').op('q').op(0).op('h').op(0).op('a').toBytes();

        assertThat(read(pickle)).isInstanceOf(PickleValue.Sequence.class);
    }

    @Test
    void read_protocolZero_isRefused() {
        assertThatThrownBy(() -> read(new PickleWriter(0).toBytes()))
                .hasMessage("checkpoint evil.pth: its pickle must have protocol 2 to 5, got: 0, at byte 2");
    }

    @Test
    void read_fiveThousandMutationsOfSeed71_givesAValueOrOneException() {
        Map<String, Tensor> tensors =
                Map.of("conv1.weight", Tensor.of(new float[54], 2, 3, 3, 3), "bn1.weight", Tensor.of(new float[2], 2));
        byte[][] whole = {
            CheckpointWriter.of("", tensors).arch("iresnet18").pickle(false),
            CheckpointWriter.of("", tensors).arch("iresnet18").protocol(4).pickle(true)
        };
        Random random = new Random(71);

        assertTimeout(Duration.ofSeconds(20), () -> {
            for (int i = 0; i < 5000; i++) {
                byte[] changed = mutated(whole[i % 2], random);
                try {
                    read(changed);
                } catch (LikenessException e) {
                    assertThat(e).hasMessageStartingWith("checkpoint evil.pth");
                }
            }
        });
    }

    /// Bytes changed, cut out, or repeated.
    static byte[] mutated(byte[] whole, Random random) {
        byte[] changed = whole.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
        }
        int from = random.nextInt(changed.length);
        return switch (random.nextInt(3)) {
            case 0 -> changed;
            case 1 -> Arrays.copyOf(changed, from);
            default -> {
                int length = random.nextInt(changed.length - from);
                byte[] repeated = new byte[changed.length + length];
                System.arraycopy(changed, 0, repeated, 0, from + length);
                System.arraycopy(changed, from, repeated, from + length, changed.length - from);
                yield repeated;
            }
        };
    }
}
