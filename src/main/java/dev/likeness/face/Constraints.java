package dev.likeness.face;

import java.util.Map;
import java.util.Set;

/// What users have said about who is who, as far as no algorithm may break it.
///
/// Faces held by one identity stay together under it (must-link); faces held by two identities never
/// meet, nor does a refused face ever stand with the faces of the identity it was refused (cannot-link).
///
/// @param held faces that are a certain person because a user said so
/// @param refusals faces that are not a certain person because a user said so
public record Constraints(Map<FaceId, PersonId> held, Set<Refusal> refusals) {
    private static final Constraints NONE = new Constraints(Map.of(), Set.of());

    /// @throws LikenessException `INVALID_ARGUMENT` if a face is held by the identity that it is refused
    public Constraints {
        held = Map.copyOf(held);
        refusals = Set.copyOf(refusals);
        for (Refusal refusal : refusals) {
            if (refusal.identity().equals(held.get(refusal.face()))) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "a face must not be held by the identity it is refused, got: face %s, identity %s"
                                .formatted(refusal.face(), refusal.identity()));
            }
        }
    }

    /// Nobody said anything.
    public static Constraints none() {
        return NONE;
    }

    public boolean refuses(FaceId face, PersonId person) {
        return refusals.contains(new Refusal(face, person));
    }
}
