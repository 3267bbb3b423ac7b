package dev.likeness.training.detector;

import dev.likeness.inference.detect.CellDetector;
import dev.likeness.training.torch.PyTorch;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// How far a detector's answer is from its teacher's, cell by cell. With the teacher's probabilities cls
/// and obj of a cell, and w = cls·obj, the square of its score, but 0 below a hundredth:
///
///     L = Σ KL(obj) / Σ w + Σ obj·KL(cls) / Σ obj + Σ w·(β·EIoU(box) + π·smoothL1(points / √(w·h))) / Σ w
///
/// so that a cell which is sure of a face teaches where it is, and every cell whether there is one. A
/// student that says what its teacher says has loss 0. KL is the divergence of the two probabilities; the
/// box's loss is EIoU (Zhang et al., *Focal and Efficient IOU Loss*, 2022): 1 − IoU plus the squared
/// distances of centres, widths and heights over those of the box around both. Points are measured in the
/// face's own size, so that a twentieth of a small face counts as that of a large one; the loss of a
/// coordinate is linear beyond a fiftieth of it.
final class DetectorLoss {
    /// Where the numbers of a cell begin.
    static final int CLASS = 0;

    static final int OBJECT = 1;
    static final int BOX = 2;
    static final int POINTS = 6;

    private static final int BOX_NUMBERS = 4;
    private static final int POINT_NUMBERS = 10;
    private static final double LINEAR_FROM = 0.02;
    private static final double MIN_WEIGHT = 0.01;
    private static final double MIN_AREA = 1e-9;
    private static final long NONE = 0;

    private final double boxWeight;
    private final double pointWeight;

    DetectorLoss(DetectorLossOptions options) {
        this.boxWeight = options.box();
        this.pointWeight = options.points();
    }

    /// What a batch came to. NaN where the teacher saw no face.
    ///
    /// @param total scalar, with its graph
    /// @param classification mean divergence of the class, weighted by obj
    /// @param object sum of the object's divergences, over the sum of the weights
    /// @param overlap mean IoU of the boxes with the teacher's, weighted
    /// @param points mean distance of a point from the teacher's, as a share of the face's size, weighted
    /// @param cells sum of the weights: about how many cells see a face
    record BatchLoss(
            Tensor total,
            double value,
            double classification,
            double object,
            double overlap,
            double points,
            double cells) {}

    /// @param predictions `[n, cells, 16]`, logits of class and object
    BatchLoss of(Tensor predictions, List<DetectorBatch.Sample> samples) {
        Targets targets = Targets.of(samples);
        Tensor flat = predictions.reshape(-1, CellDetector.CELL_NUMBERS);
        Tensor objects = tensorLike(flat, targets.objects);
        Tensor object = crossEntropy(flat.select(1, OBJECT), objects)
                .sum()
                .sub(PyTorch.scalar(targets.objectEntropy))
                .div(PyTorch.scalar(Math.max(1, targets.weight)));
        Tensor classification = crossEntropy(flat.select(1, CLASS), tensorLike(flat, targets.classes))
                .mul(objects)
                .sum()
                .sub(PyTorch.scalar(targets.classEntropy))
                .div(PyTorch.scalar(Math.max(1, targets.object)));
        Tensor total = object.add(classification);
        if (targets.rows.length == 0) {
            return new BatchLoss(
                    total,
                    total.item_double(),
                    classification.item_double(),
                    object.item_double(),
                    Double.NaN,
                    Double.NaN,
                    0);
        }
        Tensor rows = flat.index_select(
                0, Tensor.create(targets.rows, targets.rows.length).to(flat.device(), torch.ScalarType.Long));
        Tensor shares = tensorLike(flat, targets.shares);
        Tensor boxes = tensorLike(flat, targets.boxes, BOX_NUMBERS);
        Tensor said = rows.narrow(1, BOX, BOX_NUMBERS);
        Tensor box = eiou(said, boxes).mul(shares).sum();
        Tensor apart = rows.narrow(1, POINTS, POINT_NUMBERS)
                .sub(tensorLike(flat, targets.points, POINT_NUMBERS))
                .mul(tensorLike(flat, targets.scales).unsqueeze(1));
        Tensor points = torch.smooth_l1_loss(apart, torch.zeros_like(apart), NONE, LINEAR_FROM)
                .mean(1)
                .mul(shares)
                .sum();
        total = total.add(box.mul(PyTorch.scalar(boxWeight))).add(points.mul(PyTorch.scalar(pointWeight)));
        Tensor distances = apart.detach()
                .square()
                .reshape(-1, POINT_NUMBERS / 2, 2)
                .sum(2)
                .sqrt()
                .mean(1);
        return new BatchLoss(
                total,
                total.item_double(),
                classification.item_double(),
                object.item_double(),
                Overlap.of(said.detach(), boxes).iou().mul(shares).sum().item_double(),
                distances.mul(shares).sum().item_double(),
                targets.weight);
    }

    /// What the teacher says, and how much of it counts.
    ///
    /// @param classes of all cells, as `objects`
    /// @param object sum of all objects
    /// @param weight sum of all weights
    /// @param rows the cells with a weight
    /// @param shares of the sum of the weights, for each of the rows
    /// @param boxes centre and logarithms of the sides
    /// @param scales by which a row's points are measured in the face's size
    @SuppressWarnings("ArrayRecordComponent") // handed on within one step and never compared
    private record Targets(
            float[] classes,
            float[] objects,
            double classEntropy,
            double objectEntropy,
            double object,
            double weight,
            long[] rows,
            float[] shares,
            float[] boxes,
            float[] points,
            float[] scales) {

        static Targets of(List<DetectorBatch.Sample> samples) {
            int count = samples.getFirst().cells().length / CellDetector.CELL_NUMBERS;
            float[] classes = new float[samples.size() * count];
            float[] objects = new float[classes.length];
            double classEntropy = 0;
            double objectEntropy = 0;
            double object = 0;
            double weight = 0;
            int seeing = 0;
            for (int cell = 0; cell < classes.length; cell++) {
                float[] said = samples.get(cell / count).cells();
                int at = cell % count * CellDetector.CELL_NUMBERS;
                classes[cell] = said[at + CLASS];
                objects[cell] = said[at + OBJECT];
                classEntropy += objects[cell] * entropy(classes[cell]);
                objectEntropy += entropy(objects[cell]);
                object += objects[cell];
                if (weight(classes[cell], objects[cell]) > 0) {
                    weight += weight(classes[cell], objects[cell]);
                    seeing++;
                }
            }
            long[] rows = new long[seeing];
            float[] shares = new float[seeing];
            float[] boxes = new float[BOX_NUMBERS * seeing];
            float[] points = new float[POINT_NUMBERS * seeing];
            float[] scales = new float[seeing];
            int row = 0;
            for (int cell = 0; cell < classes.length; cell++) {
                double share = weight(classes[cell], objects[cell]) / weight;
                if (share > 0) {
                    float[] said = samples.get(cell / count).cells();
                    int at = cell % count * CellDetector.CELL_NUMBERS;
                    rows[row] = cell;
                    shares[row] = (float) share;
                    System.arraycopy(said, at + BOX, boxes, BOX_NUMBERS * row, BOX_NUMBERS);
                    System.arraycopy(said, at + POINTS, points, POINT_NUMBERS * row, POINT_NUMBERS);
                    scales[row] = (float) Math.exp(-(said[at + BOX + 2] + said[at + BOX + 3]) / 2);
                    row++;
                }
            }
            return new Targets(
                    classes, objects, classEntropy, objectEntropy, object, weight, rows, shares, boxes, points, scales);
        }

        private static double weight(double classification, double object) {
            double weight = classification * object;
            return weight < MIN_WEIGHT ? 0 : weight;
        }

        /// Of a yes or no of this probability, in nats.
        private static double entropy(double p) {
            return p <= 0 || p >= 1 ? 0 : -p * Math.log(p) - (1 - p) * Math.log1p(-p);
        }
    }

    /// Binary cross-entropy of each logit.
    private static Tensor crossEntropy(Tensor logits, Tensor targets) {
        return torch.softplus(logits).sub(logits.mul(targets));
    }

    /// EIoU loss of each box.
    ///
    /// @param said `[p, 4]`: centre, logarithms of the sides
    /// @param wanted as `said`
    static Tensor eiou(Tensor said, Tensor wanted) {
        Overlap overlap = Overlap.of(said, wanted);
        Tensor around2 = overlap.around.square().clamp_min(PyTorch.scalar(MIN_AREA));
        Tensor distance =
                said.narrow(1, 0, 2).sub(wanted.narrow(1, 0, 2)).square().sum(1).div(around2.sum(1));
        Tensor shape = said.narrow(1, 2, 2)
                .exp()
                .sub(wanted.narrow(1, 2, 2).exp())
                .square()
                .div(around2)
                .sum(1);
        return overlap.iou.neg().add(PyTorch.scalar(1)).add(distance).add(shape);
    }

    /// How boxes lie to each other.
    ///
    /// @param iou `[p]`
    /// @param around `[p, 2]`: sides of the box around both
    private record Overlap(Tensor iou, Tensor around) {
        static Overlap of(Tensor said, Tensor wanted) {
            Tensor sides = said.narrow(1, 2, 2).exp();
            Tensor otherSides = wanted.narrow(1, 2, 2).exp();
            Tensor half = sides.div(PyTorch.scalar(2));
            Tensor otherHalf = otherSides.div(PyTorch.scalar(2));
            Tensor centre = said.narrow(1, 0, 2);
            Tensor otherCentre = wanted.narrow(1, 0, 2);
            Tensor from = centre.sub(half);
            Tensor to = centre.add(half);
            Tensor otherFrom = otherCentre.sub(otherHalf);
            Tensor otherTo = otherCentre.add(otherHalf);
            Tensor shared = torch.minimum(to, otherTo)
                    .sub(torch.maximum(from, otherFrom))
                    .clamp_min(PyTorch.scalar(0));
            Tensor intersection = shared.select(1, 0).mul(shared.select(1, 1));
            Tensor area = sides.select(1, 0).mul(sides.select(1, 1));
            Tensor otherArea = otherSides.select(1, 0).mul(otherSides.select(1, 1));
            Tensor iou = intersection.div(area.add(otherArea).sub(intersection).clamp_min(PyTorch.scalar(MIN_AREA)));
            return new Overlap(iou, torch.maximum(to, otherTo).sub(torch.minimum(from, otherFrom)));
        }
    }

    private static Tensor tensorLike(Tensor like, float[] values) {
        return Tensor.create(values, values.length).to(like.device(), like.scalar_type());
    }

    private static Tensor tensorLike(Tensor like, float[] values, long columns) {
        return Tensor.create(values, values.length / columns, columns).to(like.device(), like.scalar_type());
    }
}
