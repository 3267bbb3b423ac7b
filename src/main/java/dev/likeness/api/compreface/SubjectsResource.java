package dev.likeness.api.compreface;

import dev.likeness.api.Backend;
import dev.likeness.api.auth.Scope;
import dev.likeness.api.compat.PersonLabel;
import dev.likeness.api.compreface.CompreFaceException.Reason;
import dev.likeness.api.http.Call;
import dev.likeness.api.http.Cost;
import dev.likeness.api.http.Reply;
import dev.likeness.api.http.Routes;
import dev.likeness.api.http.Routes.Body;
import dev.likeness.engine.people.ListedPerson;
import dev.likeness.engine.people.People;
import dev.likeness.engine.people.PeopleOrder;
import dev.likeness.face.Person;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `…/recognition/subjects`: the subjects of a collection.
final class SubjectsResource {
    private static final String SUBJECTS = "/api/v1/recognition/subjects";

    private final Backend backend;

    SubjectsResource(Backend backend) {
        this.backend = backend;
    }

    void mount(Routes routes) {
        routes.of(Cost.QUERY).get(SUBJECTS, "compreface.listSubjects", Scope.READ, this::list);
        routes.post(SUBJECTS, "compreface.addSubject", Scope.WRITE, this::add);
        routes.put(SUBJECTS + "/:subject", "compreface.renameSubject", Scope.WRITE, this::rename);
        // Some clients send an empty body with a DELETE.
        routes.add(
                List.of(HttpMethod.DELETE),
                SUBJECTS + "/:subject",
                "compreface.deleteSubject",
                Scope.WRITE,
                Body.MEMORY,
                this::delete);
        routes.add(
                List.of(HttpMethod.DELETE),
                SUBJECTS,
                "compreface.deleteSubjects",
                Scope.WRITE,
                Body.MEMORY,
                this::deleteAll);
    }

    record Subjects(List<String> subjects) {}

    record Subject(@Nullable String subject) {}

    record Updated(boolean updated) {}

    record Deleted(int deleted) {}

    private Reply list(Call call) {
        FaceCollection collection = FaceCollection.of(backend, call);
        return Reply.ok(new Subjects(people(collection).stream()
                .map(person -> PersonLabel.of(person.id(), person.name()))
                .toList()));
    }

    private static List<ListedPerson> people(FaceCollection collection) {
        return collection.exists() ? collection.people().ranked(PeopleOrder.NAME, false) : List.of();
    }

    private static String given(Call call) {
        String subject = RequestBodies.json(call, Subject.class).subject();
        return RequestBodies.subject(subject == null ? "" : subject);
    }

    private Reply add(Call call) {
        String name = given(call);
        FaceCollection collection = FaceCollection.of(backend, call);
        collection.write(() -> {
            if (collection.subject(name).isPresent()) {
                throw new CompreFaceException(Reason.SUBJECT_EXISTS, "Subject already exists: " + name);
            }
            return collection.people().editor(call.principal().actor()).add(name);
        });
        return Reply.json(201, new Subject(name));
    }

    /// Renaming to the name of another subject merges the two.
    private Reply rename(Call call) {
        String old = RequestBodies.subject(call.parameter("subject"));
        String name = given(call);
        FaceCollection collection = FaceCollection.of(backend, call);
        if (!collection.exists()) {
            collection.requireSubject(old);
        }
        boolean updated = collection.write(() -> {
            Person subject = collection.requireSubject(old);
            if (name.equals(subject.name())) {
                return false;
            }
            People people = collection.people();
            Optional<Person> bearer = collection.subject(name);
            if (bearer.isPresent()) {
                people.editor(call.principal().actor())
                        .merge(List.of(subject.id()), bearer.get().id());
            } else {
                // CompreFace tells subjects apart by capitals; nobody has exactly this name.
                people.editor(call.principal().actor()).name(subject.id(), name, true);
            }
            return true;
        });
        return Reply.ok(new Updated(updated));
    }

    private Reply delete(Call call) {
        String name = RequestBodies.subject(call.parameter("subject"));
        FaceCollection collection = FaceCollection.of(backend, call);
        if (!collection.exists()) {
            collection.requireSubject(name);
        }
        collection.write(() -> {
            Person subject = collection.requireSubject(name);
            call.audit("person", subject.id().value());
            return collection.contents().erasePerson(subject.id(), true);
        });
        collection.purge();
        return Reply.ok(new Subject(name));
    }

    private Reply deleteAll(Call call) {
        FaceCollection collection = FaceCollection.of(backend, call);
        if (!collection.exists()) {
            return Reply.ok(new Deleted(0));
        }
        int deleted = collection.write(() -> {
            // All, also those who are hidden from lists.
            List<ListedPerson> people = collection.people().ranked(PeopleOrder.NAME, true);
            people.forEach(person -> collection.contents().erasePerson(person.id(), true));
            return people.size();
        });
        call.audit("people", deleted);
        collection.purge();
        return Reply.ok(new Deleted(deleted));
    }
}
