package dev.likeness.evaluation.search;

import dev.likeness.evaluation.report.Figure;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The recall of an approximate index against an exact scan.
///
/// @param k number of requested neighbours
/// @param recall share of the exact neighbours that were found, over all queries
public record Recall(int k, Figure recall) {

    /// Compares the first k neighbours of each query.
    ///
    /// @param exact the exact neighbours of each query, nearest first; fewer than k only if there are no more
    /// @param found the neighbours that the index returned for each query
    /// @throws LikenessException `INVALID_ARGUMENT` if `k` is below 1, or if the numbers of queries differ
    public static <T> Recall at(int k, List<List<T>> exact, List<List<T>> found) {
        if (k < 1 || exact.size() != found.size()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "k must be at least 1 and every query answered, got: k %d, %d queries and %d answers"
                            .formatted(k, exact.size(), found.size()));
        }
        return new Recall(k, Figure.of("recall@" + k, "queries", exact.size(), Figure.MIN_OBSERVATIONS, () -> {
            long wanted = 0;
            long hits = 0;
            for (int i = 0; i < exact.size(); i++) {
                List<T> nearest =
                        exact.get(i).subList(0, Math.min(k, exact.get(i).size()));
                Set<T> returned = new HashSet<>(
                        found.get(i).subList(0, Math.min(k, found.get(i).size())));
                wanted += nearest.size();
                hits += nearest.stream().filter(returned::contains).count();
            }
            return (double) hits / wanted;
        }));
    }
}
