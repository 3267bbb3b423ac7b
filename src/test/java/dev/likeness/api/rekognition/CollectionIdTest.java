package dev.likeness.api.rekognition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CollectionIdTest {
    @Test
    void parse_withoutCapitals_isTheGallerysName() {
        assertThat(CollectionId.parse("my-photos_2.x").gallery()).isEqualTo("my-photos_2.x");
    }

    @Test
    void parse_withCapitals_saysWhereTheyAre() {
        // Capitals at 0 and 2: binary 101.
        assertThat(CollectionId.parse("MyPhotos").gallery()).isEqualTo("myphotos.-5");
    }

    @Test
    void ofGallery_isTheReverse() {
        for (String text : List.of("a", "A", "MyPhotos", "x-Y_z.1", "a".repeat(40) + "BCD")) {
            CollectionId collection = CollectionId.parse(text);

            assertThat(CollectionId.ofGallery(collection.gallery()).text()).isEqualTo(text);
        }
    }

    @Test
    void parse_ofNameThatBreaksTheRule_isRefused() {
        for (String text : List.of("", "-a", ".a", "a b", "é", "x".repeat(65), "X".repeat(64), "a.-1")) {
            assertThatThrownBy(() -> CollectionId.parse(text)).isInstanceOf(AwsException.class);
        }
    }
}
