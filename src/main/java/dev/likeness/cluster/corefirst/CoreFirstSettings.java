package dev.likeness.cluster.corefirst;

import dev.likeness.calibration.FaceSpace;
import dev.likeness.cluster.Caution;
import dev.likeness.cluster.GalleryPrior;

/// What [CoreFirstClusterer] was fitted to, on LFW and its degradations. Evidence is in nats, see
/// [Affinity#evidence].
///
/// Magnitudes are told by how far they are from the median of ordinary faces, in ranges
/// ([FaceSpace#magnitudeRange()]), so that the settings hold for any model.
///
/// @param share how much of a face's embedding is the person
/// @param minCoreMagnitude from which magnitude a face may found or bridge a person
/// @param minCosine the least cosine of two neighbours
/// @param maxNeighbours how many neighbours each face keeps
/// @param merging when groups become one
/// @param thresholds how the gallery is heard
/// @param nonCoreMargin how far the second best must be behind for a face that is no core
/// @param samePhotoPenalty evidence taken off for each photo that shows both
public record CoreFirstSettings(
        PersonShare share,
        double minCoreMagnitude,
        float minCosine,
        int maxNeighbours,
        Merging merging,
        Thresholds thresholds,
        double nonCoreMargin,
        double samePhotoPenalty) {

    public static final CoreFirstSettings DEFAULTS = new CoreFirstSettings(
            new PersonShare(0.8, -0.8, 1.5),
            -1.93,
            0.3f,
            64,
            new Merging(17.8, 0.65, 3.6),
            new Thresholds(-6.8, 2.7, 3.6, 10.7, 1.5, 12),
            1.2,
            11);

    /// The share of a face's embedding that is the person and not the picture, by its magnitude: the expected
    /// cosine of two such faces.
    ///
    /// @param ceiling of a perfect face, 0 to 1 exclusive
    /// @param midpoint where a face has half of it
    /// @param width how far it is from the middle of the curve to its ends
    record PersonShare(double ceiling, double midpoint, double width) {
        double at(double standing) {
            return ceiling / (1 + Math.exp((midpoint - standing) / width));
        }

        /// The share of a face of the median magnitude, for all.
        PersonShare constant() {
            return new PersonShare(2 * at(0), 0, Double.POSITIVE_INFINITY);
        }
    }

    /// When groups become one.
    ///
    /// @param strictThreshold the evidence that joins whatever the gallery is like
    /// @param leadWeight how much of the lead over the second best counts as evidence, once groups have formed
    /// @param minWithLead the least evidence that a lead can make up for
    record Merging(double strictThreshold, double leadWeight, double minWithLead) {}

    /// How much evidence a gallery asks for.
    ///
    /// @param base what the evidence for one person must outweigh besides the prior
    /// @param overconfidence how many nats of evidence, which takes a face's components for independent, are
    ///     one true nat
    /// @param minThreshold the least evidence that joins, however strong the prior is
    /// @param clearResemblance the evidence of two single faces that makes one clearly resemble the other
    /// @param familiarityWeight how many nats of evidence it is worth to have been seen e times as often
    /// @param hysteresis how many nats of evidence keep a face with the person it was found to be before
    record Thresholds(
            double base,
            double overconfidence,
            double minThreshold,
            double clearResemblance,
            double familiarityWeight,
            double hysteresis) {
        /// From how many faces on somebody is known better than most are.
        private static final double FEW_FACES = 2;

        /// The evidence at which one person becomes likelier than two.
        double threshold(GalleryPrior prior) {
            return Math.max(minThreshold, base + overconfidence * prior.logOddsAgainst());
        }

        /// What speaks for somebody before a face is looked at: who was seen often will be seen again. The
        /// prior of a Chinese restaurant process, by which the next face is a person's with a chance in
        /// proportion to the faces there are of that person.
        ///
        /// @param faces how many there are of the person
        double familiarity(int faces) {
            return familiarityWeight * Math.log(Math.max(1, faces / FEW_FACES));
        }

        private Thresholds withoutFamiliarity() {
            return new Thresholds(base, overconfidence, minThreshold, clearResemblance, 0, hysteresis);
        }
    }

    double share(double magnitude, FaceSpace space) {
        return share.at(standardizedMagnitude(magnitude, space));
    }

    boolean isCore(double magnitude, FaceSpace space) {
        return standardizedMagnitude(magnitude, space) >= minCoreMagnitude;
    }

    /// The least magnitude of a core.
    double coreMagnitude(FaceSpace space) {
        return space.medianMagnitude() + minCoreMagnitude * space.magnitudeRange();
    }

    private static double standardizedMagnitude(double magnitude, FaceSpace space) {
        return (magnitude - space.medianMagnitude()) / space.magnitudeRange();
    }

    /// These settings with more evidence asked for, or less: how much worse is a wrong merge than a wrong
    /// split?
    public CoreFirstSettings with(Caution caution) {
        // In true nats: an error of the one kind counts as e^nats of the other.
        double nats = switch (caution) {
            case CAUTIOUS -> 2;
            case BALANCED -> 0;
            case EAGER -> -2;
        };
        double more = thresholds.overconfidence * nats;
        return with(
                minCoreMagnitude,
                share,
                new Merging(merging.strictThreshold + Math.max(0, more), merging.leadWeight, merging.minWithLead),
                new Thresholds(
                        thresholds.base + more,
                        thresholds.overconfidence,
                        thresholds.minThreshold * (nats > 0 ? 2 : 1),
                        thresholds.clearResemblance,
                        thresholds.familiarityWeight,
                        thresholds.hysteresis),
                nonCoreMargin,
                samePhotoPenalty);
    }

    /// These settings without one part.
    public CoreFirstSettings without(CoreFirstPart part) {
        return switch (part) {
            // The clusterer is given no learned space instead.
            case FACE_SPACE -> this;
            case CORES -> with(Double.NEGATIVE_INFINITY, share, merging, thresholds, nonCoreMargin, samePhotoPenalty);
            case WEIGHTS ->
                with(minCoreMagnitude, share.constant(), merging, thresholds, nonCoreMargin, samePhotoPenalty);
            case NON_CORES ->
                with(minCoreMagnitude, share, merging, thresholds, Double.POSITIVE_INFINITY, samePhotoPenalty);
            case SAME_PHOTO -> with(minCoreMagnitude, share, merging, thresholds, nonCoreMargin, 0);
            case GALLERY_PRIOR ->
                with(
                        minCoreMagnitude,
                        share,
                        merging,
                        new Thresholds(
                                merging.strictThreshold,
                                0,
                                merging.strictThreshold,
                                thresholds.clearResemblance,
                                thresholds.familiarityWeight,
                                thresholds.hysteresis),
                        nonCoreMargin,
                        samePhotoPenalty);
            case FAMILIARITY ->
                with(
                        minCoreMagnitude,
                        share,
                        merging,
                        thresholds.withoutFamiliarity(),
                        nonCoreMargin,
                        samePhotoPenalty);
            case LEAD ->
                with(
                        minCoreMagnitude,
                        share,
                        new Merging(merging.strictThreshold, 0, Double.POSITIVE_INFINITY),
                        thresholds,
                        nonCoreMargin,
                        samePhotoPenalty);
        };
    }

    private CoreFirstSettings with(
            double newCore,
            PersonShare newShare,
            Merging newJoining,
            Thresholds newWeighing,
            double newLeafMargin,
            double newSamePhoto) {
        return new CoreFirstSettings(
                newShare, newCore, minCosine, maxNeighbours, newJoining, newWeighing, newLeafMargin, newSamePhoto);
    }
}
