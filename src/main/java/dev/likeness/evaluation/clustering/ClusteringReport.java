package dev.likeness.evaluation.clustering;

import dev.likeness.evaluation.data.LabelledFaces;
import dev.likeness.evaluation.data.LabelledFaces.Contradiction;
import dev.likeness.evaluation.report.Figure;
import dev.likeness.evaluation.report.Quantiles;
import dev.likeness.evaluation.report.Report;
import dev.likeness.evaluation.report.ReportPart;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How well clusters agree with labelled people. An unassigned face, or a photo in which no face was found,
/// counts as a cluster of one. The result does not depend on the order of the faces or on the numbers of
/// people and clusters.
///
/// @param faces number of evaluated faces
/// @param unassigned number of faces in no cluster
/// @param missed number of faces that were not detected, and are therefore in no cluster; 0 if magnitudes
///     were not given
/// @param people number of people
/// @param clusters number of clusters
/// @param pairwiseF harmonic mean of pairwise precision and recall
/// @param bCubedF harmonic mean of BCubed precision and recall
/// @param nmiArithmetic mutual information divided by the arithmetic mean of the entropies
/// @param nmiMax mutual information divided by the larger entropy
/// @param identitiesSplit number of people with faces in more than one cluster
/// @param identitiesMerged number of people who share a cluster with another person
/// @param clustersMixed number of clusters with faces of more than one person
/// @param clustersPerIdentity mean number of clusters per person
/// @param singletons number of clusters with one face
/// @param singletonRate share of the clusters that are singletons
/// @param samePhotoClusters number of clusters with two faces of one photo; null if photos were not given
/// @param suspectLabels photos whose label disagrees with their cluster: wrong labels, or errors; empty if
///     photos were not given
/// @param quartiles BCubed by quartile of the magnitudes, lowest first; empty if magnitudes were not given
/// @param qualities the scores of all faces and by quality, with the shares of false joins and false splits;
///     empty if qualities were not given
/// @param copies number of labelled files whose picture counts already
/// @param contradictions pictures with several labels, which are not evaluated
public record ClusteringReport(
        long faces,
        long unassigned,
        long missed,
        long people,
        long clusters,
        Figure pairwisePrecision,
        Figure pairwiseRecall,
        Figure pairwiseF,
        Figure bCubedPrecision,
        Figure bCubedRecall,
        Figure bCubedF,
        Figure nmiArithmetic,
        Figure nmiMax,
        long identitiesSplit,
        long identitiesMerged,
        long clustersMixed,
        double clustersPerIdentity,
        long singletons,
        double singletonRate,
        @Nullable Long samePhotoClusters,
        List<SuspectLabel> suspectLabels,
        List<Quartile> quartiles,
        List<QualityScores> qualities,
        int copies,
        List<Contradiction> contradictions)
        implements Report {

    /// The faces of one quartile of the magnitudes, each evaluated in its complete cluster. Equal magnitudes
    /// are in one quartile.
    public record Quartile(int quartile, double from, double to, long n, Figure bCubedF) {}

    /// A photo whose label disagrees with its cluster.
    ///
    /// @param photo one of its paths
    /// @param label its label
    /// @param majority the most frequent label of its cluster
    /// @param faces number of faces with the majority label, at least 2
    public record SuspectLabel(String photo, String label, String majority, int faces) {}

    public ClusteringReport {
        suspectLabels = List.copyOf(suspectLabels);
        quartiles = List.copyOf(quartiles);
        qualities = List.copyOf(qualities);
        contradictions = List.copyOf(contradictions);
    }

    /// Computes the report in linear time.
    ///
    /// @param people the person of each face, any numbers
    /// @param clusters the cluster of each face, any numbers; negative for a face in no cluster
    /// @param photos the photo of each face, or null
    /// @param magnitudes the magnitude of each face (NaN for an undetected face), or null
    /// @throws LikenessException `INVALID_ARGUMENT` if there is no face or lengths differ
    public static ClusteringReport of(
            long[] people, long[] clusters, long @Nullable [] photos, float @Nullable [] magnitudes) {
        ContingencyTable contingency = new ContingencyTable(people, clusters);
        int n = people.length;
        if ((photos != null && photos.length != n) || (magnitudes != null && magnitudes.length != n)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "photos and magnitudes must be given for all %d faces or for none".formatted(n));
        }
        ClusterScores pairwise = contingency.pairwise();
        ClusterScores bCubed = contingency.bCubed();
        long missed = 0;
        long unclear = 0;
        for (int face = 0; face < n; face++) {
            if (magnitudes != null && Float.isNaN(magnitudes[face])) {
                missed++;
            } else if (clusters[face] < 0) {
                unclear++;
            }
        }
        return new ClusteringReport(
                n,
                unclear,
                missed,
                contingency.people(),
                contingency.clusters(),
                figure("pairwise precision", n, pairwise.precision()),
                figure("pairwise recall", n, pairwise.recall()),
                figure("pairwise F", n, pairwise.fScore()),
                figure("BCubed precision", n, bCubed.precision()),
                figure("BCubed recall", n, bCubed.recall()),
                figure("BCubed F", n, bCubed.fScore()),
                figure("NMI (arithmetic)", n, contingency.nmiArithmetic()),
                figure("NMI (max)", n, contingency.nmiMax()),
                contingency.peopleSplit(),
                contingency.peopleMerged(),
                contingency.clustersMixed(),
                (double) contingency.cells() / contingency.people(),
                contingency.singletons(),
                (double) contingency.singletons() / contingency.clusters(),
                photos == null ? null : (long) contingency.clustersWithOnePhotoTwice(photos),
                List.of(),
                magnitudes == null ? List.of() : quartiles(contingency, magnitudes),
                List.of(),
                0,
                List.of());
    }

    /// Adds the figures that need the whole gallery.
    ///
    /// @param samePhotos number of clusters with two faces of one photo, counted over all faces
    ClusteringReport withGalleryFacts(
            long samePhotos, List<SuspectLabel> disputes, List<QualityScores> byQuality, LabelledFaces labelled) {
        return new ClusteringReport(
                faces,
                unassigned,
                missed,
                people,
                clusters,
                pairwisePrecision,
                pairwiseRecall,
                pairwiseF,
                bCubedPrecision,
                bCubedRecall,
                bCubedF,
                nmiArithmetic,
                nmiMax,
                identitiesSplit,
                identitiesMerged,
                clustersMixed,
                clustersPerIdentity,
                singletons,
                singletonRate,
                samePhotos,
                disputes,
                quartiles,
                byQuality,
                labelled.copies(),
                labelled.contradictions());
    }

    private static Figure figure(String claim, long n, double value) {
        return Figure.of(claim, "faces", n, Figure.MIN_OBSERVATIONS, () -> value);
    }

    private static List<Quartile> quartiles(ContingencyTable contingency, float[] magnitudes) {
        double[] sorted = new double[magnitudes.length];
        int known = 0;
        for (float magnitude : magnitudes) {
            if (!Float.isNaN(magnitude)) {
                sorted[known++] = magnitude;
            }
        }
        sorted = Arrays.copyOf(sorted, known);
        if (known == 0) {
            return List.of();
        }
        Arrays.sort(sorted);
        List<Quartile> quartiles = new ArrayList<>();
        double from = Double.NEGATIVE_INFINITY;
        for (int quartile = 1; quartile <= 4; quartile++) {
            double to = Quantiles.of(sorted, quartile / 4.0);
            BitSet faces = new BitSet();
            for (int face = 0; face < magnitudes.length; face++) {
                if (magnitudes[face] > from && magnitudes[face] <= to) {
                    faces.set(face);
                }
            }
            quartiles.add(new Quartile(
                    quartile,
                    quartile == 1 ? sorted[0] : from,
                    to,
                    faces.cardinality(),
                    Figure.of(
                            "BCubed F of magnitude quartile " + quartile,
                            "faces",
                            faces.cardinality(),
                            Figure.MIN_OBSERVATIONS,
                            () -> contingency.bCubed(faces).fScore())));
            from = to;
        }
        return quartiles;
    }

    @Override
    public String kind() {
        return "clustering";
    }

    @Override
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        notes.add("A face in no cluster counts as a cluster of one.");
        pairwiseF.reason().ifPresent(notes::add);
        bCubedF.reason().ifPresent(notes::add);
        nmiArithmetic.reason().ifPresent(notes::add);
        quartiles.forEach(quartile -> quartile.bCubedF.reason().ifPresent(notes::add));
        if (!qualities.isEmpty()) {
            notes.add(ClusteringNotes.PAIR_SHARES);
            notes.add(ClusteringNotes.SUGGESTIONS);
        }
        notes.addAll(ClusteringNotes.notes(copies, contradictions));
        return notes;
    }

    @Override
    public List<ReportPart> parts() {
        List<ReportPart> parts = new ArrayList<>();
        parts.add(new ReportPart.Table(
                "Agreement with people",
                List.of("", "precision", "recall", "F"),
                List.of(
                        List.of("BCubed", bCubedPrecision.text(4), bCubedRecall.text(4), bCubedF.text(4)),
                        List.of("pairwise", pairwisePrecision.text(4), pairwiseRecall.text(4), pairwiseF.text(4)))));
        if (!qualities.isEmpty()) {
            parts.add(new ReportPart.Table(
                    "By quality, 0 to 100 (F, precision and recall are BCubed)",
                    List.of("faces", "number", "F", "precision", "recall", "false joins", "false splits"),
                    qualities.stream().map(QualityScores::row).toList()));
        }
        List<List<String>> rows = new ArrayList<>(List.of(
                List.of("faces", count(faces)),
                List.of("faces in no cluster", count(unassigned)),
                List.of("photos without a face", count(missed)),
                List.of("people", count(people)),
                List.of("clusters", count(clusters)),
                List.of("NMI (arithmetic)", nmiArithmetic.text(4)),
                List.of("NMI (max)", nmiMax.text(4)),
                List.of("identities split", count(identitiesSplit)),
                List.of("identities merged", count(identitiesMerged)),
                List.of("clusters of several people", count(clustersMixed)),
                List.of("clusters per identity", String.format(Locale.ROOT, "%.2f", clustersPerIdentity)),
                List.of("singleton clusters", count(singletons)),
                List.of("singleton rate", String.format(Locale.ROOT, "%.4f", singletonRate))));
        if (samePhotoClusters != null) {
            rows.add(List.of("clusters with one photo twice", count(samePhotoClusters)));
        }
        parts.add(new ReportPart.Table("Counts", List.of("", "value"), rows));
        if (!suspectLabels.isEmpty()) {
            parts.add(new ReportPart.Table(
                    "Disputed: photos in a cluster with a majority of another label",
                    List.of("photo", "label", "majority label", "faces"),
                    suspectLabels.stream()
                            .map(dispute -> List.of(
                                    dispute.photo, dispute.label, dispute.majority, Integer.toString(dispute.faces)))
                            .toList()));
        }
        if (!contradictions.isEmpty()) {
            parts.add(ClusteringNotes.table(contradictions));
        }
        if (!quartiles.isEmpty()) {
            parts.add(new ReportPart.Table(
                    "By magnitude",
                    List.of("quartile", "from", "to", "faces", "BCubed F"),
                    quartiles.stream()
                            .map(quartile -> List.of(
                                    Integer.toString(quartile.quartile),
                                    String.format(Locale.ROOT, "%.2f", quartile.from),
                                    String.format(Locale.ROOT, "%.2f", quartile.to),
                                    count(quartile.n),
                                    quartile.bCubedF.text(4)))
                            .toList()));
        }
        return parts;
    }

    private static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }
}
