package dev.likeness.engine.review;

import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.face.Template;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.StoredFace;
import dev.likeness.scoring.MatchScorer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Adds to a question what a user sees: names, qualities and the most likely people.
final class QuestionDetails {
    private static final int CANDIDATES = 5;

    /// Number of people, nearest first, whose probability is computed.
    private static final int COMPARED = 20;

    /// An unnamed person who is so probably the same is asked about together with the person.
    private static final double SAME = 0.9;

    /// People with a smaller probability are not worth a look.
    private static final double MIN_PROBABILITY = 0.05;

    /// Two people whose probabilities differ by less are equally likely.
    private static final double EQUAL = 0.01;

    private final ReviewedGallery gallery;
    private final GallerySnapshot snapshot;
    private final MatchScorer scorer;
    private final double prior;

    private record Scored(
            PersonId person, float cosine, @Nullable Double probability, boolean isNamed) {}

    QuestionDetails(ReviewedGallery gallery, GallerySnapshot snapshot, MatchScorer scorer) {
        this.gallery = gallery;
        this.snapshot = snapshot;
        this.scorer = scorer;
        this.prior = MatchScorer.prior(gallery.people().size());
    }

    /// P(same person) of two templates; null without a calibration.
    @Nullable
    Double probability(Template one, Template other) {
        return scorer.hasTemplateCalibration()
                ? scorer.probability(one, other, prior)
                : scorer.probability(one.cosine(other), one.magnitude(), other.magnitude(), prior);
    }

    /// Whether the quality of a face is too low to recognise it.
    boolean isLowQuality(float magnitude) {
        return scorer.isLowQuality(magnitude);
    }

    /// The question with all that a user sees.
    ReviewQuestion describe(OpenQuestion question) {
        FaceId face = question.faces().getFirst();
        PersonId person = question.person();
        PersonId other = question.other();
        List<Scored> nearest = question.kind().equals(ReviewQuestion.PAIR) && other != null
                ? List.of(new Scored(other, 0, question.probability(), true))
                : nearest(question, subject(question));
        boolean isGroup = question.kind().equals(ReviewQuestion.GROUP);
        List<ReviewQuestion.Candidate> also = new ArrayList<>();
        List<ReviewQuestion.Candidate> candidates = new ArrayList<>();
        int settles = question.settles();
        double expected = question.expected();
        for (Scored one : nearest) {
            if (isGroup && !one.isNamed && one.probability != null && one.probability >= SAME) {
                also.add(candidate(one));
                int faces = gallery.person(one.person).faces();
                settles += faces;
                expected += one.probability * faces;
            } else if (candidates.size() < CANDIDATES) {
                candidates.add(candidate(one));
            }
        }
        return new ReviewQuestion(
                question.id(),
                question.kind(),
                settles,
                expected,
                person,
                person == null ? null : gallery.name(person),
                other,
                other == null ? null : gallery.name(other),
                question.probability() == null && !candidates.isEmpty()
                        ? candidates.getFirst().probability()
                        : question.probability(),
                face,
                scorer.quality(magnitude(face)),
                question.faces().subList(1, question.faces().size()),
                also,
                candidates);
    }

    /// The template of the faces that are asked about.
    private Template subject(OpenQuestion question) {
        PersonId person = question.person();
        if (question.kind().equals(ReviewQuestion.GROUP) && person != null) {
            return gallery.person(person).template();
        }
        return ReviewedPerson.of(question.faces().stream()
                        .flatMap(face -> snapshot.face(face).stream())
                        .map(StoredFace::face)
                        .toList())
                .template();
    }

    /// The people who resemble the faces most.
    private List<Scored> nearest(OpenQuestion question, Template subject) {
        List<Scored> nearest = new ArrayList<>();
        gallery.people().forEach((id, person) -> {
            if (!isExcluded(question, id)) {
                nearest.add(new Scored(id, subject.cosine(person.template()), null, gallery.name(id) != null));
            }
        });
        nearest.sort(Comparator.comparingDouble((Scored one) -> -one.cosine).thenComparing(Scored::person));
        PersonId first = question.kind().equals(ReviewQuestion.GROUP) ? null : question.person();
        return nearest.stream()
                .limit(COMPARED)
                .map(one -> new Scored(
                        one.person,
                        one.cosine,
                        probability(subject, gallery.person(one.person).template()),
                        one.isNamed))
                .filter(one ->
                        one.person.equals(first) || one.probability == null || one.probability >= MIN_PROBABILITY)
                .sorted(order(first))
                .toList();
    }

    /// The suggested person first, then by probability, named people first among equals.
    private static Comparator<Scored> order(@Nullable PersonId first) {
        return Comparator.comparing((Scored one) -> !one.person.equals(first))
                .thenComparingLong(one -> one.probability == null ? 0 : -Math.round(one.probability / EQUAL))
                .thenComparing(one -> !one.isNamed)
                .thenComparingDouble(one -> -one.cosine)
                .thenComparing(Scored::person);
    }

    private boolean isExcluded(OpenQuestion question, PersonId candidate) {
        PersonId person = question.person();
        if (question.kind().equals(ReviewQuestion.GROUP)
                && person != null
                && (person.equals(candidate) || gallery.areDifferent(person, candidate))) {
            return true;
        }
        return question.faces().stream().anyMatch(face -> gallery.isRejected(face, candidate));
    }

    private ReviewQuestion.Candidate candidate(Scored scored) {
        PersonId id = scored.person;
        ReviewedPerson person = gallery.person(id);
        FaceId cover = person.clearest().getFirst();
        return new ReviewQuestion.Candidate(
                id,
                gallery.name(id),
                person.faces(),
                cover,
                scored.probability,
                scorer.quality(person.template().magnitude()));
    }

    private float magnitude(FaceId face) {
        return snapshot.face(face)
                .map(stored -> stored.face().embedding().magnitude())
                .orElse(0f);
    }
}
