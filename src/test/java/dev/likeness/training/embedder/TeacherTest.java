package dev.likeness.training.embedder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.face.Embedding;
import dev.likeness.image.RgbImage;
import dev.likeness.training.data.Augmentation;
import dev.likeness.training.data.AugmentedFace;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TeacherTest {
    private static final List<RgbImage> FACES = IntStream.range(0, 60)
            .mapToObj(person -> SyntheticFaceSet.picture(person, 0))
            .toList();
    private static final RgbImage FACE = SyntheticFaceSet.picture(100, 0);
    private static final RgbImage OTHER = SyntheticFaceSet.picture(101, 0);
    private static final DrawnEmbedder FOUR = new DrawnEmbedder("four", 4, 1);
    private static final DrawnEmbedder SIX = new DrawnEmbedder("six", 6, 2);

    @Test
    void targets_ofOneEmbedderWithTheStudentsComponents_areItsVectors() {
        Teacher teacher = Teacher.of(List.of(FOUR), options(false, false), 4, List.of());

        assertThat(target(teacher, FACE)).isEqualTo(FOUR.embed(FACE));
    }

    @Test
    void targets_ofTwoWithAllTheirComponents_haveTheMeanOfTheirCosines() {
        Teacher teacher = Teacher.of(List.of(FOUR, SIX), options(false, false), 10, FACES);

        double mean = (cosine(FOUR.embed(FACE), FOUR.embed(OTHER)) + cosine(SIX.embed(FACE), SIX.embed(OTHER))) / 2;

        assertThat(cosine(target(teacher, FACE), target(teacher, OTHER))).isCloseTo(mean, within(1e-5));
    }

    @Test
    void targets_ofTwo_haveTheMagnitudeOfTheFirst() {
        Teacher teacher = Teacher.of(List.of(FOUR, SIX), options(false, false), 10, FACES);

        assertThat(target(teacher, FACE).magnitude()).isEqualTo(FOUR.embed(FACE).magnitude());
    }

    @Test
    void targets_withFewerComponents_keepTheCosinesOfEmbeddersThatAgree() {
        DrawnEmbedder turned = new DrawnEmbedder("turned", 4, 1) {
            @Override
            float[] vector(RgbImage face) {
                float[] vector = super.vector(face);
                return new float[] {vector[3], -vector[2], vector[0], vector[1]};
            }
        };
        Teacher teacher = Teacher.of(List.of(FOUR, turned), options(false, false), 4, FACES);

        // Both span four dimensions, so that nothing is lost, and the target is turned to the first embedder.
        assertThat(cosine(target(teacher, FACE), FOUR.embed(FACE))).isCloseTo(1, within(1e-5));
    }

    @Test
    void targets_withFewerComponents_areNearerToTheMeanOfTheCosinesThanTheFirstAlone() {
        Teacher teacher = Teacher.of(List.of(FOUR, SIX), options(false, false), 4, FACES);

        double joined = 0;
        double alone = 0;
        for (int i = 1; i < FACES.size(); i++) {
            RgbImage one = FACES.get(i - 1);
            RgbImage other = FACES.get(i);
            double first = cosine(FOUR.embed(one), FOUR.embed(other));
            double mean = (first + cosine(SIX.embed(one), SIX.embed(other))) / 2;
            joined += Math.abs(cosine(target(teacher, one), target(teacher, other)) - mean);
            alone += Math.abs(first - mean);
        }

        assertThat(joined).isLessThan(alone);
    }

    @Test
    void targets_ofAMirroredTeacher_areEqualForAPictureAndItsMirrorImage() {
        Teacher teacher = Teacher.of(List.of(FOUR, SIX), options(true, false), 10, FACES);
        Embedding target = target(teacher, FACE);
        Embedding mirrored = target(teacher, Augmentation.mirrored(FACE));

        assertThat(cosine(FOUR.embed(FACE), FOUR.embed(Augmentation.mirrored(FACE))))
                .isLessThan(.99);
        assertThat(cosine(target, mirrored)).isCloseTo(1, within(1e-5));
    }

    @Test
    void targets_withCleanDirections_pointWhereTheCleanPictureDoes_withTheMagnitudeOfTheDegradedOne() {
        RgbImage degraded = FACE.blurred(6);
        Teacher teacher = Teacher.of(List.of(FOUR), options(false, true), 4, List.of());

        Embedding target =
                teacher.targets(List.of(new AugmentedFace(FACE, degraded))).getFirst();

        assertThat(target.direction()).isEqualTo(FOUR.embed(FACE).direction());
        assertThat(target.magnitude())
                .isEqualTo(FOUR.embed(degraded).magnitude())
                .isNotEqualTo(FOUR.embed(FACE).magnitude());
    }

    @Test
    void of_fewerComponentsThanTheStudent_isRefused() {
        assertThatThrownBy(() -> Teacher.of(List.of(FOUR, SIX), options(false, false), 11, FACES))
                .hasMessage(
                        "backbone.dimension must be at most that of all teachers together (four, six: 10), got: 11");
    }

    @Test
    void of_fewerPicturesThanComponents_isRefused() {
        assertThatThrownBy(() -> Teacher.of(List.of(FOUR, SIX), options(false, false), 8, FACES.subList(0, 7)))
                .hasMessage("a projection to 8 components needs as many pictures, got: 7");
    }

    @Test
    void showsMirrorImages_everySecondTimeThroughTheVariants() {
        DistillationOptions options = new DistillationOptions(List.of("four"), true, false, 1, 0, 2, Optional.empty());

        assertThat(IntStream.range(0, 6).mapToObj(options::showsMirrorImages))
                .containsExactly(false, false, true, true, false, false);
        assertThat(options(false, false).showsMirrorImages(3)).isFalse();
    }

    private static DistillationOptions options(boolean mirrored, boolean cleanDirections) {
        return new DistillationOptions(List.of("four"), mirrored, cleanDirections, 1, 0, 2, Optional.empty());
    }

    private static Embedding target(Teacher teacher, RgbImage face) {
        return teacher.targets(List.of(new AugmentedFace(face, face))).getFirst();
    }

    private static double cosine(Embedding one, Embedding other) {
        return one.direction().cosine(other.direction());
    }
}
