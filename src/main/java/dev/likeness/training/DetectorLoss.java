package dev.likeness.training;

import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.face.Point;
import dev.likeness.onnx.PyramidDetector;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// How far a detector's answer is from the faces that are there:
///
///     L = Σ BCE(obj) / P + mean over the P cells that have a face of
///         BCE(cls, IoU) + β·EIoU(box) + π·smoothL1(points / √(w·h))
///
/// The box's loss is EIoU (Zhang et al., *Focal and Efficient IOU Loss*, 2022): 1 − IoU plus the
/// squared distances of centres, widths and heights over those of the box around both. Points are
/// measured in the face's own size, so that a twentieth of a small face counts as that of a large one;
/// the loss of a coordinate is linear beyond a fiftieth of it.
final class DetectorLoss {
    /// Where the numbers of a cell begin.
    static final int CLASS = 0;

    static final int OBJECT = 1;
    static final int BOX = 2;
    static final int POINTS = 6;

    private static final int BOX_NUMBERS = 4;
    private static final int POINT_NUMBERS = 10;
    private static final double LINEAR_FROM = 0.02;
    private static final long MEAN = 1;
    private static final double LEAST_AREA = 1e-9;

    private final double boxWeight;
    private final double pointWeight;

    DetectorLoss(DetectorLossOptions options) {
        this.boxWeight = options.box();
        this.pointWeight = options.points();
    }

    /// What a batch came to. NaN where no cell had a face.
    ///
    /// @param total scalar, with its graph
    /// @param classification mean over the cells with faces
    /// @param object sum over cells, over the number of those with faces
    /// @param overlap mean IoU of the cells' boxes with their faces'
    /// @param points mean distance of a point, as a share of the face's size
    /// @param cells how many have a face
    record Value(
            Tensor total,
            double value,
            double classification,
            double object,
            double overlap,
            double points,
            int cells) {}

    /// @param predictions `[n, cells, 16]`
    Value of(Tensor predictions, List<DetectorBatch.Sample> samples) {
        Cells cells = new Cells(
                samples.getFirst().picture().width(),
                samples.getFirst().picture().height());
        return of(predictions, samples, assignments(cells, predictions, samples), cells);
    }

    private static List<CellAssignment> assignments(
            Cells cells, Tensor predictions, List<DetectorBatch.Sample> samples) {
        float[] said = PyTorch.floats(predictions);
        List<CellAssignment> assignments = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            DetectorBatch.Sample sample = samples.get(i);
            int offset = i * cells.count() * PyramidDetector.CELL_NUMBERS;
            assignments.add(CellAssignment.of(cells, said, offset, sample.faces(), sample.ignored()));
        }
        return assignments;
    }

    /// The loss with the faces dealt already.
    Value of(Tensor predictions, List<DetectorBatch.Sample> samples, List<CellAssignment> assignments, Cells cells) {
        int count = cells.count();
        float[] present = new float[samples.size() * count];
        float[] counts = new float[present.length];
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            int[] faces = assignments.get(i).faces();
            for (int cell = 0; cell < count; cell++) {
                int at = i * count + cell;
                counts[at] = faces[cell] == CellAssignment.IGNORED ? 0 : 1;
                if (faces[cell] >= 0) {
                    present[at] = 1;
                    found.add(at);
                }
            }
        }
        Tensor flat = predictions.reshape(-1, PyramidDetector.CELL_NUMBERS);
        Tensor logits = flat.select(1, OBJECT);
        Tensor object = crossEntropy(logits, as(logits, present))
                .mul(as(logits, counts))
                .sum()
                .div(PyTorch.scalar(Math.max(1, found.size())));
        if (found.isEmpty()) {
            return new Value(object, object.item_double(), Double.NaN, object.item_double(), Double.NaN, Double.NaN, 0);
        }
        Targets targets = new Targets(found.size());
        for (int row = 0; row < found.size(); row++) {
            int sample = found.get(row) / count;
            int cell = found.get(row) % count;
            CellAssignment assignment = assignments.get(sample);
            targets.put(
                    row,
                    found.get(row),
                    cells,
                    cell,
                    samples.get(sample).faces().get(assignment.faces()[cell]),
                    assignment.overlaps()[cell]);
        }
        Tensor rows = flat.index_select(
                0, Tensor.create(targets.index, targets.index.length).to(flat.device(), torch.ScalarType.Long));
        Tensor classification = crossEntropy(rows.select(1, CLASS), as(logits, targets.overlaps))
                .mean();
        Tensor box = eiou(rows.narrow(1, BOX, BOX_NUMBERS), as(logits, targets.boxes, BOX_NUMBERS));
        Tensor apart = rows.narrow(1, POINTS, POINT_NUMBERS)
                .sub(as(logits, targets.points, POINT_NUMBERS))
                .mul(as(logits, targets.scales).unsqueeze(1));
        Tensor points = torch.smooth_l1_loss(apart, torch.zeros_like(apart), MEAN, LINEAR_FROM);
        Tensor total = object.add(classification)
                .add(box.mul(PyTorch.scalar(boxWeight)))
                .add(points.mul(PyTorch.scalar(pointWeight)));
        return new Value(
                total,
                total.item_double(),
                classification.item_double(),
                object.item_double(),
                targets.meanOverlap(),
                meanDistance(PyTorch.floats(apart)),
                found.size());
    }

    private static double meanDistance(float[] apart) {
        double sum = 0;
        for (int i = 0; i < apart.length; i += 2) {
            sum += Math.hypot(apart[i], apart[i + 1]);
        }
        return sum / (apart.length / 2.0);
    }

    /// What the cells with faces should say, in the unit of their strides.
    private static final class Targets {
        private final long[] index;
        private final float[] overlaps;
        private final float[] boxes;
        private final float[] points;
        private final float[] scales;

        Targets(int rows) {
            index = new long[rows];
            overlaps = new float[rows];
            boxes = new float[BOX_NUMBERS * rows];
            points = new float[POINT_NUMBERS * rows];
            scales = new float[rows];
        }

        void put(int row, int at, Cells cells, int cell, Detection face, float overlap) {
            float stride = cells.stride(cell);
            Box box = face.box();
            index[row] = at;
            overlaps[row] = overlap;
            boxes[BOX_NUMBERS * row] = (box.left() + box.right()) / 2 / stride - cells.column(cell);
            boxes[BOX_NUMBERS * row + 1] = (box.top() + box.bottom()) / 2 / stride - cells.row(cell);
            boxes[BOX_NUMBERS * row + 2] = box.width() / stride;
            boxes[BOX_NUMBERS * row + 3] = box.height() / stride;
            int at2 = POINT_NUMBERS * row;
            for (Point point : face.landmarks().points()) {
                points[at2++] = point.x() / stride - cells.column(cell);
                points[at2++] = point.y() / stride - cells.row(cell);
            }
            scales[row] = (float) (stride / Math.sqrt(box.area()));
        }

        double meanOverlap() {
            double sum = 0;
            for (float overlap : overlaps) {
                sum += overlap;
            }
            return sum / overlaps.length;
        }
    }

    /// Binary cross-entropy of each logit.
    private static Tensor crossEntropy(Tensor logits, Tensor targets) {
        return torch.softplus(logits).sub(logits.mul(targets));
    }

    /// Mean EIoU loss.
    ///
    /// @param said `[p, 4]`: centre, logarithms of the sides
    /// @param wanted `[p, 4]`: centre, sides
    static Tensor eiou(Tensor said, Tensor wanted) {
        Tensor centre = said.narrow(1, 0, 2);
        Tensor sides = said.narrow(1, 2, 2).exp();
        Tensor otherCentre = wanted.narrow(1, 0, 2);
        Tensor otherSides = wanted.narrow(1, 2, 2);
        Tensor half = sides.div(PyTorch.scalar(2));
        Tensor otherHalf = otherSides.div(PyTorch.scalar(2));
        Tensor from = centre.sub(half);
        Tensor to = centre.add(half);
        Tensor otherFrom = otherCentre.sub(otherHalf);
        Tensor otherTo = otherCentre.add(otherHalf);
        Tensor shared =
                torch.minimum(to, otherTo).sub(torch.maximum(from, otherFrom)).clamp_min(PyTorch.scalar(0));
        Tensor intersection = shared.select(1, 0).mul(shared.select(1, 1));
        Tensor area = sides.select(1, 0).mul(sides.select(1, 1));
        Tensor otherArea = otherSides.select(1, 0).mul(otherSides.select(1, 1));
        Tensor iou = intersection.div(area.add(otherArea).sub(intersection).clamp_min(PyTorch.scalar(LEAST_AREA)));
        Tensor around = torch.maximum(to, otherTo).sub(torch.minimum(from, otherFrom));
        Tensor around2 = around.square().clamp_min(PyTorch.scalar(LEAST_AREA));
        Tensor distance = centre.sub(otherCentre).square().sum(1).div(around2.sum(1));
        Tensor shape = sides.sub(otherSides).square().div(around2).sum(1);
        return iou.neg().add(PyTorch.scalar(1)).add(distance).add(shape).mean();
    }

    private static Tensor as(Tensor like, float[] values) {
        return Tensor.create(values, values.length).to(like.device(), like.scalar_type());
    }

    private static Tensor as(Tensor like, float[] values, long columns) {
        return Tensor.create(values, values.length / columns, columns).to(like.device(), like.scalar_type());
    }
}
