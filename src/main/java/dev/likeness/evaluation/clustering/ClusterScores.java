package dev.likeness.evaluation.clustering;

/// Precision and recall of a clustering, 0 to 1.
public record ClusterScores(double precision, double recall) {

    /// Their harmonic mean; 0 if both are 0.
    public double fScore() {
        return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }
}
