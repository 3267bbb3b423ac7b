package dev.likeness.evaluation.report;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;

/// A number of a report, or the reason why there is none. A report gives the number of observations behind
/// each figure, and withholds a figure with too few.
public sealed interface Figure {
    /// The minimum number of observations of each kind for error rates and accuracies. With 30 *errors*, the
    /// true rate is within 30 % of the observed one at 90 % confidence (the rule of 30; Doddington et al.,
    /// Speech Communication 31, 2000); fewer than 30 observations cannot contain 30 errors.
    long MIN_OBSERVATIONS = 30;

    /// The number of observations.
    long n();

    /// The number, if there are enough observations.
    OptionalDouble value();

    /// The reason why there is no number, as a sentence; empty if there is one.
    Optional<String> reason();

    /// The text of a table cell: the number with `decimals` decimals, or `too few (n < needed)`.
    String text(int decimals);

    /// A number with enough observations.
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

    /// A figure with too few observations.
    ///
    /// @param claim name of the figure (`EER`)
    /// @param observations name of the observations (`mated pairs`)
    /// @param n number of observations
    /// @param needed required number of observations
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

    /// Creates a figure; the value is computed only if there are enough observations.
    ///
    /// @param claim name of the figure (`EER`)
    /// @param observations name of the observations (`mated pairs`)
    static Figure of(String claim, String observations, long n, long needed, DoubleSupplier value) {
        return n >= needed ? new Measured(value.getAsDouble(), n) : new Withheld(claim, observations, n, needed);
    }
}
