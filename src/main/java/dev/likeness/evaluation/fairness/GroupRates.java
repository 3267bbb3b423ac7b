package dev.likeness.evaluation.fairness;

import dev.likeness.evaluation.report.Interval;
import dev.likeness.evaluation.verification.ScoreDistribution;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The error rates of one demographic group.
///
/// @param group name of the group
/// @param people number of its people
/// @param photos number of their photos
/// @param rates its rates, with impostors of the same group
/// @param minusOthers the difference of each rate to that of all people of the other groups, whose impostors
///     are of their own groups, too; without a rate that is withheld on one side
/// @param curve FMR and FNMR by cosine threshold
public record GroupRates(
        String group,
        int people,
        long photos,
        Map<RateKind, ErrorRate> rates,
        Map<RateKind, Interval> minusOthers,
        List<ScoreDistribution.Point> curve) {
    public GroupRates {
        // Map.copyOf would lose the order.
        rates = Collections.unmodifiableMap(new EnumMap<>(rates));
        Map<RateKind, Interval> differences = new EnumMap<>(RateKind.class);
        differences.putAll(minusOthers);
        minusOthers = Collections.unmodifiableMap(differences);
        curve = List.copyOf(curve);
    }

    /// A rate of this group.
    ErrorRate rate(RateKind kind) {
        return rates.getOrDefault(kind, ErrorRate.withheld(kind, group, 0, 0, 0));
    }

    /// Whether a rate is given.
    boolean isMeasured(RateKind kind) {
        return rate(kind).rate().value().isPresent();
    }
}
