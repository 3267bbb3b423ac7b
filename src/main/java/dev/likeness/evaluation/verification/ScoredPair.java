package dev.likeness.evaluation.verification;

/// The score of a pair with its ground truth.
///
/// @param score similarity, usually a cosine; higher means more similar
/// @param mated whether both show one person
/// @param fold number of its fold, starting at 0; 0 if the protocol has no folds
public record ScoredPair(double score, boolean mated, int fold) {}
