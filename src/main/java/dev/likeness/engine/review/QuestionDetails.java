package dev.likeness.engine.review;

import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.face.Template;
import dev.likeness.index.FaceTotals;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.scoring.MatchScorer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Adds to a question what a user sees: names, qualities and the most likely people.
final class QuestionDetails {
    private static final int CANDIDATES = 5;

    /// Number of people with the nearest faces whose templates are compared: who has the nearest face has not always
    /// the nearest template.
    private static final int FOUND = 30;

    /// Number of them, with the nearest templates, who may be shown.
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

    /// A question and the people who resemble its faces most, best first.
    private record Compared(OpenQuestion question, List<FaceId> faces, List<Scored> nearest) {}

    /// The questions with all that a user sees.
    List<ReviewQuestion> describe(List<OpenQuestion> questions) {
        List<List<FaceId>> faces = questions.stream().map(this::faces).toList();
        List<List<Scored>> nearest = nearest(questions, faces);
        List<ReviewQuestion> described = new ArrayList<>();
        for (int i = 0; i < questions.size(); i++) {
            described.add(describe(new Compared(questions.get(i), faces.get(i), nearest.get(i))));
        }
        return described;
    }

    private List<FaceId> faces(OpenQuestion question) {
        return question.faces().isEmpty() && question.person() != null
                ? snapshot.clearestFaces(question.person(), OpenQuestion.SHOWN_FACES)
                : question.faces();
    }

    private ReviewQuestion describe(Compared compared) {
        OpenQuestion question = compared.question;
        FaceId face = compared.faces.getFirst();
        PersonId person = question.person();
        PersonId other = question.other();
        boolean isGroup = question.kind().equals(ReviewQuestion.GROUP);
        List<ReviewQuestion.Candidate> also = new ArrayList<>();
        List<ReviewQuestion.Candidate> candidates = new ArrayList<>();
        int settles = question.settles();
        double expected = question.expected();
        for (Scored one : compared.nearest) {
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
                compared.faces.subList(1, compared.faces.size()),
                also,
                candidates);
    }

    /// The template of the faces that are asked about.
    private Template subject(OpenQuestion question) {
        PersonId person = question.person();
        if (question.kind().equals(ReviewQuestion.GROUP) && person != null) {
            return gallery.templates().of(person);
        }
        return Template.of(question.faces().stream()
                .flatMap(face -> snapshot.face(face).stream())
                .map(stored -> stored.face().embedding())
                .toList());
    }

    /// The people who resemble the faces of each question most, best first. The answer to a pair is known.
    private List<List<Scored>> nearest(List<OpenQuestion> questions, List<List<FaceId>> faces) {
        List<List<Scored>> nearest = new ArrayList<>();
        List<Integer> compared = new ArrayList<>();
        for (int i = 0; i < questions.size(); i++) {
            OpenQuestion question = questions.get(i);
            PersonId other = question.other();
            if (question.kind().equals(ReviewQuestion.PAIR) && other != null) {
                nearest.add(List.of(new Scored(other, 0, question.probability(), true)));
            } else {
                nearest.add(List.of());
                compared.add(i);
            }
        }
        if (compared.isEmpty()) {
            return nearest;
        }
        PeopleTemplates templates = gallery.templates();
        templates.read(
                snapshot,
                compared.stream()
                        .flatMap(place -> Stream.ofNullable(questions.get(place).person()))
                        .toList());
        List<Template> subjects =
                compared.stream().map(place -> subject(questions.get(place))).toList();
        List<List<PersonId>> found = new ArrayList<>();
        for (int i = 0; i < subjects.size(); i++) {
            OpenQuestion question = questions.get(compared.get(i));
            List<FaceId> asked = faces.get(compared.get(i));
            found.add(snapshot.nearestPeople(
                    subjects.get(i).direction(),
                    FOUND,
                    person -> gallery.people().containsKey(person) && !isExcluded(question, asked, person)));
        }
        // Together, because the faces of many people are read much faster at a time.
        templates.read(snapshot, found.stream().flatMap(List::stream).toList());
        for (int i = 0; i < subjects.size(); i++) {
            OpenQuestion question = questions.get(compared.get(i));
            PersonId first = question.kind().equals(ReviewQuestion.GROUP) ? null : question.person();
            nearest.set(compared.get(i), nearest(subjects.get(i), found.get(i), first));
        }
        return nearest;
    }

    /// @param people whose faces are nearest
    /// @param first who comes first, if among them
    private List<Scored> nearest(Template subject, List<PersonId> people, @Nullable PersonId first) {
        return people.stream()
                .map(person -> scored(subject, person))
                .sorted(Comparator.comparingDouble((Scored one) -> -one.cosine).thenComparing(Scored::person))
                .limit(COMPARED)
                .filter(one ->
                        one.person.equals(first) || one.probability == null || one.probability >= MIN_PROBABILITY)
                .sorted(order(first))
                .toList();
    }

    private Scored scored(Template subject, PersonId person) {
        Template template = gallery.templates().of(person);
        return new Scored(
                person, subject.cosine(template), probability(subject, template), gallery.name(person) != null);
    }
    /// The suggested person first, then by probability, named people first among equals.
    private static Comparator<Scored> order(@Nullable PersonId first) {
        return Comparator.comparing((Scored one) -> !one.person.equals(first))
                .thenComparingLong(one -> one.probability == null ? 0 : -Math.round(one.probability / EQUAL))
                .thenComparing(one -> !one.isNamed)
                .thenComparingDouble(one -> -one.cosine)
                .thenComparing(Scored::person);
    }

    private boolean isExcluded(OpenQuestion question, List<FaceId> faces, PersonId candidate) {
        PersonId person = question.person();
        if (question.kind().equals(ReviewQuestion.GROUP)
                && person != null
                && (person.equals(candidate) || gallery.areDifferent(person, candidate))) {
            return true;
        }
        return faces.stream().anyMatch(face -> gallery.isRejected(face, candidate));
    }

    private ReviewQuestion.Candidate candidate(Scored scored) {
        PersonId id = scored.person;
        FaceTotals person = gallery.person(id);
        FaceId cover = snapshot.clearestFaces(id, 1).getFirst();
        return new ReviewQuestion.Candidate(
                id, gallery.name(id), person.faces(), cover, scored.probability, scorer.quality(person.maxMagnitude()));
    }

    private float magnitude(FaceId face) {
        return snapshot.face(face)
                .map(stored -> stored.face().embedding().magnitude())
                .orElse(0f);
    }
}
