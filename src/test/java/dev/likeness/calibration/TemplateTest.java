package dev.likeness.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.face.Embedding;
import java.util.List;
import org.junit.jupiter.api.Test;

class TemplateTest {
    @Test
    void template_ofAClearAndAPoorFace_liesNearTheClearOne() {
        Template template =
                Template.of(List.of(Embedding.ofRaw(new float[] {3, 0}), Embedding.ofRaw(new float[] {0, 1})));

        assertThat(template.direction().component(0)).isCloseTo((float) (3 / Math.sqrt(10)), within(1e-6f));
        assertThat(template.direction().component(1)).isCloseTo((float) (1 / Math.sqrt(10)), within(1e-6f));
        assertThat(template.magnitude()).isEqualTo(2.5f);
        assertThat(template.clearest()).isEqualTo(3);
        assertThat(template.faces()).isEqualTo(2);
    }

    @Test
    void sums_added_areTheTemplateOfAllFaces() {
        Embedding one = Embedding.ofRaw(new float[] {3, 1});
        Embedding other = Embedding.ofRaw(new float[] {1, 2});
        Template.Sum first = new Template.Sum();
        first.add(one);
        Template.Sum second = new Template.Sum();
        second.add(other);
        first.add(second);

        assertThat(first.template()).isEqualTo(Template.of(List.of(one, other)));
    }

    @Test
    void template_ofNoFace_isRefused() {
        assertThatThrownBy(() -> Template.of(List.of())).hasMessage("a template must be of at least 1 face, got: 0");
    }
}
