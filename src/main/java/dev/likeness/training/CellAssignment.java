package dev.likeness.training;

import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.onnx.PyramidDetector;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Which cells answer for which faces of one picture: SimOTA (Ge, Liu, Wang, Li, Sun, *YOLOX*, 2021;
/// used by YuNet), with levels by size.
///
/// A face's candidates are the cells whose centre lies in its box and within 2.5 strides of the box's
/// centre, of the levels at which it is two to seven cells long (the finest level has no lower bound, the
/// coarsest no upper). A candidate costs `−log √(cls·obj) − 3·log IoU`, by what the network says now. A
/// face gets the cheapest ones, as many as the sum of its ten greatest IoUs, at least one; a cell that
/// several faces want goes to the one for which it is cheapest.
///
/// @param faces for each cell the index of its face, [#BACKGROUND] or [#IGNORED]
/// @param overlaps for each cell that has a face: the IoU of what it says with the face's box
@SuppressWarnings("ArrayRecordComponent") // handed on within one step and never compared
record CellAssignment(int[] faces, float[] overlaps) {
    /// A cell in which there is no face.
    static final int BACKGROUND = -1;

    /// A cell in which there may be one, so that nothing can be learned from it.
    static final int IGNORED = -2;

    private static final double RADIUS = 2.5;
    private static final double LEAST_CELLS = 2;
    private static final double MOST_CELLS = 7;
    private static final double OVERLAP_WEIGHT = 3;
    private static final int OVERLAPS_SUMMED = 10;
    private static final float NO_OVERLAP = 1e-6f;

    /// Assigns the cells of a picture.
    ///
    /// @param predictions what the network says of all pictures, [PyramidDetector#CELL_NUMBERS] a cell
    /// @param offset where this picture's numbers begin
    /// @param ignored where there may be faces that nobody is sure of
    static CellAssignment of(Cells cells, float[] predictions, int offset, List<Detection> faces, List<Box> ignored) {
        int[] owner = new int[cells.count()];
        Arrays.fill(owner, BACKGROUND);
        for (int cell = 0; cell < owner.length; cell++) {
            float x = cells.centreX(cell);
            float y = cells.centreY(cell);
            if (ignored.stream().anyMatch(box -> contains(box, x, y))) {
                owner[cell] = IGNORED;
            }
        }
        float[] overlaps = new float[owner.length];
        double[] costs = new double[owner.length];
        Arrays.fill(costs, Double.POSITIVE_INFINITY);
        for (int face = 0; face < faces.size(); face++) {
            claim(cells, predictions, offset, faces.get(face).box(), face, owner, overlaps, costs);
        }
        return new CellAssignment(owner, overlaps);
    }

    private static void claim(
            Cells cells,
            float[] predictions,
            int offset,
            Box box,
            int face,
            int[] owner,
            float[] overlaps,
            double[] costs) {
        int[] candidates = candidates(cells, box);
        float[] overlap = new float[candidates.length];
        double[] cost = new double[candidates.length];
        for (int i = 0; i < candidates.length; i++) {
            int at = offset + candidates[i] * PyramidDetector.CELL_NUMBERS;
            overlap[i] = overlap(cells, candidates[i], predictions, at, box);
            double silence =
                    (softplus(-predictions[at + DetectorLoss.CLASS]) + softplus(-predictions[at + DetectorLoss.OBJECT]))
                            / 2;
            cost[i] = silence - OVERLAP_WEIGHT * Math.log(Math.max(overlap[i], NO_OVERLAP));
        }
        float[] sorted = overlap.clone();
        Arrays.sort(sorted);
        double sum = 0;
        for (int i = sorted.length - 1; i >= Math.max(0, sorted.length - OVERLAPS_SUMMED); i--) {
            sum += sorted[i];
        }
        IntStream.range(0, candidates.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> cost[i]))
                .limit(Math.max(1, (long) sum))
                .filter(i -> cost[i] < costs[candidates[i]])
                .forEach(i -> {
                    int cell = candidates[i];
                    owner[cell] = face;
                    overlaps[cell] = overlap[i];
                    costs[cell] = cost[i];
                });
    }

    private static int[] candidates(Cells cells, Box box) {
        double x = (box.left() + box.right()) / 2.0;
        double y = (box.top() + box.bottom()) / 2.0;
        double side = Math.max(box.width(), box.height());
        int[] found = IntStream.range(0, cells.count())
                .filter(cell -> suits(cells.stride(cell), side))
                .filter(cell -> contains(box, cells.centreX(cell), cells.centreY(cell)))
                .filter(cell -> Math.abs(cells.centreX(cell) - x) < RADIUS * cells.stride(cell)
                        && Math.abs(cells.centreY(cell) - y) < RADIUS * cells.stride(cell))
                .toArray();
        if (found.length > 0) {
            return found;
        }
        // Smaller than a cell, and between the centres of all: the nearest has to do.
        return IntStream.range(0, cells.count())
                .filter(cell -> suits(cells.stride(cell), side))
                .boxed()
                .min(Comparator.comparingDouble(cell -> Math.hypot(cells.centreX(cell) - x, cells.centreY(cell) - y)))
                .map(cell -> new int[] {cell})
                .orElseThrow();
    }

    private static boolean suits(int stride, double side) {
        return (stride == PyramidDetector.STRIDES.getFirst() || side >= LEAST_CELLS * stride)
                && (stride == PyramidDetector.STRIDES.getLast() || side <= MOST_CELLS * stride);
    }

    private static boolean contains(Box box, float x, float y) {
        return x >= box.left() && x < box.right() && y >= box.top() && y < box.bottom();
    }

    private static float overlap(Cells cells, int cell, float[] predictions, int at, Box box) {
        int stride = cells.stride(cell);
        float x = (cells.column(cell) + predictions[at + DetectorLoss.BOX]) * stride;
        float y = (cells.row(cell) + predictions[at + DetectorLoss.BOX + 1]) * stride;
        float halfWidth = (float) Math.exp(predictions[at + DetectorLoss.BOX + 2]) * stride / 2;
        float halfHeight = (float) Math.exp(predictions[at + DetectorLoss.BOX + 3]) * stride / 2;
        float left = x - halfWidth;
        float top = y - halfHeight;
        float right = x + halfWidth;
        float bottom = y + halfHeight;
        // What the network says need not be a box yet.
        boolean isBox = left < right && top < bottom && Float.isFinite(right - left) && Float.isFinite(bottom - top);
        return isBox ? new Box(left, top, right, bottom).iou(box) : 0;
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }
}
