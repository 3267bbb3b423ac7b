package dev.likeness.engine.search;

import dev.likeness.extract.FaceExtractor;
import dev.likeness.extract.Probe;
import dev.likeness.face.Embedding;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.scoring.Calibrations;
import dev.likeness.scoring.MatchScorer;
import java.util.function.Function;
import java.util.function.Supplier;

/// Compares two faces: whether they show one person.
public final class FaceVerification {
    private final Function<String, GallerySnapshot> snapshots;
    private final Calibrations calibrations;
    private final Supplier<EmbedderStamp> defaultEmbedder;
    private final Function<EmbedderStamp, FaceExtractor> extractors;

    /// Creates the operation.
    ///
    /// @param snapshots opens a snapshot of a gallery, by the gallery's name
    /// @param defaultEmbedder the embedder for comparisons outside galleries
    public FaceVerification(
            Function<String, GallerySnapshot> snapshots,
            Calibrations calibrations,
            Supplier<EmbedderStamp> defaultEmbedder,
            Function<EmbedderStamp, FaceExtractor> extractors) {
        this.snapshots = snapshots;
        this.calibrations = calibrations;
        this.defaultEmbedder = defaultEmbedder;
        this.extractors = extractors;
    }

    /// Compares two faces with the calibration of a gallery.
    ///
    /// @throws LikenessException `NOT_FOUND` if there is no such gallery or face; `INVALID_ARGUMENT` if the
    ///     embeddings' dimensions differ
    public VerifyResult verify(String gallery, Probe first, Probe second) {
        return verify(gallery, new ChosenFace(first, 1), new ChosenFace(second, 1));
    }

    /// A face that was chosen from a picture.
    ///
    /// @param facesInPicture number of faces in the picture, including this one; of no account for a stored
    ///     face
    public record ChosenFace(Probe probe, int facesInPicture) {}

    /// Compares as [#verify(String, Probe, Probe)] does, and reports from how many faces each was chosen.
    public VerifyResult verify(String gallery, ChosenFace first, ChosenFace second) {
        try (GallerySnapshot snapshot = snapshots.apply(gallery)) {
            MatchScorer scorer = calibrations.forGallery(gallery, snapshot.embedder());
            Embedding one = embedding(snapshot, gallery, first.probe());
            Embedding other = embedding(snapshot, gallery, second.probe());
            requireSameDimension(one, other);
            return result(
                    snapshot.embedder(),
                    scorer,
                    side(first.probe(), one, scorer, facesInPicture(snapshot, first)),
                    one,
                    side(second.probe(), other, scorer, facesInPicture(snapshot, second)),
                    other);
        }
    }

    private static int facesInPicture(GallerySnapshot snapshot, ChosenFace chosen) {
        return chosen.probe() instanceof Probe.StoredFaceProbe(FaceId face)
                ? Math.max(1, (int) snapshot.faces(snapshot.presentId(face).photo()).stream()
                        .filter(other -> !other.notAFace())
                        .count())
                : chosen.facesInPicture();
    }

    private static Embedding embedding(GallerySnapshot snapshot, String gallery, Probe probe) {
        return switch (probe) {
            case Probe.PictureProbe picture -> picture.embedding();
            case Probe.EmbeddingProbe given -> given.embedding();
            case Probe.StoredFaceProbe(FaceId face) ->
                GallerySearch.storedFace(snapshot, gallery, face).face().embedding();
        };
    }

    /// Compares two faces outside any gallery with the calibration of the model for new galleries.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if one is a gallery's stored face, or the embeddings'
    ///     dimensions differ
    public VerifyResult verify(Probe first, Probe second) {
        EmbedderStamp stamp = defaultEmbedder.get();
        MatchScorer scorer = calibrations.forModel(stamp.id(), stamp.sha256());
        return result(stamp, scorer, first, embedding(first), second, embedding(second));
    }

    private static Embedding embedding(Probe probe) {
        return switch (probe) {
            case Probe.PictureProbe picture -> picture.embedding();
            case Probe.EmbeddingProbe given -> given.embedding();
            case Probe.StoredFaceProbe(FaceId face) ->
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "a comparison without a gallery must be of pictures or embeddings, got the stored face "
                                + face);
        };
    }

    /// Compares the largest faces of two pictures with the model for new galleries.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if a picture shows no face; the errors of the image
    ///     reader and the models
    public VerifyResult verify(byte[] first, byte[] second) {
        return verify("the first picture", first, "the second picture", second);
    }

    /// Compares as [#verify(byte[], byte[])] does.
    ///
    /// @param firstName the caller's name for the first picture; error messages about the picture start with
    ///     it
    /// @param secondName the same for the second picture
    public VerifyResult verify(String firstName, byte[] first, String secondName, byte[] second) {
        EmbedderStamp stamp = defaultEmbedder.get();
        FaceExtractor extractor = extractors.apply(stamp);
        MatchScorer scorer = calibrations.forModel(stamp.id(), stamp.sha256());
        LargestFace one = LargestFace.of(extractor, firstName, first);
        LargestFace other = LargestFace.of(extractor, secondName, second);
        return result(stamp, scorer, one.side(scorer), one.embedding(), other.side(scorer), other.embedding());
    }

    private static VerifyResult result(
            EmbedderStamp stamp, MatchScorer scorer, Probe first, Embedding one, Probe second, Embedding other) {
        requireSameDimension(one, other);
        return result(stamp, scorer, side(first, one, scorer, 1), one, side(second, other, scorer, 1), other);
    }

    private static void requireSameDimension(Embedding one, Embedding other) {
        int dimension = one.direction().dimension();
        int otherDimension = other.direction().dimension();
        if (dimension != otherDimension) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "two embeddings must have one dimension, got: %d and %d".formatted(dimension, otherDimension));
        }
    }

    private static VerifyResult.Side side(Probe probe, Embedding embedding, MatchScorer scorer, int facesInPicture) {
        return new VerifyResult.Side(
                probe instanceof Probe.StoredFaceProbe stored ? stored.face() : null,
                probe instanceof Probe.PictureProbe picture ? picture.detection() : null,
                embedding.magnitude(),
                scorer.quality(embedding.magnitude()),
                facesInPicture);
    }

    private static VerifyResult result(
            EmbedderStamp stamp,
            MatchScorer scorer,
            VerifyResult.Side firstSide,
            Embedding first,
            VerifyResult.Side secondSide,
            Embedding second) {
        float cosine = first.direction().cosine(second.direction());
        double prior = MatchScorer.prior(2);
        return new VerifyResult(
                stamp.id(),
                scorer.activeCalibration(),
                scorer.operatingPoint(),
                scorer.operatingPointName().falseMatchRate(),
                firstSide,
                secondSide,
                cosine,
                prior,
                scorer.probability(cosine, first.magnitude(), second.magnitude(), prior),
                scorer.decision(cosine, first.magnitude(), second.magnitude()));
    }
}
