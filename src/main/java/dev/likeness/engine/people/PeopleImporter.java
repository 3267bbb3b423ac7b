package dev.likeness.engine.people;

import dev.likeness.face.FaceId;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.UserAction;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Applies the people data of an import to an edit.
final class PeopleImporter {
    private final PeopleEdit edit;
    private final Set<String> externalIds;

    PeopleImporter(PeopleEdit edit) {
        this.edit = edit;
        this.externalIds = edit.people().externalIds();
    }

    UserAction apply(PeopleImport data) {
        data.drawn().forEach(edit::draw);
        List<Optional<PersonId>> ids = data.people().stream().map(this::apply).toList();
        edit.changeFaces(data.notFaces(), edit::markNotAFace, null, false);
        for (PeopleImport.Different pair : data.different()) {
            ids.get(pair.one())
                    .ifPresent(one -> ids.get(pair.other()).ifPresent(other -> edit.markDifferent(one, other)));
        }
        int faces = data.people().stream()
                .mapToInt(
                        person -> person.confirmed().size() + person.assigned().size())
                .sum();
        return new UserAction.Imported(data.source(), faces, data.people().size());
    }

    /// Imports one person and returns their id; empty if there is no data about a new person.
    private Optional<PersonId> apply(PeopleImport.Person person) {
        if (person.existing() == null
                && person.name() == null
                && person.externalId() == null
                && person.confirmed().isEmpty()
                && person.assigned().isEmpty()) {
            return Optional.empty();
        }
        PersonId id = existingOrNew(person);
        // The people that the faces leave may be the same person, whose faces no user has named yet.
        edit.confirmAll(person.confirmed(), id, false);
        edit.changeFaces(person.assigned(), face -> edit.assignUnconfirmed(face, id), id, false);
        person.rejected().forEach(face -> edit.reject(face, id));
        addUserData(id, person);
        edit.removeIfEmpty(id, false);
        return edit.people().has(id) ? Optional.of(id) : Optional.empty();
    }

    private PersonId existingOrNew(PeopleImport.Person person) {
        PersonId existing = person.existing();
        if (existing == null) {
            return edit.addPerson(person.name());
        }
        edit.people().put(edit.people().require(existing));
        return existing;
    }

    /// An external id that no other person has; else null.
    private @Nullable String unused(@Nullable String externalId) {
        return externalId != null && externalIds.add(externalId) ? externalId : null;
    }

    /// Adds the imported user data that the person lacks.
    private void addUserData(PersonId id, PeopleImport.Person imported) {
        Person person = edit.people().require(id);
        FaceId cover = imported.cover();
        boolean usable = cover != null && id.equals(edit.faces().personOf(cover));
        edit.people()
                .put(new Person(
                        id,
                        person.name(),
                        person.hidden() || imported.hidden(),
                        person.cover() == null && usable ? cover : person.cover(),
                        person.birthDate() == null ? imported.birthDate() : person.birthDate(),
                        person.confirmed(),
                        person.externalId() == null ? unused(imported.externalId()) : person.externalId()));
    }
}
