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
/// @param core from which magnitude a face may found or bridge a person
/// @param floor the least cosine of two neighbours
/// @param maxNeighbours how many neighbours each face keeps
/// @param joining when groups become one
/// @param weighing how the gallery is heard
/// @param leafMargin how far the second best must be behind for a face that is no core
/// @param samePhoto evidence taken off for each photo that shows both
public record CoreFirstSettings(
        Share share,
        double core,
        float floor,
        int maxNeighbours,
        Joining joining,
        Weighing weighing,
        double leafMargin,
        double samePhoto) {

    public static final CoreFirstSettings DEFAULTS = new CoreFirstSettings(
            new Share(0.8, -0.8, 1.5),
            -1.93,
            0.3f,
            64,
            new Joining(17.8, 0.65, 3.6),
            new Weighing(-6.8, 2.7, 3.6, 10.7, 1.5, 12),
            1.2,
            11);

    /// The share of a face's embedding that is the person and not the picture, by its magnitude: the expected
    /// cosine of two such faces.
    ///
    /// @param ceiling of a perfect face, 0 to 1 exclusive
    /// @param midpoint where a face has half of it
    /// @param width how far it is from the middle of the curve to its ends
    record Share(double ceiling, double midpoint, double width) {
        double of(double standing) {
            return ceiling / (1 + Math.exp((midpoint - standing) / width));
        }

        /// The share of a face of the median magnitude, for all.
        Share ordinary() {
            return new Share(2 * of(0), 0, Double.POSITIVE_INFINITY);
        }
    }

    /// When groups become one.
    ///
    /// @param strict the evidence that joins whatever the gallery is like
    /// @param lead how much of the lead over the second best counts as evidence, once groups have formed
    /// @param minWithLead the least evidence that a lead can make up for
    record Joining(double strict, double lead, double minWithLead) {}

    /// How much evidence a gallery asks for.
    ///
    /// @param base what the evidence for one person must outweigh besides the prior
    /// @param overconfidence how many nats of evidence, which takes a face's components for independent, are
    ///     one true nat
    /// @param minThreshold the least evidence that joins, however strong the prior is
    /// @param clear the evidence of two single faces that makes one clearly resemble the other
    /// @param familiar how many nats of evidence it is worth to have been seen e times as often
    /// @param hysteresis how many nats of evidence keep a face with the person it was found to be before
    record Weighing(
            double base, double overconfidence, double minThreshold, double clear, double familiar, double hysteresis) {
        /// From how many faces on somebody is known better than most are.
        private static final double FEW = 2;

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
            return familiar * Math.log(Math.max(1, faces / FEW));
        }

        private Weighing unfamiliar() {
            return new Weighing(base, overconfidence, minThreshold, clear, 0, hysteresis);
        }
    }

    double share(double magnitude, FaceSpace space) {
        return share.of(standing(magnitude, space));
    }

    boolean isCore(double magnitude, FaceSpace space) {
        return standing(magnitude, space) >= core;
    }

    /// The least magnitude of a core.
    double coreMagnitude(FaceSpace space) {
        return space.medianMagnitude() + core * space.magnitudeRange();
    }

    private static double standing(double magnitude, FaceSpace space) {
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
        double more = weighing.overconfidence * nats;
        return with(
                core,
                share,
                new Joining(joining.strict + Math.max(0, more), joining.lead, joining.minWithLead),
                new Weighing(
                        weighing.base + more,
                        weighing.overconfidence,
                        weighing.minThreshold * (nats > 0 ? 2 : 1),
                        weighing.clear,
                        weighing.familiar,
                        weighing.hysteresis),
                leafMargin,
                samePhoto);
    }

    /// These settings without one part.
    public CoreFirstSettings without(CoreFirstPart part) {
        return switch (part) {
            // The clusterer is given no learned space instead.
            case FACE_SPACE -> this;
            case CORES -> with(Double.NEGATIVE_INFINITY, share, joining, weighing, leafMargin, samePhoto);
            case WEIGHTS -> with(core, share.ordinary(), joining, weighing, leafMargin, samePhoto);
            case LEAVES -> with(core, share, joining, weighing, Double.POSITIVE_INFINITY, samePhoto);
            case SAME_PHOTO -> with(core, share, joining, weighing, leafMargin, 0);
            case GALLERY_PRIOR ->
                with(
                        core,
                        share,
                        joining,
                        new Weighing(
                                joining.strict,
                                0,
                                joining.strict,
                                weighing.clear,
                                weighing.familiar,
                                weighing.hysteresis),
                        leafMargin,
                        samePhoto);
            case FAMILIARITY -> with(core, share, joining, weighing.unfamiliar(), leafMargin, samePhoto);
            case LEAD ->
                with(
                        core,
                        share,
                        new Joining(joining.strict, 0, Double.POSITIVE_INFINITY),
                        weighing,
                        leafMargin,
                        samePhoto);
        };
    }

    private CoreFirstSettings with(
            double newCore,
            Share newShare,
            Joining newJoining,
            Weighing newWeighing,
            double newLeafMargin,
            double newSamePhoto) {
        return new CoreFirstSettings(
                newShare, newCore, floor, maxNeighbours, newJoining, newWeighing, newLeafMargin, newSamePhoto);
    }
}
