package dev.likeness.cluster;

import dev.likeness.face.FaceId;
import java.util.List;

/// What a clusterer found: groups of faces, each one person, largest first; and the faces that it leaves alone because
/// nothing says whose they are. Every face stands in one place only.
public record Clusters(List<List<FaceId>> groups, List<FaceId> unclear) {
    public Clusters {
        groups = groups.stream().map(List::copyOf).toList();
        unclear = List.copyOf(unclear);
    }
}
