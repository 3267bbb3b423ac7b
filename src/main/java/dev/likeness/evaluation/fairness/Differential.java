package dev.likeness.evaluation.fairness;

import dev.likeness.evaluation.report.Figure;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How far a rate differs between the groups of an attribute (differential performance, ISO/IEC 19795-10), of
/// those groups for which it is not withheld.
///
/// @param worst the group with the highest rate, and of several the first; null if fewer than two are measured, or
///     if all rates are the same
/// @param best the group with the lowest rate
/// @param worstToBest the highest rate / the lowest; withheld if the lowest is 0
/// @param worstToGeometricMean the highest rate / the geometric mean of all, which a single very low rate
///     changes less (Grother, NIST IR 8429, 2022); withheld if one is 0
public record Differential(
        RateKind rate, @Nullable String worst, @Nullable String best, Figure worstToBest, Figure worstToGeometricMean) {

    /// @param division the attribute
    static Differential of(RateKind kind, String division, List<GroupRates> groups) {
        List<GroupRates> measured =
                groups.stream().filter(group -> group.isMeasured(kind)).toList();
        String ratio = "%s of %s, worst to ".formatted(kind, division);
        if (measured.size() < 2) {
            return new Differential(
                    kind,
                    null,
                    null,
                    new Figure.Withheld(ratio + "best", "groups", measured.size(), 2),
                    new Figure.Withheld(ratio + "geometric mean", "groups", measured.size(), 2));
        }
        Comparator<GroupRates> byRate = Comparator.comparingDouble(group -> value(kind, group));
        // Of equal groups, min takes the first and max would take the last.
        GroupRates best = measured.stream().min(byRate).orElseThrow();
        GroupRates worst = measured.stream().min(byRate.reversed()).orElseThrow();
        double logarithms = measured.stream()
                .mapToDouble(group -> Math.log(value(kind, group)))
                .average()
                .orElseThrow();
        long fewest = measured.stream()
                .mapToLong(group -> group.rate(kind).errors())
                .min()
                .orElseThrow();
        return new Differential(
                kind,
                worst.equals(best) ? null : worst.group(),
                worst.equals(best) ? null : best.group(),
                Figure.of(
                        ratio + "best",
                        "errors in each group",
                        fewest,
                        1,
                        () -> value(kind, worst) / value(kind, best)),
                Figure.of(
                        ratio + "geometric mean",
                        "errors in each group",
                        fewest,
                        1,
                        () -> value(kind, worst) / Math.exp(logarithms)));
    }

    private static double value(RateKind kind, GroupRates group) {
        return group.rate(kind).rate().value().orElseThrow();
    }
}
