package dev.likeness.index;

import dev.likeness.face.FaceFilter;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PersonId;
import dev.likeness.face.UnitVector;
import java.util.List;
import java.util.function.Predicate;

/// Searches the faces of a gallery at one point in time by the direction of their embeddings. Faces marked as
/// not a face are not searched. Safe for use by several threads.
///
/// Every method throws [LikenessException] `IO_FAILED` or `GALLERY_CORRUPT` if the files cannot be read.
public interface FaceSearcher {
    /// The faces nearest to a query direction.
    ///
    /// The search is exact if few faces pass the filter. Otherwise it traverses the HNSW graph and may miss
    /// faces.
    ///
    /// @param k maximum number of faces, 1 to 1000
    /// @throws LikenessException `INVALID_ARGUMENT` if `k` is out of range or the dimension is not the
    ///     gallery's
    SearchHits nearest(UnitVector direction, int k, FaceFilter filter);

    /// The same faces as [#nearest], with what an answer shows of them: much cheaper than to look each of them
    /// up afterwards.
    ///
    /// @throws LikenessException as [#nearest]
    FoundFaces nearestFaces(UnitVector direction, int k, FaceFilter filter);

    /// The people with the faces nearest to a direction, nearest first, each person once: someone with many faces
    /// near it takes the place of one. The search traverses the HNSW graph and may miss people.
    ///
    /// @param k maximum number of people, 1 to 1000
    /// @param wanted which people may be found; called often, from one thread
    /// @throws LikenessException `INVALID_ARGUMENT` if `k` is out of range or the dimension is not the
    ///     gallery's
    List<PersonId> nearestPeople(UnitVector direction, int k, Predicate<PersonId> wanted);

    /// Every face whose cosine with a query direction is at least `minCosine`.
    ///
    /// The search is exact if few faces pass the filter. Otherwise it traverses the HNSW graph and may miss
    /// faces.
    ///
    /// @param minCosine −1 to 1
    /// @throws LikenessException `INVALID_ARGUMENT` if `minCosine` is out of range or the dimension is not
    ///     the gallery's
    SearchHits within(UnitVector direction, float minCosine, FaceFilter filter);

    /// Prepares searches for the neighbours of many faces.
    ///
    /// @param faces of this gallery, each once, and none marked as not a face
    /// @return usable until the snapshot is closed
    /// @throws LikenessException `NOT_FOUND` if a face is not in the gallery
    FaceNeighbours neighbours(List<FaceSummary> faces);
}
