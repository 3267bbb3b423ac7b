package dev.likeness.engine.search;

import dev.likeness.extract.FaceExtractor;
import dev.likeness.extract.LocatedPhoto;
import dev.likeness.face.Detection;
import dev.likeness.face.Embedding;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.scoring.MatchScorer;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// The face with the largest box in a picture.
///
/// @param facesInPicture number of faces in the picture, including this one
record LargestFace(Detection detection, Embedding embedding, int facesInPicture) {

    /// Finds and embeds the largest face of a picture.
    ///
    /// @param name the caller's name for the picture, for messages
    /// @throws LikenessException `INVALID_ARGUMENT` if there is no face; the errors of the image reader
    static LargestFace of(FaceExtractor extractor, String name, byte[] picture) {
        LocatedPhoto located = extractor.locate(name, picture);
        int largest = IntStream.range(0, located.detections().size())
                .boxed()
                .max(Comparator.comparingDouble(
                        i -> located.detections().get(i).box().area()))
                .orElseThrow(() -> new LikenessException(
                        ErrorCode.INVALID_ARGUMENT, "%s must show a face, got none".formatted(name)));
        Embedding embedding =
                extractor.embed(List.of(located.crops().get(largest))).getFirst();
        return new LargestFace(
                located.detections().get(largest),
                embedding,
                located.detections().size());
    }

    /// This face as one side of a comparison.
    VerifyResult.Side side(MatchScorer scorer) {
        return new VerifyResult.Side(
                null, detection, embedding.magnitude(), scorer.quality(embedding.magnitude()), facesInPicture);
    }
}
