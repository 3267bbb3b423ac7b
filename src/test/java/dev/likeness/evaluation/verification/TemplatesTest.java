package dev.likeness.evaluation.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.TemplateImages;
import dev.likeness.evaluation.report.ReportPart;
import dev.likeness.face.Embedding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplatesTest {
    // Two media: a burst of two faces east (magnitudes 2 and 4), and one face north (magnitude 4).
    private static final List<List<Embedding>> MEDIA = List.of(
            List.of(Embedding.ofRaw(new float[] {2, 0}), Embedding.ofRaw(new float[] {4, 0})),
            List.of(Embedding.ofRaw(new float[] {0, 4})));

    @TempDir
    private Path directory;

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("metadata.txt"), text);
    }

    @Test
    void plain_burstAndSingle_weighTheSame() {
        // Media means (3, 0) and (0, 4), normalised (1, 0) and (0, 1): the template is (1/2, 1/2).
        assertTemplate(TemplatePooling.PLAIN.template(MEDIA), .5, .5);
    }

    @Test
    void magnitudeWeighted_isNotNormalisedBetweenMedia() {
        // ((3, 0) + (0, 4)) / 2
        assertTemplate(TemplatePooling.MAGNITUDE_WEIGHTED.template(MEDIA), 1.5, 2);
    }

    @Test
    void qMagFace_weighsTwiceAndAveragesMagnitudes() {
        // Burst: east with magnitude (4 + 16)/(2 + 4) = 10/3. Template: direction (100/9, 16), magnitude
        // (100/9 + 16)/(10/3 + 4) = 122/33.
        double magnitude = 122.0 / 33;
        double norm = Math.hypot(100.0 / 9, 16);

        assertTemplate(TemplatePooling.QMAGFACE.template(MEDIA), 100.0 / 9 / norm * magnitude, 16 / norm * magnitude);
    }

    @Test
    void template_ofNoMedia_isRefused() {
        assertThatThrownBy(() -> TemplatePooling.PLAIN.template(List.of()))
                .hasMessage("a template needs at least one medium with at least one face each, got: 0 media");
    }

    @Test
    void read_ijbForm_isImageTemplateMedia() throws IOException {
        TemplateImages images = TemplateImages.read(file("1.jpg 17 4\n2.jpg 17 5\n"), InvalidInputPolicy.failFast());

        assertThat(images.images())
                .containsExactly(
                        new TemplateImages.Entry("17", "4", "1.jpg", 1),
                        new TemplateImages.Entry("17", "5", "2.jpg", 2));
    }

    @Test
    void read_csv_takesTheColumnsByName() throws IOException {
        TemplateImages images =
                TemplateImages.read(file("template, media, image\n17, 4, a b.jpg\n"), InvalidInputPolicy.failFast());

        assertThat(images.images()).containsExactly(new TemplateImages.Entry("17", "4", "a b.jpg", 2));
    }

    @Test
    void read_shortLine_namesIt() throws IOException {
        Path file = file("1.jpg 17 4\n2.jpg 17\n");

        assertThatThrownBy(() -> TemplateImages.read(file, InvalidInputPolicy.failFast()))
                .hasMessage(file + ", line 2: an entry must read `image template media`, got: 2.jpg 17");
    }

    @Test
    void readPairs_unknownTemplate_namesItOrIsCounted() throws IOException {
        TemplateImages images = new TemplateImages(
                List.of(new TemplateImages.Entry("1", "1", "a", 1), new TemplateImages.Entry("2", "2", "b", 1)));
        Path file = file("1 2 0\n1 9 1\n");
        InvalidInputPolicy skip = InvalidInputPolicy.skip();

        assertThat(images.readPairs(file, skip)).containsExactly(new TemplateImages.Pair("1", "2", false));
        assertThat(skip.skipped()).isEqualTo(1);
        assertThatThrownBy(() -> images.readPairs(file, InvalidInputPolicy.failFast()))
                .hasMessage(file + ", line 2: a template must be one of the metadata, got: 9");
    }

    @Test
    void report_twoMethods_areShownSideBySide() {
        TemplateImages images = new TemplateImages(List.of(
                new TemplateImages.Entry("1", "1", "a", 1),
                new TemplateImages.Entry("1", "1", "b", 1),
                new TemplateImages.Entry("2", "1", "c", 1)));
        VerificationReport verification = VerificationReport.of(FixturePairs.all(), 0);

        TemplateReport report = TemplateReport.of(
                images,
                List.of(
                        new TemplateReport.Method("plain", verification),
                        new TemplateReport.Method("MagFace+", verification)));

        assertThat(report.templates()).isEqualTo(2);
        assertThat(report.media()).isEqualTo(2);
        assertThat(report.images()).isEqualTo(3);
        assertThat(report.parts().get(1))
                .isInstanceOfSatisfying(
                        ReportPart.Table.class,
                        table -> assertThat(table.rows())
                                .extracting(List::getFirst)
                                .containsExactly("plain", "MagFace+"));
    }

    private static void assertTemplate(Embedding template, double x, double y) {
        assertThat(template.raw()[0]).isCloseTo((float) x, within(1e-5f));
        assertThat(template.raw()[1]).isCloseTo((float) y, within(1e-5f));
    }
}
