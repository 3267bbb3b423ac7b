package dev.likeness.api.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.face.FaceId;
import dev.likeness.face.PhotoId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FaceUuidTest {
    private static final PhotoId PHOTO = new PhotoId("0123456789abcdef0123456789abcdef" + "f".repeat(32));

    @Test
    void of_aFace_holdsTheBeginningOfTheHashAndTheOrdinal() {
        UUID uuid = FaceUuid.of(new FaceId(PHOTO, 5));

        assertThat(uuid).hasToString("01234567-89ab-8cde-8005-f0123456789a");
        assertThat(uuid.version()).isEqualTo(8);
        assertThat(uuid.variant()).isEqualTo(2);
        assertThat(FaceUuid.parse(uuid.toString())).hasValueSatisfying(named -> {
            assertThat(named.ordinal()).isEqualTo(5);
            assertThat(PHOTO.sha256()).startsWith(named.prefix());
            assertThat(named.prefix()).hasSize(27);
        });
    }

    @Test
    void parse_ofEveryOrdinal_isItsReverse() {
        for (int ordinal : new int[] {0, 1, 255, 256, 4095, 4096, 16_382}) {
            assertThat(FaceUuid.parse(FaceUuid.of(new FaceId(PHOTO, ordinal)).toString()))
                    .hasValueSatisfying(named -> assertThat(named.ordinal()).isEqualTo(ordinal));
        }
        assertThatThrownBy(() -> FaceUuid.of(new FaceId(PHOTO, 16_383)))
                .hasMessage("a face's ordinal must be below 16383, got: 16383");
    }

    @Test
    void parse_ofAPhoto_namesNoFace() {
        assertThat(FaceUuid.parse(FaceUuid.of(PHOTO).toString()))
                .hasValueSatisfying(named -> assertThat(named.ordinal()).isEqualTo(-1));
    }

    @Test
    void parse_ofAnotherText_isEmpty() {
        assertThat(FaceUuid.parse(
                        UUID.fromString("6b135f5b-a365-4522-b1f1-4c9ac2dd0728").toString()))
                .isEmpty();
        assertThat(FaceUuid.parse("01234567-89ab-8cde-0005-f0123456789a")).isEmpty();
        assertThat(FaceUuid.parse("nonsense")).isEmpty();
    }
}
