package dev.likeness.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonNameTest {
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
    void of_ofAnyScript_isAccepted(String name) {
        assertThatCode(() -> PersonName.of(name)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ada\n", "A\u0000da", "\ud800", "\u202eadA", "Ada\u200b", "\u2028"})
    void of_withWhatNobodySees_isRefused(String name) {
        assertThatExceptionOfType(LikenessException.class)
                .isThrownBy(() -> PersonName.of(name))
                .withMessageStartingWith("a name must have visible characters only, got: U+");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", " .. "})
    void of_thatIsADotSegment_isRefused(String name) {
        assertThatExceptionOfType(LikenessException.class)
                .isThrownBy(() -> PersonName.of(name))
                .withMessage("a name must not be \".\" or \"..\", got: \"%s\"", name);
    }

    @Test
    void of_thatIsTooLongOrInvisible_isRefused() {
        assertThatExceptionOfType(LikenessException.class)
                .isThrownBy(() -> PersonName.of("a".repeat(201)))
                .withMessage("a name must have at most 200 characters, got: 201");
        assertThatExceptionOfType(LikenessException.class)
                .isThrownBy(() -> PersonName.of("\u200d"))
                .withMessageStartingWith("a name must not be blank");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3",
                "#5",
                " # 5 ",
                "007",
                "person:12",
                "Person: 12",
                "\uff15",
                "\u0663",
                "-5",
                "+5",
                "#-5",
                "1e3",
                "1E-3",
                "1.5",
                "1,000",
                "1 000",
                ".5",
                "0x1F"
            })
    void of_aNumber_isRefusedWithAWayOut(String name) {
        assertThatExceptionOfType(LikenessException.class)
                .isThrownBy(() -> PersonName.of(name))
                .withMessageStartingWith(
                        "a name must not be a number, which means the person of that number, got: \"%s\"; add a word",
                        name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "--all", "-x", " -Ada"})
    void of_anOption_isRefused(String name) {
        assertThatExceptionOfType(LikenessException.class)
                .isThrownBy(() -> PersonName.of(name))
                .withMessage("a name must not begin with \"-\", which commands read as an option, got: \"%s\"", name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Number 5",
                "R2-D2",
                "5 o'clock",
                "50 Cent",
                "#",
                "person:",
                "V",
                "Vitamin-5",
                "1e",
                "0x",
                "R2",
                "5-year-old"
            })
    void of_moreThanANumber_isAccepted(String name) {
        assertThat(PersonName.of(name)).isEqualTo(name);
    }

    @Test
    void of_spacesAndDecomposedAccents_areTrimmedAndComposed() {
        assertThat(PersonName.of("\u00a0 Jose\u0301 \u2003".replace("\u00a0", "")))
                .isEqualTo("Jos\u00e9");
    }

    @ParameterizedTest
    @CsvSource({"José, JOSE", "Zoë, zoe", "Straße, STRASSE", "Ἀθηνᾶ, αθηνα", "' Ada', ada"})
    void folded_differentSpellingsOfOneName_areAlike(String one, String other) {
        assertThat(PersonName.folded(one)).isEqualTo(PersonName.folded(other));
    }

    @ParameterizedTest
    @CsvSource({"カナ, ガナ", "कि, कु", "Ada, Ida"})
    void folded_differentNames_areDifferent(String one, String other) {
        assertThat(PersonName.folded(one)).isNotEqualTo(PersonName.folded(other));
    }
}
