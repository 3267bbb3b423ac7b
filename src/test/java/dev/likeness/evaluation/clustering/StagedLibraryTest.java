package dev.likeness.evaluation.clustering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.cluster.Circle;
import dev.likeness.evaluation.clustering.StagedLibrary.Company;
import dev.likeness.evaluation.clustering.StagedLibrary.Labelled;
import dev.likeness.evaluation.data.LabelledFace;
import dev.likeness.face.Embedding;
import dev.likeness.face.Face;
import dev.likeness.face.PhotoId;
import dev.likeness.index.StoredFace;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Forty people with ten faces each, staged with seed 1.
@DisplayName("staged library (seed 1)")
class StagedLibraryTest {
    private static final int PEOPLE = 40;
    private static final int FACES = 10;

    private final List<Labelled> labelled = labelled();

    @ParameterizedTest
    @EnumSource
    void of_everyCompany_usesEachFaceOnceAndShowsNobodyTwiceInAPhoto(Company company) {
        StagedLibrary library = StagedLibrary.of(labelled, List.of(), company, 1);

        assertThat(library.faces())
                .extracting(LabelledFace::person)
                .containsExactlyElementsOf(
                        labelled.stream().map(Labelled::person).toList());
        assertThat(library.faces())
                .extracting(StagedLibraryTest::embedding)
                .containsExactlyElementsOf(
                        labelled.stream().map(one -> one.face().embedding()).toList());
        Map<PhotoId, Set<String>> photos = photos(library);
        assertThat(photos.values().stream().mapToInt(Set::size).sum()).isEqualTo(PEOPLE * FACES);
        assertThat(library.captureTimes()).containsOnlyKeys(photos.keySet());
    }

    @Test
    void of_theSameSeed_isTheSame() {
        assertThat(StagedLibrary.of(labelled, List.of(), Company.HOUSEHOLDS, 1))
                .isEqualTo(StagedLibrary.of(labelled, List.of(), Company.HOUSEHOLDS, 1))
                .isNotEqualTo(StagedLibrary.of(labelled, List.of(), Company.HOUSEHOLDS, 2));
    }

    @Test
    void of_households_staysTogetherWhereStrangersDoNot() {
        assertThat(stay(StagedLibrary.of(labelled, List.of(), Company.HOUSEHOLDS, 1)))
                .isBetween(.6, .95);
        assertThat(stay(StagedLibrary.of(labelled, List.of(), Company.STRANGERS, 1)))
                .isLessThan(.2);
    }

    @Test
    void of_bystanders_putsEachIntoAPhotoAsAPersonOfItsOwn() {
        List<Face> bystanders = List.of(Circle.face(900, 0, 1, Circle.POOR), Circle.face(901, 0, 2, Circle.POOR));

        StagedLibrary library = StagedLibrary.of(labelled, bystanders, Company.HOUSEHOLDS, 1);

        List<LabelledFace> last = library.faces().subList(PEOPLE * FACES, PEOPLE * FACES + 2);
        assertThat(last).extracting(LabelledFace::person).containsExactly("bystander 0", "bystander 1");
        assertThat(library.captureTimes())
                .containsKeys(last.get(0).photo(), last.get(1).photo());
    }

    /// Of the faces with another photo within a minute, the share whose person is in one.
    private static double stay(StagedLibrary library) {
        Map<PhotoId, Set<String>> photos = photos(library);
        int asked = 0;
        int stayed = 0;
        for (LabelledFace face : library.faces()) {
            List<Set<String>> near = new ArrayList<>();
            LocalDateTime time = Objects.requireNonNull(library.captureTimes().get(face.photo()));
            library.captureTimes().forEach((photo, other) -> {
                if (!photo.equals(face.photo())
                        && Duration.between(time, other).abs().toSeconds() <= 60) {
                    near.add(photos.getOrDefault(photo, Set.of()));
                }
            });
            asked += near.isEmpty() ? 0 : 1;
            stayed += near.stream().anyMatch(people -> people.contains(face.person())) ? 1 : 0;
        }
        return (double) stayed / asked;
    }

    private static Map<PhotoId, Set<String>> photos(StagedLibrary library) {
        Map<PhotoId, Set<String>> photos = new HashMap<>();
        library.faces()
                .forEach(face -> photos.computeIfAbsent(face.photo(), _ -> new HashSet<>())
                        .add(face.person()));
        return photos;
    }

    private static Embedding embedding(LabelledFace labelled) {
        StoredFace face = Objects.requireNonNull(labelled.face());
        return face.face().embedding();
    }

    private static List<Labelled> labelled() {
        List<Labelled> faces = new ArrayList<>();
        for (int i = 0; i < PEOPLE * FACES; i++) {
            faces.add(new Labelled("p" + i % PEOPLE, Circle.face(i, 0, i, Circle.CLEAR)));
        }
        return faces;
    }
}
