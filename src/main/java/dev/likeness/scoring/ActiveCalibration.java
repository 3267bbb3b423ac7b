package dev.likeness.scoring;

import org.jspecify.annotations.Nullable;

/// The calibration behind an answer.
///
/// @param source its file, or `built-in`
/// @param fittedOn in a few words, the data it was learned from
/// @param model the kind of its log-likelihood ratio: `isotonic`, `logistic`, `two-qualities` or `qmagface`
/// @param mated how many mated pairs it was fitted on
/// @param impostors how many impostor pairs it was fitted on
/// @param templates the kind of the ratio for templates; null if it knows none
public record ActiveCalibration(
        String source,
        String fittedOn,
        String model,
        long mated,
        long impostors,
        @Nullable String templates) {}
