package dev.likeness.face;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 1);

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
