package dev.likeness.face;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ada",
                "Anna-Lena O'Neil, jr.",
                "李小龍",
                "محمد",
                "क्‍ष", // with a zero width joiner
                "👩‍🚀 Mae",
                "🏴󠁧󠁢󠁳󠁣󠁴󠁿 Ewan"
            })
    void requireUsableName_ofAnyScript_isAccepted(String name) {
        assertThatCode(() -> Person.requireUsableName(name)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ada\n", "A\u0000da", "\ud800", "\u202eadA", "Ada\u200b", "\u2028"})
    void requireUsableName_withWhatNobodySees_isRefused(String name) {
        assertThatExceptionOfType(LikenessException.class)
                .isThrownBy(() -> Person.requireUsableName(name))
                .withMessageStartingWith("a name must have visible characters only, got: U+");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", " .. "})
    void requireUsableName_thatIsADotSegment_isRefused(String name) {
        assertThatExceptionOfType(LikenessException.class)
                .isThrownBy(() -> Person.requireUsableName(name))
                .withMessage("a name must not be \".\" or \"..\", got: \"%s\"", name);
    }

    @Test
    void requireUsableName_thatIsTooLongOrInvisible_isRefused() {
        assertThatExceptionOfType(LikenessException.class)
                .isThrownBy(() -> Person.requireUsableName("a".repeat(256)))
                .withMessage("a name must have at most 255 characters, got: 256");
        assertThatExceptionOfType(LikenessException.class)
                .isThrownBy(() -> Person.requireUsableName("\u200d"))
                .withMessageStartingWith("a name must not be blank");
    }
}
