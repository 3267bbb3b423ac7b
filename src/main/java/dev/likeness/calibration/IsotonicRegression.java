package dev.likeness.calibration;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/// Least-squares regression with a non-decreasing step function, by the pool-adjacent-violators algorithm:
/// neighbouring points whose means are in the wrong order become one block with their common mean. Linear
/// time after sorting.
final class IsotonicRegression {

    /// A block of points with one value.
    ///
    /// @param x the weighted mean x of its points
    /// @param value the weighted mean value of its points
    record Block(double x, double value, double weight) {
        Block merged(Block next) {
            double sum = weight + next.weight;
            return new Block(
                    (x * weight + next.x * next.weight) / sum, (value * weight + next.value * next.weight) / sum, sum);
        }
    }

    private IsotonicRegression() {}

    /// Fits the blocks; x and value are strictly increasing.
    ///
    /// @param points in any order; weights positive
    static List<Block> fit(List<Block> points) {
        List<Block> sorted = new ArrayList<>(points);
        sorted.sort(Comparator.comparingDouble(Block::x));
        List<Block> blocks = new ArrayList<>();
        int next = 0;
        while (next < sorted.size()) {
            Block block = sorted.get(next++);
            // Points with one x are one observation; otherwise the result would depend on the order of the input.
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
