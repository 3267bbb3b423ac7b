package dev.likeness.evaluation.fairness;

import dev.likeness.evaluation.report.Bootstrap;
import dev.likeness.evaluation.report.Figure;
import dev.likeness.evaluation.report.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Estimates the error rates of some people. The bootstrap draws people, and a pair as often as both of its
/// people together (wᵢ·wⱼ times), because pairs that share a person are not independent (the subsets bootstrap;
/// Bolle, Ratha and Pankanti, CVIU 93, 2004). A person who is drawn twice is no impostor to themselves.
final class RateEstimator {
    private final List<GroupedPerson> people;
    private final PairTally tally;
    private final Bootstrap bootstrap;

    RateEstimator(List<GroupedPerson> people, PairTally tally, Bootstrap bootstrap) {
        this.people = people;
        this.tally = tally;
        this.bootstrap = bootstrap;
    }

    /// The errors and the observations of one kind.
    private record Share(double errors, double n) {
        double rate() {
            return errors / n;
        }
    }

    /// The rates of some people. Only people of one group are impostors to each other.
    ///
    /// @param name name of these people
    /// @param members their numbers, ascending
    /// @param groupOf the number of each person's group
    Map<RateKind, ErrorRate> rates(String name, int[] members, int[] groupOf) {
        Sample sample = new Sample(members, groupOf);
        int[] once = new int[members.length];
        Arrays.fill(once, 1);
        List<RateKind> measured = new ArrayList<>();
        Map<RateKind, ErrorRate> rates = new EnumMap<>(RateKind.class);
        sample.shares(once).forEach((kind, share) -> {
            int measuredOn = (int) Arrays.stream(members)
                    .filter(person -> kind.isMeasuredOn(people.get(person)))
                    .count();
            if (measuredOn >= Figure.MIN_OBSERVATIONS && share.n > 0) {
                measured.add(kind);
            }
            rates.put(kind, ErrorRate.withheld(kind, name, Math.round(share.errors), Math.round(share.n), measuredOn));
        });
        if (measured.isEmpty()) {
            return rates;
        }
        List<Interval> intervals = bootstrap.intervals(members.length, drawn -> {
            Map<RateKind, Share> shares = sample.shares(drawn);
            shares.keySet().retainAll(measured);
            return shares.values().stream().mapToDouble(Share::rate).toArray();
        });
        for (int i = 0; i < measured.size(); i++) {
            Interval interval = intervals.get(i);
            rates.computeIfPresent(
                    measured.get(i),
                    (kind, counted) ->
                            ErrorRate.measured(kind, counted.errors(), counted.n(), counted.people(), interval));
        }
        return rates;
    }

    /// Some people with their false matches, ready to be drawn.
    private final class Sample {
        private final GroupedPerson[] members;
        private final long[] falseNonMatches;
        private final int[] groupOf;
        private final int groups;
        private final int[] first;
        private final int[] second;
        private final long[] count;

        Sample(int[] numbers, int[] groupOfAll) {
            members = Arrays.stream(numbers).mapToObj(people::get).toArray(GroupedPerson[]::new);
            falseNonMatches =
                    Arrays.stream(numbers).mapToLong(tally::falseNonMatches).toArray();
            groupOf = Arrays.stream(numbers).map(person -> groupOfAll[person]).toArray();
            groups = Arrays.stream(groupOf).max().orElse(-1) + 1;
            int[] place = new int[people.size()];
            Arrays.fill(place, -1);
            for (int i = 0; i < numbers.length; i++) {
                place[numbers[i]] = i;
            }
            List<PairTally.FalseMatches> within = tally.falseMatches().stream()
                    .filter(pair -> place[pair.first()] >= 0
                            && place[pair.second()] >= 0
                            && groupOfAll[pair.first()] == groupOfAll[pair.second()])
                    .toList();
            first = within.stream().mapToInt(pair -> place[pair.first()]).toArray();
            second = within.stream().mapToInt(pair -> place[pair.second()]).toArray();
            count = within.stream().mapToLong(PairTally.FalseMatches::count).toArray();
        }

        /// The errors and the observations, in the order of their kinds.
        ///
        /// @param drawn how often each person is drawn
        Map<RateKind, Share> shares(int[] drawn) {
            double photos = 0;
            double withoutFace = 0;
            double matedFaces = 0;
            double missedFaces = 0;
            double matedPhotos = 0;
            double[] faces = new double[groups];
            double[] squares = new double[groups];
            for (int i = 0; i < members.length; i++) {
                GroupedPerson person = members[i];
                double weight = drawn[i];
                int found = person.faces().size();
                photos += weight * person.photos();
                withoutFace += weight * (person.photos() - found);
                matedFaces += weight * person.matedFaces();
                missedFaces += weight * falseNonMatches[i];
                matedPhotos += weight * person.matedPhotos();
                faces[groupOf[i]] += weight * found;
                squares[groupOf[i]] += weight * found * weight * found;
            }
            double impostors = 0;
            for (int group = 0; group < groups; group++) {
                // All pairs of drawn faces, without those of one person.
                impostors += (faces[group] * faces[group] - squares[group]) / 2;
            }
            double matches = 0;
            for (int i = 0; i < count.length; i++) {
                matches += (double) drawn[first[i]] * drawn[second[i]] * count[i];
            }
            Map<RateKind, Share> shares = new EnumMap<>(RateKind.class);
            shares.put(RateKind.FTE, new Share(withoutFace, photos));
            shares.put(RateKind.FNMR, new Share(missedFaces, matedFaces));
            shares.put(RateKind.FRR, new Share(missedFaces + matedPhotos - matedFaces, matedPhotos));
            shares.put(RateKind.FMR, new Share(matches, impostors));
            return shares;
        }
    }
}
