package dev.likeness.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class TemplateTest {
    private static final Embedding RIGHT = Embedding.ofRaw(new float[] {3, 0});
    private static final Embedding UP = Embedding.ofRaw(new float[] {0, 1});

    @Test
    void of_twoFaces_leansToTheStrongerAndIsAsGoodAsIt() {
        Template template = Template.of(List.of(RIGHT, UP));

        assertThat(template.direction().component(0)).isCloseTo(3 / (float) Math.sqrt(10), within(1e-6f));
        assertThat(template.direction().component(1)).isCloseTo(1 / (float) Math.sqrt(10), within(1e-6f));
        assertThat(template.magnitude()).isEqualTo(3);
        assertThat(template.faces()).isEqualTo(2);
    }

    @Test
    void of_oneFace_isThatFace() {
        Template template = Template.of(List.of(UP));

        assertThat(template.direction()).isEqualTo(UP.direction());
        assertThat(template.magnitude()).isEqualTo(1);
        assertThat(template.cosine(Template.of(List.of(RIGHT)))).isZero();
    }

    @Test
    void of_noFace_isRefused() {
        assertThatThrownBy(() -> Template.of(List.of()))
                .isInstanceOf(LikenessException.class)
                .hasMessage("a template needs at least one face, got: 0");
    }

    @Test
    void of_facesOfTwoModels_isRefused() {
        assertThatThrownBy(() -> Template.of(List.of(UP, Embedding.ofRaw(new float[] {1, 1, 1}))))
                .hasMessage("faces of a template must have the same dimension, got: 2 and 3");
    }
}
