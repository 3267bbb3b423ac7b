package dev.likeness.face;

import java.util.Map;
import java.util.Set;

/// What users have said about who is who, as far as no algorithm may break it.
///
/// Faces held by one identity stay together under it (must-link); faces held by two identities never
/// meet, nor does a refused face ever stand with the faces of the identity it was refused (cannot-link).
///
/// @param assigned faces that are a certain person because a user said so
/// @param rejections faces that are not a certain person because a user said so
public record Constraints(Map<FaceId, PersonId> assigned, Set<Rejection> rejections) {
    private static final Constraints NONE = new Constraints(Map.of(), Set.of());

    /// @throws LikenessException `INVALID_ARGUMENT` if a face is held by the identity that it is refused
    public Constraints {
        assigned = Map.copyOf(assigned);
        rejections = Set.copyOf(rejections);
        for (Rejection rejection : rejections) {
            if (rejection.person().equals(assigned.get(rejection.face()))) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "a face must not be held by the identity it is refused, got: face %s, identity %s"
                                .formatted(rejection.face(), rejection.person()));
            }
        }
    }

    /// Nobody said anything.
    public static Constraints none() {
        return NONE;
    }

    public boolean rejects(FaceId face, PersonId person) {
        return rejections.contains(new Rejection(face, person));
    }
}
