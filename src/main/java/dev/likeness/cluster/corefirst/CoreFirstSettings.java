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
/// @param context what the photo of a face that is not a core says of its person
public record CoreFirstSettings(
        PersonShare share,
        double minCoreMagnitude,
        float minCosine,
        int maxNeighbours,
        Merging merging,
        Thresholds thresholds,
        double nonCoreMargin,
        double samePhotoPenalty,
        Context context) {
    /// Nats of computed evidence per nat of true evidence; above 1, because the model treats the components
    /// of a face as independent.
    private static final double OVERCONFIDENCE = 2.7;

    public static final CoreFirstSettings DEFAULTS = new CoreFirstSettings(
            new PersonShare(0.8, -0.8, 1.5),
            -1.93,
            0.3f,
            64,
            new Merging(17.8, 0.65, 3.6),
            new Thresholds(-6.8, OVERCONFIDENCE, 3.6, 10.7, 1.5, 12, true),
            1.2,
            11,
            new Context(0.5, 20, 2, 3, OVERCONFIDENCE));

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
    /// @param overconfidence nats of computed evidence per nat of true evidence that the prior counts
    /// @param minThreshold minimum threshold, however strong the prior is
    /// @param clearResemblance evidence of two single faces at which they clearly resemble each other
    /// @param familiarityWeight evidence for having e times as many faces
    /// @param hysteresis evidence for the previous person of a face
    /// @param bareChoice whether a face that is not a core chooses its person by the evidence of faces alone, see
    ///     [Partition#choiceEvidence]
    record Thresholds(
            double base,
            double overconfidence,
            double minThreshold,
            double clearResemblance,
            double familiarityWeight,
            double hysteresis,
            boolean bareChoice) {
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
            return new Thresholds(base, overconfidence, minThreshold, clearResemblance, 0, hysteresis, bareChoice);
        }

        private Thresholds withoutBareChoice() {
            return new Thresholds(
                    base, overconfidence, minThreshold, clearResemblance, familiarityWeight, hysteresis, false);
        }
    }

    /// What the photo of a face says of its person, see [PhotoContext]. Its defaults are stated, not fitted:
    /// no public set of photos has capture times and labels.
    ///
    /// @param stay probability that a person is in another photo of the same moment, too; what users
    ///     confirmed replaces it
    /// @param stayFaces number of confirmed faces that count as much as `stay`
    /// @param companyPrior number of photos by which the observed and the expected number of photos of two
    ///     people are shrunk towards each other
    /// @param maxNats maximum of the context in nats of true evidence: it makes nobody more than e^maxNats
    ///     times as likely
    /// @param overconfidence nats of computed evidence per nat of true evidence
    record Context(double stay, double stayFaces, double companyPrior, double maxNats, double overconfidence) {
        private Context withoutMoment() {
            return new Context(0, Double.POSITIVE_INFINITY, companyPrior, maxNats, overconfidence);
        }

        private Context withoutCompany() {
            return new Context(stay, stayFaces, Double.POSITIVE_INFINITY, maxNats, overconfidence);
        }

        boolean hasMoment() {
            return stay > 0;
        }

        boolean hasCompany() {
            return companyPrior < Double.POSITIVE_INFINITY;
        }

        /// The evidence, in computed nats, of so many nats of true evidence.
        double evidence(double nats) {
            return overconfidence * Math.clamp(nats, 0, maxNats);
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
        return with(new Merging(merging.strictThreshold + Math.max(0, more), merging.leadWeight, merging.minWithLead))
                .with(new Thresholds(
                        thresholds.base + more,
                        thresholds.overconfidence,
                        thresholds.minThreshold * (nats > 0 ? 2 : 1),
                        thresholds.clearResemblance,
                        thresholds.familiarityWeight,
                        thresholds.hysteresis,
                        thresholds.bareChoice));
    }

    /// These settings without one part.
    public CoreFirstSettings without(CoreFirstPart part) {
        return switch (part) {
            // The clusterer gets no fitted space instead.
            case FACE_SPACE -> this;
            case CORES -> with(share, Double.NEGATIVE_INFINITY, nonCoreMargin, samePhotoPenalty);
            case WEIGHTS -> with(share.constant(), minCoreMagnitude, nonCoreMargin, samePhotoPenalty);
            case NON_CORES -> with(share, minCoreMagnitude, Double.POSITIVE_INFINITY, samePhotoPenalty);
            case SAME_PHOTO -> with(share, minCoreMagnitude, nonCoreMargin, 0);
            case MOMENT -> with(context.withoutMoment());
            case COMPANY -> with(context.withoutCompany());
            case GALLERY_PRIOR ->
                with(new Thresholds(
                        merging.strictThreshold,
                        0,
                        merging.strictThreshold,
                        thresholds.clearResemblance,
                        thresholds.familiarityWeight,
                        thresholds.hysteresis,
                        thresholds.bareChoice));
            case FAMILIARITY -> with(thresholds.withoutFamiliarity());
            case BARE_CHOICE -> with(thresholds.withoutBareChoice());
            case LEAD -> with(new Merging(merging.strictThreshold, 0, Double.POSITIVE_INFINITY));
        };
    }

    private CoreFirstSettings with(Merging other) {
        return new CoreFirstSettings(
                share,
                minCoreMagnitude,
                minCosine,
                maxNeighbours,
                other,
                thresholds,
                nonCoreMargin,
                samePhotoPenalty,
                context);
    }

    private CoreFirstSettings with(Thresholds other) {
        return new CoreFirstSettings(
                share,
                minCoreMagnitude,
                minCosine,
                maxNeighbours,
                merging,
                other,
                nonCoreMargin,
                samePhotoPenalty,
                context);
    }

    private CoreFirstSettings with(Context other) {
        return new CoreFirstSettings(
                share,
                minCoreMagnitude,
                minCosine,
                maxNeighbours,
                merging,
                thresholds,
                nonCoreMargin,
                samePhotoPenalty,
                other);
    }

    private CoreFirstSettings with(
            PersonShare otherShare, double otherCore, double otherNonCoreMargin, double otherSamePhotoPenalty) {
        return new CoreFirstSettings(
                otherShare,
                otherCore,
                minCosine,
                maxNeighbours,
                merging,
                thresholds,
                otherNonCoreMargin,
                otherSamePhotoPenalty,
                context);
    }
}
