package dev.likeness.index.lucene.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.face.UnitVector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TemplateJoinTest {
    private static final UnitVector EAST = UnitVector.of(1, 0);
    private static final UnitVector NORTH = UnitVector.of(0, 1);
    private static final UnitVector EAST_NORTH_EAST = UnitVector.normalized(2, 1);

    @Test
    void pairs_threeDirections_areThoseAboveTheMinimumBestFirst() {
        TemplateJoin.Pairs pairs = TemplateJoin.pairs(List.of(EAST, NORTH, EAST_NORTH_EAST), 5, 0.4f, () -> false);

        assertThat(pairs.exact()).isTrue();
        assertThat(pairs.pairs())
                .extracting(TemplateJoin.Pair::first, TemplateJoin.Pair::second)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(0, 2), org.assertj.core.groups.Tuple.tuple(1, 2));
    }

    @Test
    void pairs_oneNeighbourEach_includePairsFoundFromOneSide() {
        // North's nearest is the one in between, whose own nearest is east.
        assertThat(TemplateJoin.pairs(List.of(EAST, NORTH, EAST_NORTH_EAST), 1, -1, () -> false)
                        .pairs())
                .hasSize(2);
    }

    @Test
    void pairs_throughTheGraph_areNearlyCompleteAndDeterministic_seed3() {
        List<UnitVector> templates = twins(new Random(3), 1_500);

        TemplateJoin.Pairs exact = TemplateJoin.pairs(templates, 4, 0.5f, () -> false);
        TemplateJoin.Pairs walked = TemplateJoin.pairs(templates, 4, 0.5f, () -> false, 10);

        assertThat(walked.exact()).isFalse();
        assertThat(TemplateJoin.pairs(templates, 4, 0.5f, () -> false, 10)).isEqualTo(walked);
        Set<List<Integer>> found = places(walked);
        Set<List<Integer>> wanted = places(exact);
        assertThat(wanted).hasSizeGreaterThanOrEqualTo(1_500).containsAll(found);
        assertThat(found).hasSizeGreaterThan(wanted.size() * 99 / 100);
    }

    @Test
    void pairs_noDirections_areEmpty() {
        assertThat(TemplateJoin.pairs(List.of(), 1, 0, () -> false).pairs()).isEmpty();
    }

    @Test
    void pairs_cancelled_throw() {
        assertThatThrownBy(() -> TemplateJoin.pairs(List.of(EAST, NORTH), 1, 0, () -> true))
                .hasMessage("the join was cancelled");
    }

    @Test
    void pairs_ofTwoDimensions_throw() {
        assertThatThrownBy(() -> TemplateJoin.pairs(List.of(EAST, UnitVector.of(1)), 1, 0, () -> false))
                .hasMessage("templates of a join must have one dimension, got: 2 and 1");
        assertThatThrownBy(() -> TemplateJoin.pairs(List.of(EAST), 0, 0, () -> false))
                .hasMessage("k must be at least 1, got: 0");
    }

    private static Set<List<Integer>> places(TemplateJoin.Pairs pairs) {
        Set<List<Integer>> places = new HashSet<>();
        pairs.pairs().forEach(pair -> places.add(List.of(pair.first(), pair.second())));
        return places;
    }

    /// Random directions in pairs that are close to each other.
    private static List<UnitVector> twins(Random random, int count) {
        List<UnitVector> twins = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] one = new float[32];
            float[] other = new float[32];
            for (int j = 0; j < one.length; j++) {
                one[j] = (float) random.nextGaussian();
                other[j] = one[j] + 0.5f * (float) random.nextGaussian();
            }
            twins.add(UnitVector.normalized(one));
            twins.add(UnitVector.normalized(other));
        }
        return twins;
    }
}
