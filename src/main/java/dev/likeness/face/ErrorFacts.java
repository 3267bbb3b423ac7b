package dev.likeness.face;

import java.util.List;

/// What an error is about and what resolves it, for doors that word or link it themselves.
///
/// @param people the people that the error concerns
/// @param faces the faces that the error concerns
/// @param photos the photos that the error concerns, directly and not through a face
/// @param remedies alternatives, best first; empty if the message says everything
public record ErrorFacts(List<PersonId> people, List<LabelledFace> faces, List<PhotoId> photos, List<Remedy> remedies) {
    public static final ErrorFacts NONE = new ErrorFacts(List.of(), List.of(), List.of(), List.of());

    /// A face and the text that stands for it in the message.
    ///
    /// @param label `path#ordinal` if the photo has a path, else the id
    public record LabelledFace(FaceId face, String label) {}

    public ErrorFacts {
        people = List.copyOf(people);
        faces = List.copyOf(faces);
        photos = List.copyOf(photos);
        remedies = List.copyOf(remedies);
    }

    public static ErrorFacts ofRemedies(Remedy... remedies) {
        return new ErrorFacts(List.of(), List.of(), List.of(), List.of(remedies));
    }

    /// The facts of an error about one person.
    public static ErrorFacts ofPerson(PersonId person, Remedy... remedies) {
        return new ErrorFacts(List.of(person), List.of(), List.of(), List.of(remedies));
    }
}
