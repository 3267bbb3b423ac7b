package dev.likeness.cluster;

import dev.likeness.calibration.FaceSpace;

/// What [CoreFirstClusterer] was fitted to, on LFW and its degradations. Evidence is in nats, see
/// [Affinity#evidence].
///
/// Magnitudes are told by how far they are from the median of ordinary faces, in interquartile ranges, so
/// that the settings hold for any model.
///
/// @param ceiling the share of a perfect face that is its person, 0 to 1 exclusive
/// @param midpoint where a face has half that share
/// @param width how far it is from the middle of that curve to its ends
/// @param core from where a face may found or bridge a person
/// @param floor the least cosine of two neighbours
/// @param mostNeighbours how many neighbours each face keeps
/// @param strict the evidence that joins groups whatever the gallery is like
/// @param lead how much of the lead over the second best counts as evidence, once groups have formed
/// @param leastWithLead the least evidence that a lead can make up for
/// @param base what the evidence for one person must outweigh besides the prior
/// @param overconfidence how many nats of evidence, which takes a face's components for independent, are
///     one true nat
/// @param leastThreshold the least evidence that joins, however strong the prior is
/// @param clear the evidence of two single faces that makes one clearly resemble the other
/// @param leafMargin how far the second best must be behind for a face that is no core
/// @param samePhoto evidence taken off for each photo that shows both
record CoreFirstSettings(
        double ceiling,
        double midpoint,
        double width,
        double core,
        float floor,
        int mostNeighbours,
        double strict,
        double lead,
        double leastWithLead,
        double base,
        double overconfidence,
        double leastThreshold,
        double clear,
        double leafMargin,
        double samePhoto) {

    static final CoreFirstSettings DEFAULTS =
            new CoreFirstSettings(0.8, -0.8, 1.5, -1.93, 0.3f, 64, 17.8, 0.65, 3.6, -6.8, 2.7, 3.6, 10.7, 1.2, 11);

    /// The share of a face's embedding that is the person and not the picture: the expected cosine of two
    /// such faces.
    double share(double magnitude, FaceSpace space) {
        return ceiling / (1 + Math.exp((midpoint - standing(magnitude, space)) / width));
    }

    boolean isCore(double magnitude, FaceSpace space) {
        return standing(magnitude, space) >= core;
    }

    private static double standing(double magnitude, FaceSpace space) {
        return (magnitude - space.medianMagnitude()) / space.magnitudeRange();
    }

    /// The evidence at which one person becomes likelier than two, in a gallery like this.
    double threshold(GalleryPrior prior) {
        return Math.max(leastThreshold, base + overconfidence * prior.logOddsAgainst());
    }

    /// These settings with more evidence asked for, or less: how much worse is a wrong merge than a wrong
    /// split?
    CoreFirstSettings with(Caution caution) {
        // In true nats: an error of the one kind counts as e^nats of the other.
        double nats = switch (caution) {
            case CAUTIOUS -> 2;
            case BALANCED -> 0;
            case EAGER -> -2;
        };
        return new CoreFirstSettings(
                ceiling,
                midpoint,
                width,
                core,
                floor,
                mostNeighbours,
                strict + overconfidence * Math.max(0, nats),
                lead,
                leastWithLead,
                base + overconfidence * nats,
                overconfidence,
                leastThreshold * (nats > 0 ? 2 : 1),
                clear,
                leafMargin,
                samePhoto);
    }

    /// The same with other cores.
    CoreFirstSettings withCore(double newCore) {
        return new CoreFirstSettings(
                ceiling,
                midpoint,
                width,
                newCore,
                floor,
                mostNeighbours,
                strict,
                lead,
                leastWithLead,
                base,
                overconfidence,
                leastThreshold,
                clear,
                leafMargin,
                samePhoto);
    }

    /// The same with the share of a face of the median magnitude for all.
    CoreFirstSettings withOrdinaryShare() {
        return new CoreFirstSettings(
                2 * ceiling / (1 + Math.exp(midpoint / width)),
                midpoint,
                Double.POSITIVE_INFINITY,
                core,
                floor,
                mostNeighbours,
                strict,
                lead,
                leastWithLead,
                base,
                overconfidence,
                leastThreshold,
                clear,
                leafMargin,
                samePhoto);
    }

    /// The same with another margin for leaves.
    CoreFirstSettings withLeafMargin(double newLeafMargin) {
        return new CoreFirstSettings(
                ceiling,
                midpoint,
                width,
                core,
                floor,
                mostNeighbours,
                strict,
                lead,
                leastWithLead,
                base,
                overconfidence,
                leastThreshold,
                clear,
                newLeafMargin,
                samePhoto);
    }

    /// The same with another penalty for two faces of one photo.
    CoreFirstSettings withSamePhoto(double newSamePhoto) {
        return new CoreFirstSettings(
                ceiling,
                midpoint,
                width,
                core,
                floor,
                mostNeighbours,
                strict,
                lead,
                leastWithLead,
                base,
                overconfidence,
                leastThreshold,
                clear,
                leafMargin,
                newSamePhoto);
    }

    /// The same with another regard for the gallery.
    CoreFirstSettings withPrior(double newBase, double newOverconfidence) {
        return new CoreFirstSettings(
                ceiling,
                midpoint,
                width,
                core,
                floor,
                mostNeighbours,
                strict,
                lead,
                leastWithLead,
                newBase,
                newOverconfidence,
                leastThreshold,
                clear,
                leafMargin,
                samePhoto);
    }

    /// The same with another regard for the lead.
    CoreFirstSettings withLead(double newLead, double newLeast) {
        return new CoreFirstSettings(
                ceiling,
                midpoint,
                width,
                core,
                floor,
                mostNeighbours,
                strict,
                newLead,
                newLeast,
                base,
                overconfidence,
                leastThreshold,
                clear,
                leafMargin,
                samePhoto);
    }
}
