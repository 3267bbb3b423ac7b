package dev.likeness.engine.people;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.ErrorFacts;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonName;
import dev.likeness.face.UserAction;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// People by their ids in another system, such as the numbers of employees. An external id is one person's.
public final class ExternalIds {
    private final Gallery gallery;
    private final EditRunner runner;

    ExternalIds(Gallery gallery, EditRunner runner) {
        this.gallery = gallery;
        this.runner = runner;
    }

    /// The person with an external id.
    ///
    /// @throws LikenessException `NOT_FOUND`
    public PersonId person(String externalId) {
        return find(externalId)
                .map(Person::id)
                .orElseThrow(() -> new LikenessException(
                        ErrorCode.NOT_FOUND,
                        "gallery %s has no person with the external id %s".formatted(gallery.name(), externalId)));
    }

    /// The person with an external id, and the user data about them; empty if there is none.
    private Optional<Person> find(String externalId) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return snapshot.people().stream()
                    .filter(person -> externalId.equals(person.externalId()))
                    .findFirst();
        }
    }

    /// Checks that the person with an external id, if there is one, has the name that was given with it, without
    /// regard to capitals and accents: one of the two is wrong otherwise, and photos of one person would become
    /// another's.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if the person has another name or none
    public void requireName(Enrolment.Target.External target) {
        String wanted = target.name();
        Person person = find(target.externalId()).orElse(null);
        if (wanted == null || person == null) {
            return;
        }
        String name = person.name();
        if (name == null || !PersonName.folded(name).equals(PersonName.folded(wanted))) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    ("a name given with an external id must be that of its person, and %s is #%s %s, got: %s; leave out"
                                    + " the name, or change the person's")
                            .formatted(
                                    target.externalId(), person.id(), name == null ? "without a name" : name, wanted),
                    ErrorFacts.ofPerson(person.id()));
        }
    }

    /// The result of [#put].
    ///
    /// @param added whether the person is new
    public record Put(EditResult edit, boolean added) {}

    /// Gives the person with this external id a name. The person is added if there is none. Several people may
    /// have one
    /// name, because their external ids tell them apart.
    ///
    /// @param newName null to leave the name as it is
    /// @throws LikenessException `INVALID_ARGUMENT` for a name or an external id that nobody can have
    public Put put(String externalId, @Nullable String newName) {
        Person.requireUsableExternalId(externalId);
        String name = newName == null ? null : PersonName.of(newName);
        boolean[] added = {false};
        EditResult result = runner.run(edit -> {
            Person before = edit.people().withExternalId(externalId).orElse(null);
            List<UserAction> actions = new ArrayList<>();
            PersonId person = before == null ? edit.addPerson(name) : before.id();
            if (before == null) {
                added[0] = true;
                edit.people().put(edit.people().require(person).withExternalId(externalId));
                actions.add(new UserAction.ExternalIdSet(person, externalId));
            } else if (name != null) {
                edit.people().put(before.withName(name));
            }
            if (name != null) {
                actions.add(new UserAction.Named(person, name));
            }
            return actions.isEmpty()
                    ? new UserAction.ExternalIdSet(person, externalId)
                    : UserAction.Combined.of(actions);
        });
        return new Put(result, added[0]);
    }
}
