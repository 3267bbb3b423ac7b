package dev.likeness.training.detector;

import dev.likeness.inference.detect.CellDetector;
import dev.likeness.training.torch.PyTorch;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// The loss of a detector against its teacher, cell by cell. With the teacher's probabilities cls and obj of
/// a cell, and the weight w = cls·obj, the square of its score, which is 0 where it is below 0.01:
///
///     L = Σ KL(obj) / Σ w + Σ obj·KL(cls) / Σ obj + Σ w·(β·EIoU(box) + π·smoothL1(points / √(w·h))) / Σ w
///
/// So a cell with a certain face trains the position, and every cell trains whether there is a face. A
/// student whose output equals the teacher's has loss 0. KL is the divergence of the two probabilities. The
/// loss of a box is EIoU (Zhang et al., *Focal and Efficient IOU Loss*, 2022): 1 − IoU plus the squared
/// distances of centres, widths and heights, divided by those of the box around both. Points are measured
/// relative to the face's size, so that a twentieth of a small face counts as much as a twentieth of a large
/// one. The loss of a coordinate is linear beyond 0.02.
final class DetectorLoss {
    /// Indexes of a cell's values.
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

    /// The loss of a batch. A figure is NaN if the teacher found no face.
    ///
    /// @param total scalar, with its computation graph
    /// @param value value of the total
    /// @param classification mean divergence of the class, weighted by obj
    /// @param object sum of the divergences of obj, divided by the sum of the weights
    /// @param overlap weighted mean IoU of the boxes with the teacher's
    /// @param points weighted mean distance of the points from the teacher's, relative to the face's size
    /// @param cells sum of the weights, about the number of cells with a face
    record BatchLoss(
            Tensor total,
            double value,
            double classification,
            double object,
            double overlap,
            double points,
            double cells) {}

    /// Computes the loss of a batch.
    ///
    /// @param predictions `[n, cells, 16]`, with logits of class and object
    /// @param samples the n samples of the batch
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
        Tensor predicted = rows.narrow(1, BOX, BOX_NUMBERS);
        Tensor box = eiou(predicted, boxes).mul(shares).sum();
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
                Overlap.of(predicted.detach(), boxes).iou().mul(shares).sum().item_double(),
                distances.mul(shares).sum().item_double(),
                targets.weight);
    }

    /// The teacher's output for a batch, with its weights.
    ///
    /// @param classes class probabilities of all cells
    /// @param objects object probabilities of all cells
    /// @param classEntropy sum of the class entropies, weighted by obj, in nats
    /// @param objectEntropy sum of the object entropies, in nats
    /// @param object sum of all object probabilities
    /// @param weight sum of all weights
    /// @param rows indexes of the cells with a weight above 0
    /// @param shares for each of these rows, its share of the sum of weights
    /// @param boxes for each row, the centre and the logarithms of the sides
    /// @param points for each row, the coordinates of the five points
    /// @param scales for each row, the factor that relates its points to the face's size
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
                float[] output = samples.get(cell / count).cells();
                int at = cell % count * CellDetector.CELL_NUMBERS;
                classes[cell] = output[at + CLASS];
                objects[cell] = output[at + OBJECT];
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
                    float[] output = samples.get(cell / count).cells();
                    int at = cell % count * CellDetector.CELL_NUMBERS;
                    rows[row] = cell;
                    shares[row] = (float) share;
                    System.arraycopy(output, at + BOX, boxes, BOX_NUMBERS * row, BOX_NUMBERS);
                    System.arraycopy(output, at + POINTS, points, POINT_NUMBERS * row, POINT_NUMBERS);
                    scales[row] = (float) Math.exp(-(output[at + BOX + 2] + output[at + BOX + 3]) / 2);
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

        /// The entropy of a binary variable of this probability, in nats.
        private static double entropy(double p) {
            return p <= 0 || p >= 1 ? 0 : -p * Math.log(p) - (1 - p) * Math.log1p(-p);
        }
    }

    /// The binary cross-entropy of each logit.
    private static Tensor crossEntropy(Tensor logits, Tensor targets) {
        return torch.softplus(logits).sub(logits.mul(targets));
    }

    /// The EIoU loss of each box.
    ///
    /// @param predicted `[p, 4]`: centre, logarithms of the sides
    /// @param target like `predicted`
    static Tensor eiou(Tensor predicted, Tensor target) {
        Overlap overlap = Overlap.of(predicted, target);
        Tensor around2 = overlap.around.square().clamp_min(PyTorch.scalar(MIN_AREA));
        Tensor distance = predicted
                .narrow(1, 0, 2)
                .sub(target.narrow(1, 0, 2))
                .square()
                .sum(1)
                .div(around2.sum(1));
        Tensor shape = predicted
                .narrow(1, 2, 2)
                .exp()
                .sub(target.narrow(1, 2, 2).exp())
                .square()
                .div(around2)
                .sum(1);
        return overlap.iou.neg().add(PyTorch.scalar(1)).add(distance).add(shape);
    }

    /// The overlap of pairs of boxes.
    ///
    /// @param iou `[p]`
    /// @param around `[p, 2]`: sides of the box around both
    private record Overlap(Tensor iou, Tensor around) {
        static Overlap of(Tensor predicted, Tensor target) {
            Tensor sides = predicted.narrow(1, 2, 2).exp();
            Tensor otherSides = target.narrow(1, 2, 2).exp();
            Tensor half = sides.div(PyTorch.scalar(2));
            Tensor otherHalf = otherSides.div(PyTorch.scalar(2));
            Tensor centre = predicted.narrow(1, 0, 2);
            Tensor otherCentre = target.narrow(1, 0, 2);
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
