package dev.likeness.face;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 1);

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

    @ParameterizedTest
    @ValueSource(strings = {"1800-01-01", "1990-05-01", "2026-03-02"})
    void requireUsableBirthDate_ofSomebodyInAPhoto_isAccepted(LocalDate date) {
        assertThatCode(() -> Person.requireUsableBirthDate(date, TODAY)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0001-01-01", "1799-12-31", "2026-03-03"})
    void requireUsableBirthDate_beforePhotosOrStillToCome_isRefused(LocalDate date) {
        assertThatExceptionOfType(LikenessException.class)
                .isThrownBy(() -> Person.requireUsableBirthDate(date, TODAY))
                .withMessage("a birth date must be from 1800-01-01 to 2026-03-02, got: " + date);
    }
}
