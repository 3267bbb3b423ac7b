package dev.likeness.evaluation.report;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;

/// A number of a report, or the reason why there is none: a report names the count behind each claim, and where the
/// count is too small it says so instead of printing a number.
public sealed interface Figure {
    /// Error rates and accuracies need this many observations of each kind: with 30 *errors* the true rate is within
    /// 30 % of the observed one at 90 % confidence (the rule of 30; Doddington et al., Speech Communication 31,
    /// 2000), and fewer than 30 observations cannot even bring that many.
    long MIN_OBSERVATIONS = 30;

    /// How many observations there are.
    long n();

    /// The number, if there are observations enough.
    OptionalDouble value();

    /// Why there is no number, as a sentence; empty if there is one.
    Optional<String> reason();

    /// The figure for a table: the number with `decimals` decimals, or `too few (n < needed)`.
    String text(int decimals);

    /// A number with observations enough behind it.
    record Measured(double number, long n) implements Figure {
        @Override
        public OptionalDouble value() {
            return OptionalDouble.of(number);
        }

        @Override
        public Optional<String> reason() {
            return Optional.empty();
        }

        @Override
        public String text(int decimals) {
            return String.format(Locale.ROOT, "%." + decimals + "f", number);
        }
    }

    /// No number.
    ///
    /// @param claim what is not claimed (`EER`)
    /// @param observations of what there are too few (`mated pairs`)
    /// @param needed how many the claim would need
    record Withheld(String claim, String observations, long n, long needed) implements Figure {
        @Override
        public OptionalDouble value() {
            return OptionalDouble.empty();
        }

        @Override
        public Optional<String> reason() {
            return Optional.of(
                    String.format(Locale.ROOT, "%s needs at least %,d %s, got: %,d", claim, needed, observations, n));
        }

        @Override
        public String text(int decimals) {
            return String.format(Locale.ROOT, "too few (%,d < %,d)", n, needed);
        }
    }

    /// The number, computed only if it may be claimed.
    ///
    /// @param claim what the number is (`EER`)
    /// @param observations of what there must be enough (`mated pairs`)
    static Figure of(String claim, String observations, long n, long needed, DoubleSupplier value) {
        return n >= needed ? new Measured(value.getAsDouble(), n) : new Withheld(claim, observations, n, needed);
    }
}
