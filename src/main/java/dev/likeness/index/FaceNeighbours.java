package dev.likeness.index;

import dev.likeness.face.Face;
import dev.likeness.face.UnitVector;
import java.util.List;

/// Finds the neighbours of faces of a gallery among these faces: for a clustering, which asks for those of every
/// face. Faces are named by their index in a list. Safe for use by several threads.
///
/// Every method throws [dev.likeness.face.LikenessException] `IO_FAILED` or `GALLERY_CORRUPT` if the files cannot be
/// read.
public interface FaceNeighbours {
    /// A neighbour by its index, and its cosine with the query direction.
    record NearFace(int face, float cosine) {}

    /// Reads a face.
    Face face(int face);

    /// The `k` other faces nearest to a direction whose cosine with it is at least `minCosine`, nearest first. The
    /// search may miss faces.
    ///
    /// @param face the face whose neighbours are wanted
    /// @param direction what is compared with the vectors of the index: the face's own direction, or what makes
    ///     the cosines those of another space
    List<NearFace> nearest(int face, UnitVector direction, int k, float minCosine);

    /// The `k` other faces of at least this magnitude that are nearest to a face. The search may miss faces.
    List<NearFace> nearestAboveMagnitude(int face, int k, float minCosine, float minMagnitude);
}
