package dev.likeness.scoring;

import org.jspecify.annotations.Nullable;

/// The calibration that a result is based on.
///
/// @param source its file, or `built-in`
/// @param fittedOn short description of the data it was fitted on
/// @param model the kind of its log-likelihood ratio: `isotonic`, `logistic`, `two-qualities` or `qmagface`
/// @param mated number of mated pairs it was fitted on
/// @param impostors number of impostor pairs it was fitted on
/// @param templates the kind of the ratio for templates; null if it does not support templates
public record ActiveCalibration(
        String source,
        String fittedOn,
        String model,
        long mated,
        long impostors,
        @Nullable String templates) {}
