package dev.likeness.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.pickle.PickleException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Pickles are written in Latin-1, an operation a character.
class PickleReaderTest {
    /// Allows `demo.pair`, which makes a tuple of its arguments.
    private record Demo(boolean stringsAreBytes) implements PickleReader.Dialect {
        @Override
        public Optional<Pair> global(String qualifiedName) {
            return qualifiedName.equals("demo.pair") ? Optional.of(new Pair()) : Optional.empty();
        }

        @Override
        public int maxObjects() {
            return 1_000;
        }
    }

    private record Pair() implements PickleValue.Global {
        @Override
        public String qualifiedName() {
            return "demo.pair";
        }

        @Override
        public PickleValue call(List<PickleValue> arguments, PickleReader reader) {
            if (arguments.size() != 2) {
                throw reader.forbiddenCall(this);
            }
            return new PickleValue.Tuple(arguments);
        }
    }

    private static PickleValue read(String latin1) {
        return reader(latin1, false).read();
    }

    private static PickleReader reader(String latin1, boolean stringsAreBytes) {
        return new PickleReader(latin1.getBytes(StandardCharsets.ISO_8859_1), new Demo(stringsAreBytes));
    }

    private static void assertRefused(String pickle, Kind kind, String detail) {
        assertThatThrownBy(() -> read(pickle)).isInstanceOfSatisfying(PickleException.class, e -> {
            assertThat(e.kind()).isEqualTo(kind);
            assertThat(e.detail()).isEqualTo(detail);
        });
    }

    @Test
    void read_plainValues_areThose() {
        assertThat(read("\u0080\2(K\7M\1\1J\u00ff\u00ff\u00ff\u00ffX\2\0\0\0hi\u0088Nt."))
                .isEqualTo(new PickleValue.Tuple(List.of(
                        new PickleValue.Whole(7),
                        new PickleValue.Whole(257),
                        new PickleValue.Whole(-1),
                        new PickleValue.Text("hi"),
                        new PickleValue.Truth(true),
                        new PickleValue.Opaque())));
        assertThat(read("I42\n.")).isEqualTo(new PickleValue.Whole(42));
        assertThat(read("I01\n.")).isEqualTo(new PickleValue.Truth(true));
    }

    @Test
    void read_stringOfPython2_isTextOrBytesAsTheCallerAsks() {
        assertThat(reader("U\2hi.", false).read()).isEqualTo(new PickleValue.Text("hi"));
        assertThat(reader("U\2\u00ff\u00d8.", true).read())
                .isInstanceOfSatisfying(
                        PickleValue.Bytes.class,
                        bytes -> assertThat(bytes.value()).containsExactly(0xff, 0xd8));
    }

    @Test
    void read_twoPickles_goesOnBehindTheFirst() {
        PickleReader reader = reader("K\1.K\2.rest", false);

        assertThat(reader.read()).isEqualTo(new PickleValue.Whole(1));
        assertThat(reader.read()).isEqualTo(new PickleValue.Whole(2));
        assertThat(reader.position()).isEqualTo(6);
    }

    @Test
    void read_allowedGlobal_isCalledWithItsArguments() {
        assertThat(read("cdemo\npair\nK\1K\2\u0086R."))
                .isEqualTo(new PickleValue.Tuple(List.of(new PickleValue.Whole(1), new PickleValue.Whole(2))));
        assertRefused("cdemo\npair\n)R.", Kind.FORBIDDEN_CALL, "demo.pair");
    }

    @Test
    void read_anyOtherGlobal_isRefusedByName() {
        assertRefused("cos\nsystem\n", Kind.FORBIDDEN_GLOBAL, "os.system");
        assertRefused("cdemo\npair2\n", Kind.FORBIDDEN_GLOBAL, "demo.pair2");
        assertRefused("\u0080\4\u008c\2os\u008c\6system\u0093", Kind.FORBIDDEN_GLOBAL, "os.system");
        assertRefused("(K\1ios\nsystem\n", Kind.FORBIDDEN_GLOBAL, "os.system");
        assertRefused("cos\u001b[2J\nsystem\n", Kind.FORBIDDEN_GLOBAL, "os?[2J.system");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cdemo\npair\n)\u0081.", "S'text'\n.", "\u0082\1.", "P7\n."})
    void read_operationThatDataNeedsNot_isRefused(String pickle) {
        assertThatThrownBy(() -> read(pickle))
                .isInstanceOfSatisfying(
                        PickleException.class, e -> assertThat(e.kind()).isEqualTo(Kind.FORBIDDEN_OPERATION));
    }

    @Test
    void read_stateOfWhatHasNone_isRefused() {
        assertRefused("K\1}b.", Kind.DAMAGED, "must set entries and attributes of dictionaries only");
    }

    @Test
    void read_referenceOutside_isRefusedUnlessTheCallerKnowsIt() {
        assertRefused("K\1Q.", Kind.DAMAGED, "must refer to nothing outside of it");
    }

    @Test
    void read_tooManyObjects_isRefused() {
        assertRefused("]" + "]a".repeat(1_000) + ".", Kind.DAMAGED, "must make at most 1000 objects");
    }

    @Test
    void read_lengthBeyondTheEnd_isRefused() {
        assertRefused("B\u00ff\u00ff\u00ff\177abc", Kind.CUT_OFF, "must not end before its end");
        assertRefused("", Kind.CUT_OFF, "must not end before its end");
    }

    @Test
    void read_anyBytesOfSeed5_givesAValueOrOneException() {
        Random random = new Random(5);
        String operations = "\u0080(012NKIMJG\u008cXUTC)\u0085\u0086t]lae}dsughqrpcRbQ.\n\0\1\2i";
        for (int i = 0; i < 100_000; i++) {
            StringBuilder pickle = new StringBuilder();
            int length = random.nextInt(30);
            for (int j = 0; j < length; j++) {
                pickle.append(operations.charAt(random.nextInt(operations.length())));
            }
            try {
                assertThat(read(pickle + ".")).isNotNull();
            } catch (PickleException e) {
                assertThat(e.position()).isBetween(0, pickle.length() + 1);
            }
        }
    }
}
