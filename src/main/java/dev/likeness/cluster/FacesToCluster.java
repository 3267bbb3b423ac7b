package dev.likeness.cluster;

import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.PhotoId;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The faces of a clustering, by index. Only their ids need to be in memory: a face may be read from an index
/// each time, because the embeddings of a million faces are two gigabytes. A clusterer therefore asks for each
/// face once and keeps what it needs of it. Safe for use by several threads.
public interface FacesToCluster {
    int size();

    FaceId id(int face);

    Face face(int face);

    /// When the face's photo was taken; null if that is not known.
    @Nullable
    LocalDateTime captureTime(int face);

    /// Faces that are in memory, of photos without capture times.
    static FacesToCluster of(List<Face> faces) {
        return of(faces, Map.of());
    }

    /// Faces that are in memory.
    ///
    /// @param captureTimes when each photo was taken, if that is known
    static FacesToCluster of(List<Face> faces, Map<PhotoId, LocalDateTime> captureTimes) {
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

            @Override
            public @Nullable LocalDateTime captureTime(int face) {
                return captureTimes.get(faces.get(face).id().photo());
            }
        };
    }
}
