package dev.likeness.face;

import java.util.Map;
import java.util.Set;

/// The assertions of users as constraints that no algorithm may violate.
///
/// Faces assigned to one person stay together in that person (must-link). Faces assigned to two people never
/// share a person, and a rejected face never shares a person with the faces of the person it is rejected from
/// (cannot-link).
///
/// @param assigned faces whose person a user asserted
/// @param rejections faces and people that a user asserted do not belong together
public record Constraints(Map<FaceId, PersonId> assigned, Set<Rejection> rejections) {
    private static final Constraints EMPTY = new Constraints(Map.of(), Set.of());

    /// Checks that the constraints do not contradict each other.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if a face is assigned to the person that it is rejected
    ///     from
    public Constraints {
        assigned = Map.copyOf(assigned);
        rejections = Set.copyOf(rejections);
        for (Rejection rejection : rejections) {
            if (rejection.person().equals(assigned.get(rejection.face()))) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "a face must not be assigned to a person that is rejected for it, got: face %s, person %s"
                                .formatted(rejection.face(), rejection.person()));
            }
        }
    }

    /// No constraints.
    public static Constraints empty() {
        return EMPTY;
    }

    public boolean rejects(FaceId face, PersonId person) {
        return rejections.contains(new Rejection(face, person));
    }
}
