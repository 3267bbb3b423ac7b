package dev.likeness.evaluation.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.evaluation.data.TemplateImages;
import dev.likeness.face.Embedding;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateVerificationTest {
    /// Template A holds a strong face to the right and a weak one upward; B one to the right, C one upward.
    @Test
    void report_poolsInEveryWay() {
        Embedding right = HandMadeFaces.toward(3, 1, 0);
        Embedding upward = HandMadeFaces.toward(1, 0, 1);
        TemplateVerification trial = new TemplateVerification(
                new TemplateImages(List.of(
                        new TemplateImages.Entry("A", "1", "r", 1),
                        new TemplateImages.Entry("A", "2", "u", 2),
                        new TemplateImages.Entry("B", "1", "r", 3),
                        new TemplateImages.Entry("C", "1", "u", 4))),
                List.of(new TemplateImages.Pair("A", "B", true), new TemplateImages.Pair("A", "C", false)),
                Map.of("r", right, "u", upward));

        TemplateReport report = trial.report("mobilefacenet-128");

        assertThat(report.methods())
                .extracting(TemplateReport.Method::name)
                .containsExactly("plain", "magnitude-weighted (MagFace+)", "QMagFace pooling, cosine");
        // Plain: (1, 1)/√2 lies between both, so the threshold does too. Weighted: (3, 1)/√10, cosines 3/√10 and 1/√10.
        assertThat(report.methods().get(0).verification().threshold()).isCloseTo(Math.sqrt(.5), within(1e-6));
        assertThat(report.methods().get(1).verification().threshold()).isCloseTo(2 / Math.sqrt(10), within(1e-6));
        assertThat(trial.report("magface-iresnet50").methods()).hasSize(4);
    }
}
