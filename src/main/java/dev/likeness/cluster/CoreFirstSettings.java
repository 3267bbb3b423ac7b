package dev.likeness.cluster;

/// What [CoreFirstClusterer] was fitted to. Evidence is in nats per dimension, see [Affinity#EVIDENCE].
///
/// @param ceiling the share of a perfect face that is its person, 0 to 1 exclusive
/// @param midpoint the magnitude of a face of half that share
/// @param width how many magnitudes it takes to leave the middle; infinite for a share that is the same for all
/// @param coreMagnitude the least magnitude of a face that may found or bridge a group
/// @param floor the least cosine of two neighbours
/// @param mostNeighbours how many neighbours each face keeps
/// @param threshold the least evidence that joins two groups of cores
/// @param marginWeight how much of the lead over the second best counts as evidence, once groups have formed
/// @param leastWithMargin the least evidence that a lead can make up for
/// @param leafThreshold the least evidence that attaches a face that is no core
/// @param leafMargin how far the second best group must be behind
/// @param samePhoto evidence taken off for each photo that shows both
record CoreFirstSettings(
        double ceiling,
        double midpoint,
        double width,
        double coreMagnitude,
        float floor,
        int mostNeighbours,
        double threshold,
        double marginWeight,
        double leastWithMargin,
        double leafThreshold,
        double leafMargin,
        double samePhoto) {

    /// Fitted for mobilefacenet-128.
    static final CoreFirstSettings MOBILEFACENET =
            new CoreFirstSettings(0.8, 15, 4, 12, 0.3f, 128, 0.13, 1, 0.03, 0.1, 0.01, 0.1);

    /// The share of a face's embedding that is the person and not the picture: the expected cosine of two such faces.
    double share(double magnitude) {
        return ceiling / (1 + Math.exp((midpoint - magnitude) / width));
    }

    /// These settings with more evidence asked for, or less.
    CoreFirstSettings with(Caution caution) {
        double factor = switch (caution) {
            case CAUTIOUS -> 1.25;
            case BALANCED -> 1;
            case EAGER -> 0.75;
        };
        return new CoreFirstSettings(
                ceiling,
                midpoint,
                width,
                coreMagnitude,
                floor,
                mostNeighbours,
                threshold * factor,
                marginWeight,
                leastWithMargin,
                leafThreshold * factor,
                leafMargin,
                samePhoto);
    }
}
