package dev.likeness.api.deepstack;

import dev.likeness.api.Backend;
import dev.likeness.api.compat.KeyGallery;
import dev.likeness.api.http.Call;
import dev.likeness.api.http.Reply;
import dev.likeness.api.http.body.Upload;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.engine.people.PeopleOrder;
import dev.likeness.extract.AnalysedPhoto;
import dev.likeness.face.Person;
import dev.likeness.face.PersonName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Operations on those who are registered, which are the people with a name: register, list, delete.
final class PeopleOperations {
    /// What a face is called that nobody registered.
    private static final String UNKNOWN = "unknown";

    /// A face is clearly the largest of its image if its box has this many times the area of the next one.
    private static final float CLEARLY_LARGER = 2;

    private final Backend backend;

    PeopleOperations(Backend backend) {
        this.backend = backend;
    }

    private static String userid(FormFields form) {
        String userid = form.text("userid")
                .orElseThrow(() -> new ProblemException(ProblemCode.INVALID_ARGUMENT, "userid not specified"));
        if (userid.isBlank() || userid.length() > PersonName.MAX_LENGTH || PersonName.isDotSegment(userid)) {
            throw new ProblemException(
                    ProblemCode.INVALID_ARGUMENT,
                    "userid must have 1 to %d characters and be neither blank nor \".\" nor \"..\""
                            .formatted(PersonName.MAX_LENGTH));
        }
        return userid;
    }

    /// Checks the name of a person who is not there yet. People without a name have no userid, so nothing means
    /// them by number.
    private static void requireNewName(String userid) {
        PersonName.problem(userid).ifPresent(problem -> {
            throw new ProblemException(ProblemCode.INVALID_ARGUMENT, "userid " + problem);
        });
    }

    /// A face of an image that is to be registered.
    private record ChosenFace(String imageName, AnalysedPhoto photo, int ordinal) {}

    Reply register(Call call) {
        FormFields form = FormFields.of(call);
        String userid = userid(form);
        if (userid.toLowerCase(Locale.ROOT).equals(UNKNOWN)) {
            throw new ProblemException(
                    ProblemCode.INVALID_ARGUMENT, "userid must not be unknown, which faces of strangers are called");
        }
        Stopwatch time = new Stopwatch();
        KeyGallery gallery = KeyGallery.of(backend, call);
        List<ChosenFace> chosen = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        for (Upload image : form.images()) {
            byte[] bytes = call.load(image);
            AnalysedPhoto photo = time.inference(() -> gallery.analyse(image.part(), bytes));
            Optional<Integer> face = clearlyLargest(photo);
            if (face.isPresent()) {
                String name = image.safeName().isBlank() ? image.part() : image.safeName();
                chosen.add(new ChosenFace(name, photo, face.get()));
            } else {
                skipped.add(
                        photo.faces().isEmpty()
                                ? "No face found in %s".formatted(image.part())
                                : "%s has %d faces, and none is clearly the largest"
                                        .formatted(image.part(), photo.faces().size()));
            }
        }
        if (chosen.isEmpty()) {
            throw new ProblemException(ProblemCode.INVALID_ARGUMENT, String.join("; ", skipped));
        }
        boolean isKnown = gallery.write(() -> {
            boolean known = gallery.people().called(userid).isPresent();
            if (!known) {
                requireNewName(userid);
            }
            chosen.forEach(face -> gallery.enrol(
                    face.imageName(),
                    face.photo(),
                    face.ordinal(),
                    userid,
                    gallery.people().called(userid)));
            return known;
        });
        call.audit("faces", chosen.size());
        return Reply.ok(Shapes.Registered.of(isKnown ? "face updated" : "face added", skipped, time));
    }

    private static Optional<Integer> clearlyLargest(AnalysedPhoto photo) {
        List<Integer> bySize = IntStream.range(0, photo.faces().size())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer face) -> -area(photo, face)))
                .toList();
        boolean clear = bySize.size() == 1
                || (bySize.size() > 1 && area(photo, bySize.get(0)) >= CLEARLY_LARGER * area(photo, bySize.get(1)));
        return clear ? Optional.of(bySize.getFirst()) : Optional.empty();
    }

    private static double area(AnalysedPhoto photo, int face) {
        return photo.detections().get(face).box().area();
    }

    /// The names of all people who have faces, also of those who were not registered here.
    Reply list(Call call) {
        FormFields.of(call);
        KeyGallery gallery = KeyGallery.of(backend, call);
        if (!gallery.exists()) {
            return Reply.ok(Shapes.Faces.of(List.of()));
        }
        return Reply.ok(Shapes.Faces.of(gallery.people().ranked(PeopleOrder.NAME, false).stream()
                .filter(person -> person.faces() > 0)
                .flatMap(person -> Stream.ofNullable(person.name()))
                .distinct()
                .toList()));
    }

    /// Erases a person with their faces. Nobody of the name is as good as deleted.
    Reply delete(Call call) {
        String userid = userid(FormFields.of(call));
        KeyGallery gallery = KeyGallery.of(backend, call);
        if (!gallery.exists()) {
            return Reply.ok(Shapes.Done.done());
        }
        boolean isErased = gallery.write(() -> {
            Optional<Person> person = gallery.people().called(userid);
            person.ifPresent(found -> {
                call.audit("person", found.id().value());
                gallery.contents().erasePerson(found.id(), true);
            });
            return person.isPresent();
        });
        if (isErased) {
            gallery.purge();
        }
        return Reply.ok(Shapes.Done.done());
    }
}
