package dev.likeness.evaluation.fairness;

import dev.likeness.evaluation.report.Figure;
import dev.likeness.evaluation.report.Interval;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// An error rate of some people with its 95 % interval.
///
/// @param errors number of errors
/// @param n number of photos or pairs
/// @param people number of people it is measured on
/// @param rate errors / n; withheld if there are fewer than 30 people
/// @param low lower end of the interval; null if the rate is withheld
/// @param high upper end of the interval; null if the rate is withheld
public record ErrorRate(
        long errors,
        long n,
        int people,
        Figure rate,
        @Nullable Double low,
        @Nullable Double high) {
    /// −ln 0.05: if no error is seen in n independent observations, the rate is at most 3/n with 95 % confidence
    /// (rule of three; ISO/IEC 19795-1).
    private static final double RULE_OF_THREE = 3;

    /// A rate with the interval of a bootstrap over people. A bootstrap does not vary what has happened never, or
    /// always. There the interval is that of the rule of three, and dependent observations count once
    /// ([RateKind#independent]).
    static ErrorRate measured(RateKind kind, long errors, long n, int people, Interval bootstrap) {
        double margin = Math.min(1, RULE_OF_THREE / kind.independent(people));
        double low = bootstrap.low();
        double high = bootstrap.high();
        if (errors == 0) {
            low = 0;
            high = margin;
        } else if (errors == n) {
            low = 1 - margin;
            high = 1;
        }
        return new ErrorRate(errors, n, people, new Figure.Measured((double) errors / n, n), low, high);
    }

    /// A rate of too few people.
    ///
    /// @param group name of the group
    static ErrorRate withheld(RateKind kind, String group, long errors, long n, int people) {
        return new ErrorRate(
                errors,
                n,
                people,
                new Figure.Withheld(kind + " of " + group, kind.people(), people, Figure.MIN_OBSERVATIONS),
                null,
                null);
    }

    /// The difference to the rate of other people (the two sets must not overlap); null if a rate is withheld.
    ///
    /// The interval is made of those of both rates (MOVER; Zou and Donner, Statistics in Medicine 27, 2008), so
    /// that the rule of three counts here, too: with lᵢ ≤ rᵢ ≤ uᵢ,
    ///
    ///     r₁ − r₂ − √((r₁ − l₁)² + (u₂ − r₂)²)   to   r₁ − r₂ + √((u₁ − r₁)² + (r₂ − l₂)²)
    @Nullable
    Interval minus(ErrorRate other) {
        if (low == null || high == null || other.low == null || other.high == null) {
            return null;
        }
        double one = rate.value().orElseThrow();
        double two = other.rate.value().orElseThrow();
        return new Interval(
                one - two,
                one - two - Math.hypot(one - low, other.high - two),
                one - two + Math.hypot(high - one, two - other.low),
                people + other.people);
    }

    /// The rate with its interval as the text of a table cell.
    String text() {
        return low == null || high == null
                ? rate.text(4)
                : "%s (%s to %s)".formatted(text(rate.value().orElseThrow()), text(low), text(high));
    }

    /// A rate with four decimals, or with three digits if it is smaller.
    static String text(double rate) {
        return rate == 0 || rate >= 0.001 || rate <= -0.001
                ? String.format(Locale.ROOT, "%.4f", rate)
                : String.format(Locale.ROOT, "%.2e", rate);
    }
}
