package dev.likeness.index;

import java.util.List;

/// What a search found and what it cost.
///
/// @param matches best first; equal cosines by face id, so that the same snapshot gives the same answer
/// @param visited vectors that were compared with the query
/// @param exact whether every face that passed the filter was compared, so that none can be missing
public record SearchHits(List<Match> matches, long visited, boolean exact) {
    public SearchHits {
        matches = List.copyOf(matches);
    }
}
