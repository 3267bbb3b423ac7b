package dev.likeness.engine.people;

import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The result of an enrolment.
///
/// @param event the number of its event in the history; null if nothing changed
/// @param newPeople the names of the people who were added
/// @param photos one entry per named photo, in the order of the request
public record EnrolmentResult(@Nullable Long event, List<String> newPeople, List<EnrolledPhoto> photos) {
    public EnrolmentResult {
        newPeople = List.copyOf(newPeople);
        photos = List.copyOf(photos);
    }

    /// What became of a named photo.
    public enum Status {
        /// The face is the person's from now on, by a user's statement.
        ENROLLED("enrolled"),
        /// A user had confirmed a face of the photo for the person before.
        UNCHANGED("unchanged"),
        /// The photo has no face.
        NO_FACE("no-face"),
        /// The photo has several faces, and none is clearly the largest.
        SEVERAL_FACES("several-faces"),
        /// A user stated something else about the face, or several people have the name.
        CONFLICT("conflict");

        private final String word;

        Status(String word) {
            this.word = word;
        }

        /// The status as JSON and users have it.
        public String word() {
            return word;
        }
    }

    /// One named photo.
    ///
    /// @param name the name as it was given
    /// @param person the person of this name; null if there is none
    /// @param face the face that is meant; null if none was chosen
    /// @param facesInPhoto number of faces in the photo, without detections that a user marked as not a face
    /// @param candidates the people to choose from in a conflict; empty if there is no conflict
    /// @param detail why the face was not enrolled, as a sentence without its subject; null if it was
    public record EnrolledPhoto(
            String name,
            Status status,
            @Nullable PersonId person,
            @Nullable FaceId face,
            int facesInPhoto,
            List<Candidate> candidates,
            @Nullable String detail) {
        public EnrolledPhoto {
            candidates = List.copyOf(candidates);
        }
    }

    /// A person who may be meant: one of several with the name, or the one who has the face.
    public record Candidate(PersonId person, @Nullable String name) {}

    /// The number of photos of this status.
    public int count(Status status) {
        return (int) photos.stream().filter(photo -> photo.status() == status).count();
    }

    /// The number of people for whom a face is enrolled, now or before.
    public int people() {
        return (int) photos.stream()
                .filter(photo -> photo.status() == Status.ENROLLED || photo.status() == Status.UNCHANGED)
                .map(EnrolledPhoto::person)
                .distinct()
                .count();
    }
}
