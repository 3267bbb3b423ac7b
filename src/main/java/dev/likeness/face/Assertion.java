package dev.likeness.face;

import java.util.List;

/// One thing a user has said and not taken back. Facts never contradict each other.
public sealed interface Assertion {

    /// The [#event()] of what no user said.
    long NO_EVENT = 0;

    /// The number of the event that said it.
    long event();

    /// The people it names.
    List<PersonId> people();

    /// The photos it names, by themselves or by a face.
    List<PhotoId> photos();

    /// Whether this only remembers, while a photo is gone, which known person one of its faces was.
    default boolean isImplicit() {
        return event() == NO_EVENT;
    }

    /// A fact about one face. The box, in pixels of the upright photo, is where the face was when it
    /// was pointed at: if the photo is looked at anew and its faces get other numbers, the fact stays
    /// with the face in that place.
    sealed interface OfFace extends Assertion {
        FaceId face();

        Box box();

        @Override
        default List<PhotoId> photos() {
            return List.of(face().photo());
        }

        /// The same of the face under another id.
        OfFace of(FaceId other);

        /// The same of a face that is no longer found in its photo: no face ever has that id.
        default OfFace withoutFace() {
            return of(new FaceId(face().photo(), Integer.MAX_VALUE));
        }
    }

    /// This face is this person.
    ///
    /// @param confirmed whether a user pointed at the face. If not, the face only keeps its person from
    ///     dissolving, and gives way to whatever is said of it
    record Assigned(FaceId face, Box box, PersonId person, boolean confirmed, long event) implements OfFace {
        @Override
        public List<PersonId> people() {
            return List.of(person);
        }

        @Override
        public Assigned of(FaceId other) {
            return new Assigned(other, box, person, confirmed, event);
        }
    }

    /// This face is not this person.
    record Rejected(FaceId face, Box box, PersonId person, long event) implements OfFace {
        @Override
        public List<PersonId> people() {
            return List.of(person);
        }

        @Override
        public Rejected of(FaceId other) {
            return new Rejected(other, box, person, event);
        }
    }

    /// This is no face at all, or a statue's or a poster's.
    record NotAFace(FaceId face, Box box, long event) implements OfFace {
        @Override
        public List<PersonId> people() {
            return List.of();
        }

        @Override
        public NotAFace of(FaceId other) {
            return new NotAFace(other, box, event);
        }
    }

    /// These are two photos, however alike: neither is a copy of the other.
    ///
    /// @param one the smaller id
    record NotACopy(PhotoId one, PhotoId other, long event) implements Assertion {

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

        /// The same fact, whichever is named first.
        public static NotACopy of(PhotoId one, PhotoId other, long event) {
            return one.compareTo(other) < 0 ? new NotACopy(one, other, event) : new NotACopy(other, one, event);
        }
    }

    /// These are two people, however alike: they are no duplicates of each other.
    ///
    /// @param one the smaller id
    record DifferentPeople(PersonId one, PersonId other, long event) implements Assertion {

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

        /// The same fact, whichever is named first.
        public static DifferentPeople of(PersonId one, PersonId other, long event) {
            return one.compareTo(other) < 0
                    ? new DifferentPeople(one, other, event)
                    : new DifferentPeople(other, one, event);
        }
    }
}
