package dev.likeness.index;

import java.util.List;

/// The result of a search and its cost.
///
/// @param matches best first; equal cosines by face id, so that the same snapshot gives the same result
/// @param visited vectors that were compared with the query
/// @param exact whether every face that passed the filter was compared, so that no match is missing
public record SearchHits(List<Match> matches, long visited, boolean exact) {
    public SearchHits {
        matches = List.copyOf(matches);
    }
}
