package dev.likeness.face;

/// One thing a user has said and not taken back. Facts never contradict each other.
public sealed interface Fact {

    /// The [#event()] of what no user said.
    long NO_EVENT = 0;

    /// The number of the event that said it.
    long event();

    /// Whether this only remembers, while a photo is gone, which known person one of its faces was.
    default boolean isKeepsake() {
        return event() == NO_EVENT;
    }

    /// A fact about one face. The box, in pixels of the upright photo, is where the face was when it
    /// was pointed at: if the photo is looked at anew and its faces get other numbers, the fact stays
    /// with the face in that place.
    sealed interface OfFace extends Fact {
        FaceId face();

        Box box();

        /// The same of the face under another id.
        OfFace of(FaceId other);

        /// The same of a face that is no longer found in its photo: no face ever has that id.
        default OfFace lost() {
            return of(new FaceId(face().photo(), Integer.MAX_VALUE));
        }
    }

    /// This face is this person.
    ///
    /// @param explicit whether a user pointed at the face. If not, the face only keeps its person from
    ///     dissolving, and gives way to whatever is said of it
    record Held(FaceId face, Box box, PersonId identity, boolean explicit, long event) implements OfFace {
        @Override
        public Held of(FaceId other) {
            return new Held(other, box, identity, explicit, event);
        }
    }

    /// This face is not this person.
    record Refused(FaceId face, Box box, PersonId identity, long event) implements OfFace {
        @Override
        public Refused of(FaceId other) {
            return new Refused(other, box, identity, event);
        }
    }

    /// This is no face at all, or a statue's or a poster's.
    record NotAFace(FaceId face, Box box, long event) implements OfFace {
        @Override
        public NotAFace of(FaceId other) {
            return new NotAFace(other, box, event);
        }
    }

    /// These are two photos, however alike: neither is a copy of the other.
    ///
    /// @param one the smaller id
    record NoCopy(PhotoId one, PhotoId other, long event) implements Fact {

        /// @throws LikenessException `INVALID_ARGUMENT` unless `one` is smaller than `other`
        public NoCopy {
            if (one.compareTo(other) >= 0) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "two different photos must be named smaller id first, got: %s and %s".formatted(one, other));
            }
        }

        /// The same fact, whichever is named first.
        public static NoCopy of(PhotoId one, PhotoId other, long event) {
            return one.compareTo(other) < 0 ? new NoCopy(one, other, event) : new NoCopy(other, one, event);
        }
    }

    /// These are two people, however alike: they are no duplicates of each other.
    ///
    /// @param one the smaller id
    record Different(PersonId one, PersonId other, long event) implements Fact {

        /// @throws LikenessException `INVALID_ARGUMENT` unless `one` is smaller than `other`
        public Different {
            if (one.compareTo(other) >= 0) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "two different people must be named smaller id first, got: %s and %s".formatted(one, other));
            }
        }

        /// The same fact, whichever is named first.
        public static Different of(PersonId one, PersonId other, long event) {
            return one.compareTo(other) < 0 ? new Different(one, other, event) : new Different(other, one, event);
        }
    }
}
