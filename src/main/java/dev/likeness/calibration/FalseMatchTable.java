package dev.likeness.calibration;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The false match rate (FMR) as a function of the threshold and the quality of the pair. Each band of
/// quality stores the tail of its impostor cosines.
///
/// @param bands in ascending order of quality, without gaps, from 0 to 1
public record FalseMatchTable(List<Band> bands) {
    /// Minimum number of false matches behind a rate. With 10, the true rate is within about −50 % and +80 %
    /// of the observed rate at 95 % confidence (Poisson).
    static final int MIN_FALSE_MATCHES = 10;

    private static final int MIN_IMPOSTORS = 100;
    private static final int MIN_IMPOSTORS_PER_BAND = 1_000;
    private static final double[] BAND_EDGES = {.25, .5, .75, 1};
    private static final double[] RATES = {1, .3, .1, .03, .01, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5, 3e-6, 1e-6};

    /// The impostor pairs of one range of quality.
    ///
    /// @param from lowest quality, inclusive
    /// @param to highest quality, exclusive except in the last band
    /// @param impostors the number of impostor pairs @param rates false match rates, strictly decreasing,
    ///     starting at 1, each measured on at least ten false matches
    /// @param cosines the threshold of each rate, strictly increasing
    public record Band(double from, double to, long impostors, List<Double> rates, List<Double> cosines) {

        /// @throws LikenessException `INVALID_ARGUMENT` if a value breaks these rules
        public Band {
            rates = List.copyOf(rates);
            cosines = List.copyOf(cosines);
            if (!(from >= 0 && from < to && to <= 1)) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "a band must be a range within 0 and 1, got: %s to %s".formatted(from, to));
            }
            if (rates.size() < 2 || rates.size() != cosines.size()) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "a band needs at least two rates and as many cosines, got: %d and %d"
                                .formatted(rates.size(), cosines.size()));
            }
            for (int i = 0; i < rates.size(); i++) {
                boolean inOrder = i == 0
                        ? rates.get(i) <= 1
                        : rates.get(i) < rates.get(i - 1) && cosines.get(i) > cosines.get(i - 1);
                if (!inOrder || !(rates.get(i) > 0) || !Double.isFinite(cosines.get(i))) {
                    throw new LikenessException(
                            ErrorCode.INVALID_ARGUMENT,
                            "rates must fall from 1 and cosines grow strictly, got at place %d: %s, %s"
                                    .formatted(i, rates.get(i), cosines.get(i)));
                }
            }
        }

        private static Band of(double from, double to, double[] cosines) {
            Arrays.sort(cosines);
            List<Double> rates = new ArrayList<>();
            List<Double> thresholds = new ArrayList<>();
            for (double rate : RATES) {
                int falseMatches = (int) Math.floor(rate * cosines.length + 1e-9);
                if (falseMatches < MIN_FALSE_MATCHES) {
                    break;
                }
                double threshold = cosines[cosines.length - falseMatches];
                if (thresholds.isEmpty() || threshold > thresholds.getLast()) {
                    rates.add(rate);
                    thresholds.add(threshold);
                }
            }
            return new Band(from, to, cosines.length, rates, thresholds);
        }
    }

    /// A false match rate and the number of pairs that it was measured on.
    ///
    /// @param rate 0 to 1
    /// @param extrapolated whether fewer than ten impostor pairs have a higher cosine
    /// @param impostors the number of impostor pairs of this quality
    public record FalseMatchRate(double rate, boolean extrapolated, long impostors) {}

    /// @throws LikenessException `INVALID_ARGUMENT` unless the bands cover 0 to 1 without gaps
    public FalseMatchTable {
        bands = List.copyOf(bands);
        double reached = 0;
        for (Band band : bands) {
            if (band.from != reached) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "bands must follow each other without gaps, got one from %s after %s"
                                .formatted(band.from, reached));
            }
            reached = band.to;
        }
        if (reached != 1) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "bands must reach quality 1, got: " + reached);
        }
    }

    /// Measures the rates on the impostor pairs. A band covers a quarter of the quality scale; a band with
    /// fewer than 1,000 pairs is joined with its neighbour.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if there are fewer than 100 impostor pairs, or all have
    ///     one cosine
    static FalseMatchTable of(List<LabelledPair> pairs) {
        List<LabelledPair> impostors =
                pairs.stream().filter(pair -> !pair.mated()).toList();
        if (impostors.size() < MIN_IMPOSTORS) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a false match rate needs at least %d impostor pairs, got: %d"
                            .formatted(MIN_IMPOSTORS, impostors.size()));
        }
        List<Double> edges = new ArrayList<>(List.of(0.0));
        for (double edge : BAND_EDGES) {
            if (count(impostors, edges.getLast(), edge) >= MIN_IMPOSTORS_PER_BAND) {
                edges.add(edge);
            }
        }
        if (edges.size() == 1) {
            edges.add(1.0);
        }
        // The pairs above the last full band are too few for a band of their own.
        edges.set(edges.size() - 1, 1.0);
        List<Band> bands = new ArrayList<>();
        for (int i = 1; i < edges.size(); i++) {
            double from = edges.get(i - 1);
            double to = edges.get(i);
            bands.add(Band.of(
                    from,
                    to,
                    impostors.stream()
                            .filter(pair -> contains(from, to, pair.quality()))
                            .mapToDouble(LabelledPair::cosine)
                            .toArray()));
        }
        return new FalseMatchTable(bands);
    }

    /// The share of impostor pairs of this quality whose cosine is at least `cosine`. The logarithm of the
    /// rate is interpolated between two stored rates, and extrapolated beyond the last rate. Extrapolation
    /// overestimates the rate, because the logarithm of a tail like that of the normal distribution decreases
    /// faster than linearly.
    ///
    /// @param cosine −1 to 1
    /// @param quality of the pair, 0 to 1: the smaller of the two
    public FalseMatchRate at(double cosine, double quality) {
        Band band = band(quality);
        int last = band.cosines.size() - 1;
        if (cosine <= band.cosines.getFirst()) {
            return new FalseMatchRate(band.rates.getFirst(), false, band.impostors);
        }
        int above = 1;
        while (above < last && band.cosines.get(above) < cosine) {
            above++;
        }
        double x0 = band.cosines.get(above - 1);
        double x1 = band.cosines.get(above);
        double y0 = Math.log(band.rates.get(above - 1));
        double y1 = Math.log(band.rates.get(above));
        double rate = Math.exp(y0 + (cosine - x0) / (x1 - x0) * (y1 - y0));
        return new FalseMatchRate(rate, cosine > band.cosines.getLast(), band.impostors);
    }

    /// The threshold at which the share `falseMatchRate` of the impostor pairs of this quality match, the
    /// inverse of [#at(double, double)]. Above 1 if no cosine suffices.
    ///
    /// @param falseMatchRate above 0, at most 1
    /// @param quality of the pair, 0 to 1: the smaller of the two
    /// @throws LikenessException `INVALID_ARGUMENT` if the rate is out of its range
    public double threshold(double falseMatchRate, double quality) {
        if (!(falseMatchRate > 0 && falseMatchRate <= 1)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "false match rate must be above 0 and at most 1, got: " + falseMatchRate);
        }
        Band band = band(quality);
        int last = band.rates.size() - 1;
        if (falseMatchRate >= band.rates.getFirst()) {
            return band.cosines.getFirst();
        }
        int below = 1;
        while (below < last && band.rates.get(below) > falseMatchRate) {
            below++;
        }
        double x0 = Math.log(band.rates.get(below - 1));
        double x1 = Math.log(band.rates.get(below));
        double y0 = band.cosines.get(below - 1);
        double y1 = band.cosines.get(below);
        return y0 + (Math.log(falseMatchRate) - x0) / (x1 - x0) * (y1 - y0);
    }

    /// The false positive identification rate (FPIR): the probability that a search in a gallery of `n`
    /// people without a mate returns at least one false match, 1 − (1 − FMR)ⁿ. Numerically exact for tiny
    /// rates.
    ///
    /// @param falseMatchRate of one comparison, 0 to 1
    /// @param n size of the gallery, not negative
    /// @throws LikenessException `INVALID_ARGUMENT` if an argument is outside its range
    public static double fpir(double falseMatchRate, long n) {
        if (!(falseMatchRate >= 0 && falseMatchRate <= 1)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "false match rate must be between 0 and 1, got: " + falseMatchRate);
        }
        if (n < 0) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "gallery size must not be negative, got: " + n);
        }
        // 0 · ln 0 is NaN, but the rate of no comparison is 0.
        return n == 0 ? 0 : -Math.expm1(n * Math.log1p(-falseMatchRate));
    }

    private Band band(double quality) {
        for (Band band : bands) {
            if (quality < band.to) {
                return band;
            }
        }
        return bands.getLast();
    }

    private static long count(List<LabelledPair> pairs, double from, double to) {
        return pairs.stream().filter(pair -> contains(from, to, pair.quality())).count();
    }

    private static boolean contains(double from, double to, double quality) {
        return quality >= from && (quality < to || to == 1);
    }
}
