package dev.likeness.engine.review;

import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.index.FaceSummary;
import dev.likeness.index.FaceTotals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// Finds all open questions of a gallery.
final class OpenQuestions {
    /// Below this probability a face is not offered to a person.
    private static final double MIN_PROBABILITY = 0.5;

    /// Weight of a single face that resembles no named person: it may be a passer-by who gets no name.
    private static final double UNKNOWN_WEIGHT = 0.5;

    /// Weight of such a face if its quality is low, so that even a user may not recognise it.
    private static final double BLURRED_WEIGHT = 0.1;

    private final ReviewedGallery gallery;
    private final QuestionDetails details;
    private final List<OpenQuestion> questions = new ArrayList<>();

    private record LikelyFace(FaceId face, float magnitude, double probability) {}

    OpenQuestions(ReviewedGallery gallery, QuestionDetails details) {
        this.gallery = gallery;
        this.details = details;
    }

    /// Every open question, most useful first.
    List<OpenQuestion> all() {
        gallery.people().forEach((id, person) -> {
            if (gallery.name(id) == null) {
                addGroup(id, person);
            } else {
                addPairs(id, person);
            }
        });
        addUnassigned();
        gallery.uncertain().forEach(this::addUncertain);
        questions.sort(OpenQuestion.BY_USEFULNESS);
        return questions;
    }

    private void addGroup(PersonId id, FaceTotals person) {
        questions.add(new OpenQuestion(
                "group-" + id,
                ReviewQuestion.GROUP,
                person.faces(),
                person.faces(),
                person.maxMagnitude(),
                id,
                null,
                null,
                List.of()));
    }

    private void addPairs(PersonId id, FaceTotals person) {
        for (NearestPeople.Near near : gallery.nearestTo(id)) {
            PersonId other = near.person();
            boolean isAskedOfOther = id.compareTo(other) > 0
                    && gallery.nearestTo(other).stream()
                            .anyMatch(back -> back.person().equals(id));
            if (isAskedOfOther) {
                continue;
            }
            FaceTotals second = gallery.person(other);
            Double probability = details.probability(
                    gallery.templates().of(id), gallery.templates().of(other));
            if (probability == null || probability < MIN_PROBABILITY) {
                continue;
            }
            // The smaller person is asked about, and the larger one is the answer.
            boolean isSecondLarger = second.faces() > person.faces();
            FaceTotals smaller = isSecondLarger ? person : second;
            questions.add(new OpenQuestion(
                    "pair-%s-%s".formatted(id, other),
                    ReviewQuestion.PAIR,
                    smaller.faces(),
                    smaller.faces() * probability,
                    smaller.maxMagnitude(),
                    isSecondLarger ? id : other,
                    isSecondLarger ? other : id,
                    probability,
                    List.of()));
        }
    }

    private void addUnassigned() {
        Map<PersonId, List<LikelyFace>> likely = new TreeMap<>();
        gallery.unassigned().forEach((id, template) -> {
            PersonId best = null;
            double bestProbability = 0;
            for (NearestPeople.Near near : gallery.nearestTo(id)) {
                Double probability =
                        details.probability(template, gallery.templates().of(near.person()));
                if (probability != null && probability > bestProbability) {
                    best = near.person();
                    bestProbability = probability;
                }
            }
            float magnitude = template.magnitude();
            if (best != null && bestProbability >= MIN_PROBABILITY) {
                likely.computeIfAbsent(best, _ -> new ArrayList<>())
                        .add(new LikelyFace(id, magnitude, bestProbability));
            } else {
                questions.add(new OpenQuestion(
                        OpenQuestion.faceId(id),
                        ReviewQuestion.UNKNOWN,
                        1,
                        details.isLowQuality(magnitude) ? BLURRED_WEIGHT : UNKNOWN_WEIGHT,
                        magnitude,
                        null,
                        null,
                        null,
                        List.of(id)));
            }
        });
        likely.forEach(this::addLikely);
    }

    /// One question for several faces: the answer is right for all, or a user excludes some first.
    private void addLikely(PersonId person, List<LikelyFace> faces) {
        List<LikelyFace> asked = faces.stream()
                .sorted(Comparator.comparingDouble((LikelyFace face) -> -face.probability)
                        .thenComparing(LikelyFace::face))
                .limit(OpenQuestion.SHOWN_FACES)
                .sorted(Comparator.comparingDouble((LikelyFace face) -> -face.magnitude)
                        .thenComparing(LikelyFace::face))
                .toList();
        double expected = asked.stream().mapToDouble(LikelyFace::probability).sum();
        questions.add(new OpenQuestion(
                "likely-" + person,
                ReviewQuestion.LIKELY,
                asked.size(),
                expected,
                asked.getFirst().magnitude,
                person,
                null,
                expected / asked.size(),
                asked.stream().map(LikelyFace::face).toList()));
    }

    private void addUncertain(FaceSummary face) {
        double margin = Objects.requireNonNull(face.assignment()).margin();
        questions.add(new OpenQuestion(
                OpenQuestion.faceId(face.face()),
                ReviewQuestion.UNCERTAIN,
                1,
                1 / (1 + Math.exp(margin)),
                face.magnitude(),
                face.person(),
                null,
                null,
                List.of(face.face())));
    }
}
