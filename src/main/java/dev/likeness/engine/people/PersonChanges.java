package dev.likeness.engine.people;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.ErrorFacts;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonName;
import dev.likeness.face.Remedy;
import dev.likeness.face.UserAction;
import dev.likeness.face.UserAction.PersonChange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Changes of the data of one person, as part of an edit.
///
/// @param person the person of every change
/// @param merged people whom the edit has merged into the person
/// @param changes at least one
/// @param sameName whether another person may have the same name
/// @param today in UTC, for dates of birth
record PersonChanges(
        PersonId person, List<PersonId> merged, List<PersonChange> changes, boolean sameName, LocalDate today) {

    /// Makes all changes.
    ///
    /// @return the changes that changed something, or one of them if none did
    List<PersonChange> apply(PeopleEdit edit) {
        List<PersonChange> effective = new ArrayList<>();
        for (PersonChange change : changes) {
            Person before = edit.people().require(person);
            Person after = after(change, before, edit);
            if (!after.equals(before)) {
                edit.people().put(after);
                effective.add(change instanceof UserAction.Named ? new UserAction.Named(person, after.name()) : change);
            }
        }
        if (!changes.stream().allMatch(UserAction.Hidden.class::isInstance)) {
            edit.removeIfEmpty(person, false);
        }
        return effective.isEmpty() ? List.of(changes.getFirst()) : effective;
    }

    private Person after(PersonChange change, Person before, PeopleEdit edit) {
        return switch (change) {
            case UserAction.Named(PersonId _, @Nullable String given) -> {
                String name = given == null ? null : PersonName.of(given);
                requireUnused(name, edit);
                yield before.withName(name);
            }
            case UserAction.Hidden _ -> before.withHidden(true);
            case UserAction.Shown _ -> before.withHidden(false);
            case UserAction.CoverChosen(PersonId _, @Nullable FaceId face) -> {
                requireOwn(face, edit);
                yield before.withCover(face);
            }
            case UserAction.BirthDateSet(PersonId _, @Nullable LocalDate date) -> {
                Person.requireUsableBirthDate(date, today);
                yield before.withBirthDate(date);
            }
            case UserAction.ExternalIdSet(PersonId _, @Nullable String externalId) -> {
                if (externalId != null) {
                    requireUnusedExternalId(externalId, person, edit);
                }
                yield before.withExternalId(externalId);
            }
        };
    }

    private void requireUnused(@Nullable String name, PeopleEdit edit) {
        if (name == null || sameName) {
            return;
        }
        edit.people().namedLike(name).stream()
                .filter(bearer -> !bearer.id().equals(person))
                .findFirst()
                .ifPresent(bearer -> {
                    PersonId other = bearer.id();
                    String gallery = edit.gallery();
                    List<PersonId> from =
                            Stream.concat(merged.stream(), Stream.of(person)).toList();
                    throw new LikenessException(
                            ErrorCode.ALREADY_EXISTS,
                            "a name must be one person's, and #%s is %s already".formatted(other, bearer.name()),
                            ErrorFacts.ofPerson(
                                    other,
                                    new Remedy.MergePeople(gallery, from, other),
                                    new Remedy.AllowSameName(gallery, person, merged, changes)));
                });
    }

    /// Checks that no other person has an external id.
    ///
    /// @param person who may have it; null if nobody may
    /// @throws LikenessException `ALREADY_EXISTS` if another person has it
    static void requireUnusedExternalId(String externalId, @Nullable PersonId person, PeopleEdit edit) {
        Person.requireUsableExternalId(externalId);
        edit.people()
                .withExternalId(externalId)
                .filter(bearer -> !bearer.id().equals(person))
                .ifPresent(bearer -> {
                    throw new LikenessException(
                            ErrorCode.ALREADY_EXISTS,
                            "an external id must be one person's, and #%s has %s already"
                                    .formatted(bearer.id(), externalId),
                            ErrorFacts.ofPerson(bearer.id()));
                });
    }

    private void requireOwn(@Nullable FaceId cover, PeopleEdit edit) {
        if (cover != null && !person.equals(edit.faces().personOf(cover))) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a cover must be a face of the person, %s, got: %s"
                            .formatted(edit.label(person), edit.label(cover)),
                    new ErrorFacts(
                            List.of(person),
                            List.of(new ErrorFacts.LabelledFace(cover, edit.label(cover))),
                            List.of(),
                            List.of()));
        }
    }
}
