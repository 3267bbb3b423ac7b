package dev.likeness.calibration;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/// Least-squares regression by a non-decreasing step function, by pool-adjacent-violators: neighbouring points whose
/// means are in the wrong order become one block with their common mean. Linear after sorting.
final class IsotonicRegression {

    /// Points with one common value.
    ///
    /// @param x the weighted mean place of its points
    /// @param value the weighted mean of their values
    record Block(double x, double value, double weight) {
        Block merged(Block next) {
            double sum = weight + next.weight;
            return new Block(
                    (x * weight + next.x * next.weight) / sum, (value * weight + next.value * next.weight) / sum, sum);
        }
    }

    private IsotonicRegression() {}

    /// The blocks in order: places strictly growing, values strictly growing.
    ///
    /// @param points in any order; weights positive
    static List<Block> fit(List<Block> points) {
        List<Block> sorted = new ArrayList<>(points);
        sorted.sort(Comparator.comparingDouble(Block::x));
        List<Block> blocks = new ArrayList<>();
        int next = 0;
        while (next < sorted.size()) {
            Block block = sorted.get(next++);
            // Points at one place are one observation; otherwise their order in the input would show.
            double x = block.x;
            while (next < sorted.size() && sorted.get(next).x == x) {
                Block same = block.merged(sorted.get(next++));
                block = new Block(x, same.value, same.weight);
            }
            while (!blocks.isEmpty() && blocks.getLast().value >= block.value) {
                block = blocks.removeLast().merged(block);
            }
            blocks.add(block);
        }
        return Collections.unmodifiableList(blocks);
    }
}
