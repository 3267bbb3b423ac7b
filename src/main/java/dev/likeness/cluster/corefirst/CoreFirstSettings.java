package dev.likeness.cluster.corefirst;

import dev.likeness.calibration.FaceSpace;
import dev.likeness.cluster.Caution;
import dev.likeness.cluster.GalleryPrior;

/// The parameters of [CoreFirstClusterer]. The defaults are fitted to LFW and degraded versions of it.
/// Evidence is in nats, see [Affinity#evidence].
///
/// Magnitudes are standardised: the distance from the median of ordinary faces in units of
/// [FaceSpace#magnitudeRange()]. This makes the settings independent of the model.
///
/// @param share how much of the variance of an embedding is the person, by magnitude
/// @param minCoreMagnitude minimum magnitude of a face that may found or link clusters
/// @param minCosine minimum cosine of two neighbours
/// @param maxNeighbours maximum number of neighbours that each face selects
/// @param merging when clusters merge
/// @param thresholds how much evidence a gallery needs
/// @param nonCoreMargin minimum lead over the second best cluster for a face that is not a core
/// @param samePhotoPenalty evidence subtracted for each photo that shows both
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

    /// The share of the variance of an embedding that is the person and not the picture, as a function of the
    /// standardised magnitude. It is the expected cosine of two such faces.
    ///
    /// @param ceiling share of a perfect face, 0 to 1 exclusive
    /// @param midpoint standardised magnitude at which the share is half of the ceiling
    /// @param width width of the logistic curve
    record PersonShare(double ceiling, double midpoint, double width) {
        double at(double magnitude) {
            return ceiling / (1 + Math.exp((midpoint - magnitude) / width));
        }

        /// A curve with the share of the median magnitude everywhere.
        PersonShare constant() {
            return new PersonShare(2 * at(0), 0, Double.POSITIVE_INFINITY);
        }
    }

    /// When clusters merge.
    ///
    /// @param strictThreshold evidence that suffices in every gallery
    /// @param leadWeight how much of the lead over the second best counts as evidence after the cores are
    ///     merged
    /// @param minWithLead minimum evidence that a lead can supplement
    record Merging(double strictThreshold, double leadWeight, double minWithLead) {}

    /// How much evidence a gallery needs.
    ///
    /// @param base evidence needed in addition to the prior
    /// @param overconfidence nats of computed evidence per nat of true evidence; above 1, because the model
    ///     treats the components of a face as independent
    /// @param minThreshold minimum threshold, however strong the prior is
    /// @param clearResemblance evidence of two single faces at which they clearly resemble each other
    /// @param familiarityWeight evidence for having e times as many faces
    /// @param hysteresis evidence for the previous person of a face
    record Thresholds(
            double base,
            double overconfidence,
            double minThreshold,
            double clearResemblance,
            double familiarityWeight,
            double hysteresis) {
        /// The number of faces above which a person is more familiar than most people.
        private static final double FEW_FACES = 2;

        /// The evidence at which one person becomes likelier than two.
        double threshold(GalleryPrior prior) {
            return Math.max(minThreshold, base + overconfidence * prior.logOddsAgainst());
        }

        /// The prior evidence for a person with many faces. In a Chinese restaurant process, the probability
        /// that the next face belongs to a person is proportional to the number of the person's faces.
        ///
        /// @param faces number of the person's faces
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

    /// The minimum magnitude of a core.
    double coreMagnitude(FaceSpace space) {
        return space.medianMagnitude() + minCoreMagnitude * space.magnitudeRange();
    }

    private static double standardizedMagnitude(double magnitude, FaceSpace space) {
        return (magnitude - space.medianMagnitude()) / space.magnitudeRange();
    }

    /// These settings with higher or lower thresholds, depending on how much worse a wrong merge is than a
    /// wrong split.
    public CoreFirstSettings with(Caution caution) {
        // In nats of true evidence: one kind of error costs e^nats times as much as the other.
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
            // The clusterer gets no fitted space instead.
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
            Merging newMerging,
            Thresholds newThresholds,
            double newNonCoreMargin,
            double newSamePhotoPenalty) {
        return new CoreFirstSettings(
                newShare,
                newCore,
                minCosine,
                maxNeighbours,
                newMerging,
                newThresholds,
                newNonCoreMargin,
                newSamePhotoPenalty);
    }
}
