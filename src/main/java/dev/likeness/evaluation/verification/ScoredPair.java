package dev.likeness.evaluation.verification;

/// A comparison and its truth.
///
/// @param score the higher, the more alike; usually a cosine
/// @param mated true if both are one person
/// @param fold of the protocol, from 0; 0 if it has none
public record ScoredPair(double score, boolean mated, int fold) {}
