package dev.likeness.evaluation.search;

import dev.likeness.evaluation.report.Bootstrap;
import dev.likeness.evaluation.report.Figure;
import dev.likeness.evaluation.report.Interval;
import dev.likeness.evaluation.search.Identification.Enrolled;
import dev.likeness.evaluation.search.Identification.Probe;
import dev.likeness.evaluation.search.Identification.Unknown;
import dev.likeness.evaluation.verification.VerificationReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// A comparison of two methods of enrolment: the same probes search both, and each bootstrap resample draws
/// the same people's probes for both.
///
/// @param method the evaluated method
/// @param baseline the method to compare with
/// @param measure the compared figure
/// @param difference the method's figure minus the baseline's; which sign is better depends on the figure
/// @param smallerIsBetter true for a miss rate
public record IdentificationDifference(
        String method, String baseline, String measure, Interval difference, boolean smallerIsBetter) {
    private static final double FALSE_POSITIVE_RATE = .01;
    private static final double ROUNDING = 1e-9;

    /// A probe with its person.
    ///
    /// @param person number of the person, starting at 0 without gaps; the same for every method
    record PersonProbe(int person, Probe probe) {}

    /// The probes of one method.
    record Probes(String name, List<PersonProbe> probes) {
        Probes {
            probes = List.copyOf(probes);
        }

        private long count(Class<? extends Probe> kind) {
            return probes.stream()
                    .map(PersonProbe::probe)
                    .filter(kind::isInstance)
                    .count();
        }
    }

    /// The differences in rank-1 hit rate and in FNIR at FPIR 1 %. A figure with too few probes is omitted.
    ///
    /// @param one the evaluated method
    /// @param other the baseline, with the same probes in the same order
    static List<IdentificationDifference> of(Probes one, Probes other, Bootstrap bootstrap) {
        int people = one.probes.stream().mapToInt(PersonProbe::person).max().orElse(-1) + 1;
        List<IdentificationDifference> differences = new ArrayList<>();
        if (people < Figure.MIN_OBSERVATIONS || one.count(Enrolled.class) < Figure.MIN_OBSERVATIONS) {
            return differences;
        }
        ToDoubleFunction<int[]> hits = drawn -> hitRate(one, drawn) - hitRate(other, drawn);
        differences.add(new IdentificationDifference(
                one.name, other.name, "rank-1 hit rate", bootstrap.interval(people, hits), false));
        if (one.count(Unknown.class) * FALSE_POSITIVE_RATE >= VerificationReport.MIN_FALSE_MATCHES) {
            List<ImpostorProbe> strangers = impostorProbes(one);
            List<ImpostorProbe> otherStrangers = impostorProbes(other);
            ToDoubleFunction<int[]> misses =
                    drawn -> missRate(one, strangers, drawn) - missRate(other, otherStrangers, drawn);
            differences.add(new IdentificationDifference(
                    one.name,
                    other.name,
                    "FNIR at FPIR " + VerificationReport.rate(FALSE_POSITIVE_RATE),
                    bootstrap.interval(people, misses),
                    true));
        }
        return differences;
    }

    private record ImpostorProbe(int person, double score) {}

    /// The probes of unknown people, highest score first.
    private static List<ImpostorProbe> impostorProbes(Probes probes) {
        List<ImpostorProbe> strangers = new ArrayList<>();
        for (PersonProbe owned : probes.probes) {
            if (owned.probe instanceof Unknown(double score)) {
                strangers.add(new ImpostorProbe(owned.person, score));
            }
        }
        strangers.sort(Comparator.comparingDouble(ImpostorProbe::score).reversed());
        return strangers;
    }

    private static double hitRate(Probes probes, int[] drawn) {
        long enrolled = 0;
        long hits = 0;
        for (PersonProbe owned : probes.probes) {
            if (owned.probe instanceof Enrolled(int rank, var _)) {
                enrolled += drawn[owned.person];
                hits += rank == 1 ? drawn[owned.person] : 0;
            }
        }
        return (double) hits / enrolled;
    }

    /// The FNIR at the lowest threshold whose FPIR is at most 1 %, as in [Identification].
    private static double missRate(Probes probes, List<ImpostorProbe> strangers, int[] drawn) {
        long unknown = 0;
        for (ImpostorProbe stranger : strangers) {
            unknown += drawn[stranger.person];
        }
        long allowed = (long) Math.floor(FALSE_POSITIVE_RATE * unknown + ROUNDING);
        double firstForbidden = Double.NEGATIVE_INFINITY;
        long passed = 0;
        for (ImpostorProbe stranger : strangers) {
            passed += drawn[stranger.person];
            if (passed > allowed) {
                firstForbidden = stranger.score;
                break;
            }
        }
        long enrolled = 0;
        long missed = 0;
        for (PersonProbe owned : probes.probes) {
            if (owned.probe instanceof Enrolled(int rank, double score)) {
                enrolled += drawn[owned.person];
                missed += rank == 1 && score > firstForbidden ? 0 : drawn[owned.person];
            }
        }
        return (double) missed / enrolled;
    }

    /// The result in words: better, worse, or no difference shown.
    String verdict() {
        if (!difference.excludesZero()) {
            return "no significant difference";
        }
        return difference.high() < 0 == smallerIsBetter ? "better" : "worse";
    }
}
