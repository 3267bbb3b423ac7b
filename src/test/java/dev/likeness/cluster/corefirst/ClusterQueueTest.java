package dev.likeness.cluster.corefirst;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterQueueTest {
    @Test
    void first_ofEqualAffinities_isTheSmallerNumber() {
        ClusterQueue queue = new ClusterQueue(new double[] {1, 2, 2});

        queue.put(2);
        queue.put(0);
        queue.put(1);

        assertThat(queue.first()).isEqualTo(1);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void first_afterChangesAndRemovals_isThatOfASortedSet(long seed) {
        Random random = new Random(seed);
        double[] affinities = new double[40];
        ClusterQueue queue = new ClusterQueue(affinities);
        var sorted = new TreeSet<Integer>(Comparator.comparingDouble((Integer cluster) -> -affinities[cluster])
                .thenComparing(Comparator.naturalOrder()));
        for (int step = 0; step < 2_000; step++) {
            int cluster = random.nextInt(affinities.length);
            sorted.remove(cluster);
            if (random.nextInt(3) == 0) {
                queue.remove(cluster);
            } else {
                affinities[cluster] = random.nextInt(10);
                queue.put(cluster);
                sorted.add(cluster);
            }
            assertThat(queue.isEmpty()).isEqualTo(sorted.isEmpty());
            if (!sorted.isEmpty()) {
                assertThat(queue.first()).isEqualTo(sorted.first());
            }
        }
    }
}
