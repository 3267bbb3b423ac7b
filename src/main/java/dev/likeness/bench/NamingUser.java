package dev.likeness.bench;

import dev.likeness.engine.Engine;
import dev.likeness.engine.people.ListedPerson;
import dev.likeness.engine.people.People;
import dev.likeness.engine.people.PeopleEditor;
import dev.likeness.engine.people.PeopleOrder;
import dev.likeness.engine.review.ReviewQuestion;
import dev.likeness.engine.review.ReviewQueue;
import dev.likeness.face.Actor;
import dev.likeness.face.FaceId;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.index.GallerySnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A user who knows the labels of some faces, sees only the faces that a page shows, and counts answers.
final class NamingUser {
    private static final double FIRST_SHARE = 0.8;
    private static final double SECOND_SHARE = 0.95;

    /// The number of faces that a page shows of a group.
    private static final int SHOWN_FACES = 6;

    /// A user who has so many answers behind them stops.
    private static final int MAX_ANSWERS = 5_000;

    private final Engine engine;
    private final String gallery;
    private final Map<FaceId, String> labels;
    private final PeopleEditor editor;
    private final Set<String> skipped = new HashSet<>();
    private int answers;
    private int unlabelled;
    private @Nullable Integer answersTo80;
    private @Nullable Integer answersTo95;
    private double share;

    NamingUser(Engine engine, String gallery, Map<FaceId, String> labels) {
        this.engine = engine;
        this.gallery = gallery;
        this.labels = labels;
        this.editor = engine.people(gallery).editor(Actor.COMMAND_LINE);
    }

    /// Answers questions until 95 % of the faces have their name, or no question is left.
    NamingBenchmark.Run followQueue(String order) {
        ReviewQueue queue = engine.review(gallery);
        while (answersTo95 == null && answers < MAX_ANSWERS) {
            List<ReviewQuestion> next = queue.page(1, skipped).next();
            if (next.isEmpty()) {
                break;
            }
            answer(next.getFirst());
            count();
        }
        return run(order);
    }

    /// Opens people, the one with the most faces first, and names each.
    NamingBenchmark.Run nameLargestFirst(String order) {
        People people = engine.people(gallery);
        for (ListedPerson item : people.ranked(PeopleOrder.FACES, false)) {
            if (answersTo95 != null) {
                break;
            }
            List<FaceId> shown = people.get(item.id()).faces().stream()
                    .sorted(Comparator.comparingInt(face -> -face.quality()))
                    .limit(SHOWN_FACES)
                    .map(face -> face.face())
                    .toList();
            name(item.id(), shown);
            count();
        }
        return run(order);
    }

    private NamingBenchmark.Run run(String order) {
        return new NamingBenchmark.Run(order, answersTo80, answersTo95, answers, unlabelled, share);
    }

    private void answer(ReviewQuestion question) {
        List<FaceId> shown = new ArrayList<>(List.of(question.face()));
        shown.addAll(question.faces());
        if (question.person() == null) {
            identify(question, shown);
            return;
        }
        PersonId person = question.person();
        switch (question.kind()) {
            case ReviewQuestion.GROUP -> {
                name(person, shown);
                String label = majority(shown);
                if (label != null) {
                    question.also().forEach(also -> join(also, label));
                }
            }
            case ReviewQuestion.LIKELY -> sort(person, question.name(), shown);
            case ReviewQuestion.UNCERTAIN -> check(person, question.name(), shown);
            case ReviewQuestion.PAIR -> {
                answers++;
                if (question.other() != null) {
                    editor.markDifferent(person, question.other());
                }
            }
            default -> identify(question, shown);
        }
    }

    /// Names an unnamed person, or merges it into the person of that name. A person unknown to the user
    /// is hidden.
    private void name(PersonId person, List<FaceId> shown) {
        answers++;
        String label = majority(shown);
        if (label == null) {
            unlabelled++;
            editor.hide(person);
            return;
        }
        Optional<Person> same = engine.people(gallery).named(label);
        if (same.isPresent() && !same.get().id().equals(person)) {
            editor.merge(List.of(person), same.get().id());
        } else {
            editor.name(person, label, false);
        }
    }

    /// Lets the answer hold for another unnamed person too, or leaves that person out with a click.
    private void join(ReviewQuestion.Candidate also, String label) {
        if (label.equals(labels.getOrDefault(also.cover(), label))) {
            engine.people(gallery).named(label).ifPresent(named -> editor.merge(List.of(also.person()), named.id()));
        } else {
            answers++;
        }
    }

    /// Leaves out the faces of somebody else, one click each, and assigns the rest.
    private void sort(PersonId person, @Nullable String name, List<FaceId> shown) {
        answers++;
        List<FaceId> others = shown.stream()
                .filter(face -> labels.containsKey(face) && !labels.get(face).equals(name))
                .toList();
        if (shown.stream().noneMatch(labels::containsKey)) {
            unlabelled++;
        }
        List<FaceId> same =
                shown.stream().filter(face -> !others.contains(face)).toList();
        if (same.stream().noneMatch(labels::containsKey) && !others.isEmpty()) {
            String label = majority(others);
            if (label != null && others.stream().allMatch(face -> label.equals(labels.get(face))) && same.isEmpty()) {
                assign(others, label);
            } else {
                editor.reject(shown, person);
            }
            return;
        }
        if (!others.isEmpty()) {
            answers += others.size();
            editor.reject(others, person);
        }
        editor.move(same, person);
    }

    /// Confirms a face or assigns it to the right person.
    private void check(PersonId person, @Nullable String name, List<FaceId> shown) {
        answers++;
        String label = majority(shown);
        if (label == null) {
            unlabelled++;
        }
        if (label == null || label.equals(name)) {
            editor.confirm(shown, person);
        } else {
            assign(shown, label);
        }
    }

    /// Says who an unassigned face is, or that the user is not sure.
    private void identify(ReviewQuestion question, List<FaceId> shown) {
        answers++;
        String label = majority(shown);
        if (label == null) {
            unlabelled++;
            skipped.add(question.id());
        } else {
            assign(shown, label);
        }
    }

    private void assign(List<FaceId> faces, String label) {
        Optional<Person> same = engine.people(gallery).named(label);
        if (same.isPresent()) {
            editor.move(faces, same.get().id());
        } else {
            editor.split(faces, label);
        }
    }

    private @Nullable String majority(List<FaceId> faces) {
        Map<String, Integer> counts = new TreeMap<>();
        faces.forEach(face -> {
            String label = labels.get(face);
            if (label != null) {
                counts.merge(label, 1, Integer::sum);
            }
        });
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    /// Counts the faces that have their name now.
    private void count() {
        int[] right = {0};
        try (GallerySnapshot snapshot = engine.galleries().snapshot(gallery)) {
            Map<PersonId, String> names = new HashMap<>();
            for (Person person : snapshot.people()) {
                if (person.name() != null) {
                    names.put(person.id(), person.name());
                }
            }
            snapshot.scanFaces(face -> {
                String label = labels.get(face.face());
                if (label != null && face.person() != null && label.equals(names.get(face.person()))) {
                    right[0]++;
                }
            });
        }
        share = (double) right[0] / labels.size();
        if (answersTo80 == null && share >= FIRST_SHARE) {
            answersTo80 = answers;
        }
        if (answersTo95 == null && share >= SECOND_SHARE) {
            answersTo95 = answers;
        }
    }
}
