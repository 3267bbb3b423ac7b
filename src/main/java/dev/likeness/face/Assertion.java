package dev.likeness.face;

import java.util.List;

/// A statement by a user that the user has not retracted. The assertions of a gallery never contradict each
/// other.
public sealed interface Assertion {

    /// The [#event()] of an assertion that no user made.
    long NO_EVENT = 0;

    /// The number of the event that made this assertion.
    long event();

    /// The people that this assertion names.
    List<PersonId> people();

    /// The photos that this assertion names, directly or through a face.
    List<PhotoId> photos();

    /// Whether this assertion is implicit: it only remembers, while a photo is gone, which known person one
    /// of its faces was.
    default boolean isImplicit() {
        return event() == NO_EVENT;
    }

    /// An assertion about one face. The box, in pixels of the upright photo, is where the face was when the
    /// user made the assertion. If the photo is detected again and its faces get other ordinals, the
    /// assertion follows the face at that position.
    sealed interface FaceAssertion extends Assertion {
        FaceId face();

        Box box();

        @Override
        default List<PhotoId> photos() {
            return List.of(face().photo());
        }

        /// The same assertion about the face with another id.
        FaceAssertion withFace(FaceId other);

        /// The same assertion about a face that is no longer found in its photo. No face ever has the
        /// resulting id.
        default FaceAssertion withoutFace() {
            return withFace(new FaceId(face().photo(), Integer.MAX_VALUE));
        }
    }

    /// The face belongs to this person.
    ///
    /// @param confirmed whether a user confirmed this face. If not, the assertion only keeps its person from
    ///     being removed, and any other assertion about the face overrides it
    record Assigned(FaceId face, Box box, PersonId person, boolean confirmed, long event) implements FaceAssertion {
        @Override
        public List<PersonId> people() {
            return List.of(person);
        }

        @Override
        public Assigned withFace(FaceId other) {
            return new Assigned(other, box, person, confirmed, event);
        }
    }

    /// The face does not belong to this person.
    record Rejected(FaceId face, Box box, PersonId person, long event) implements FaceAssertion {
        @Override
        public List<PersonId> people() {
            return List.of(person);
        }

        @Override
        public Rejected withFace(FaceId other) {
            return new Rejected(other, box, person, event);
        }
    }

    /// The detection is not a face, or it is the face of a statue or a poster.
    record NotAFace(FaceId face, Box box, long event) implements FaceAssertion {
        @Override
        public List<PersonId> people() {
            return List.of();
        }

        @Override
        public NotAFace withFace(FaceId other) {
            return new NotAFace(other, box, event);
        }
    }

    /// The two photos are not copies of each other, however similar they are.
    ///
    /// @param one the smaller id
    record NotACopy(PhotoId one, PhotoId other, long event) implements Assertion {

        /// Checks the order of the ids.
        ///
        /// @throws LikenessException `INVALID_ARGUMENT` unless `one` is smaller than `other`
        public NotACopy {
            if (one.compareTo(other) >= 0) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "two different photos must be named smaller id first, got: %s and %s".formatted(one, other));
            }
        }

        @Override
        public List<PersonId> people() {
            return List.of();
        }

        @Override
        public List<PhotoId> photos() {
            return List.of(one, other);
        }

        /// The assertion about two photos, given in any order.
        public static NotACopy of(PhotoId one, PhotoId other, long event) {
            return one.compareTo(other) < 0 ? new NotACopy(one, other, event) : new NotACopy(other, one, event);
        }
    }

    /// The two people are different, however similar they are: they are not duplicates of each other.
    ///
    /// @param one the smaller id
    record DifferentPeople(PersonId one, PersonId other, long event) implements Assertion {

        /// Checks the order of the ids.
        ///
        /// @throws LikenessException `INVALID_ARGUMENT` unless `one` is smaller than `other`
        public DifferentPeople {
            if (one.compareTo(other) >= 0) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "two different people must be named smaller id first, got: %s and %s".formatted(one, other));
            }
        }

        @Override
        public List<PersonId> people() {
            return List.of(one, other);
        }

        @Override
        public List<PhotoId> photos() {
            return List.of();
        }

        /// The assertion about two people, given in any order.
        public static DifferentPeople of(PersonId one, PersonId other, long event) {
            return one.compareTo(other) < 0
                    ? new DifferentPeople(one, other, event)
                    : new DifferentPeople(other, one, event);
        }
    }
}
