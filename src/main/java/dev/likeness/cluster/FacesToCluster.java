package dev.likeness.cluster;

import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import java.util.List;

/// The faces of a clustering, by index. Only their ids need to be in memory: a face may be read from an index
/// each time, because the embeddings of a million faces are two gigabytes. A clusterer therefore asks for each
/// face once and keeps what it needs of it. Safe for use by several threads.
public interface FacesToCluster {
    int size();

    FaceId id(int face);

    Face face(int face);

    /// Faces that are in memory.
    static FacesToCluster of(List<Face> faces) {
        return new FacesToCluster() {
            @Override
            public int size() {
                return faces.size();
            }

            @Override
            public FaceId id(int face) {
                return faces.get(face).id();
            }

            @Override
            public Face face(int face) {
                return faces.get(face);
            }
        };
    }
}
