package dev.likeness.cli.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.engine.relations.FaceContext;
import dev.likeness.engine.relations.FaceContext.Company;
import dev.likeness.engine.relations.FaceContext.Moment;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContextFormatterTest {
    private static final PhotoId OTHER = new PhotoId("a".repeat(64));

    @Test
    void text_ofBoth_saysWhenAndWithWhom() {
        assertThat(text(
                        new Moment(OTHER, "/photos/1.jpg", 40.4, 2),
                        new Company(new PersonId(7), "Grace Hopper", 1_200)))
                .isEqualTo(
                        "taken 40 s after /photos/1.jpg, which clearly shows this person and 2 of the others here; in 1,200 other photos with Grace Hopper (#7)");
    }

    @Test
    void text_ofAPhotoWithoutAPath_namesItsId() {
        assertThat(text(new Moment(OTHER, null, -3, 0), null))
                .isEqualTo("taken 3 s before photo %s, which clearly shows this person".formatted(OTHER));
    }

    private static String text(@Nullable Moment moment, @Nullable Company company) {
        return ContextFormatter.text(new FaceContext(moment, company));
    }
}
