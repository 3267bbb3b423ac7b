package dev.likeness.cluster;

import dev.likeness.face.Embedding;
import dev.likeness.face.FaceId;
import dev.likeness.face.IdentityId;
import dev.likeness.face.Placement;
import dev.likeness.face.Portrait;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a clusterer found. Every face stands in one place only.
///
/// @param people groups of faces, each one person, largest first
/// @param unclear faces that are left alone because nothing says whose they are, by face id
public record Clusters(List<Person> people, List<PlacedFace> unclear) {
    public Clusters {
        people = List.copyOf(people);
        unclear = List.copyOf(unclear);
    }

    /// A group of faces that are one person.
    ///
    /// @param faces by face id
    /// @param held the identity that users said some of the faces are; null if nobody said anything
    /// @param template the magnitude-weighted mean of the faces: who it is and how well that is known
    /// @param portrait which of the faces shows the person best, and how well they agree
    public record Person(List<PlacedFace> faces, @Nullable IdentityId held, Embedding template, Portrait portrait) {
        public Person {
            faces = List.copyOf(faces);
        }

        /// The faces without the reasons.
        public List<FaceId> ids() {
            return faces.stream().map(PlacedFace::id).toList();
        }
    }

    /// A face, and why it is where it is.
    public record PlacedFace(FaceId id, Placement placement) {}
}
