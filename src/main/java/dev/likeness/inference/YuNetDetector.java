package dev.likeness.inference;

import ai.onnxruntime.OrtSession;
import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.face.Landmarks;
import dev.likeness.face.Point;
import dev.likeness.image.RgbImage;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/// YuNet, in up to two passes.
///
/// The first sees the whole image, shrunk to [DetectionOptions#longSide] if it is larger. What follows depends on it:
///
/// - Nothing found: once more at half the scale, where faces that fill the picture are found (a quarter of the cost).
/// - The image was shrunk and the first pass saw something small: again at up to
///   [DetectionOptions#secondPassLongSide], in overlapping tiles, for the small faces only. An image that was not
///   shrunk is never enlarged for this: YuNet finds faces of 12 pixels, and enlarging brings only those below, which
///   no embedder can tell apart, and false ones.
final class YuNetDetector implements FaceDetector {
    private static final int COLOURS = 3;

    /// A sight of this score in the first pass is a hint, even if it is no face yet.
    private static final float HINT_SCORE = 0.4f;

    /// Below this side, in pixels of the first pass, a face hints at others that were too small to be seen.
    private static final float SMALL = 32;

    /// Faces from this side on, in pixels of the first pass, are the first pass's business alone, so that a tile cannot
    /// make a face out of a part of one.
    private static final float LARGE = 48;

    /// Tiles overlap by so many times the largest face sought in them: each lies whole, with its surroundings, in one.
    private static final float OVERLAP = 1.5f;

    private static final float RETRY = 0.5f;

    private final ModelSession session;
    private final DetectionOptions options;
    private final PixelPlanes planes;
    private final int multiple;

    YuNetDetector(ModelSession session, ModelInput.Size.Any size, DetectionOptions options) {
        this.session = session;
        this.options = options;
        this.planes = new PixelPlanes(session.manifest().input());
        this.multiple = size.multiple();
        YuNetDecoder.OUTPUTS.forEach(session::outputShape);
    }

    @Override
    public List<Detection> detect(RgbImage image) {
        float factor = Math.min(1, options.longSide() / (float) image.longSide());
        List<Detection> sights = whole(image, factor, Math.min(options.minScore(), HINT_SCORE));
        List<Detection> faces = certain(sights);
        float finer = Math.min(1, options.secondPassLongSide() / (float) image.longSide());
        if (finer > factor && sights.stream().anyMatch(sight -> side(sight) * factor < SMALL)) {
            List<Detection> all = new ArrayList<>(faces);
            all.addAll(tiled(image, finer, LARGE / factor));
            faces = Suppression.acrossPasses(all, options.nmsIou());
        } else if (faces.isEmpty()) {
            faces = whole(image, factor * RETRY, options.minScore());
        }
        return faces.stream()
                .filter(face -> side(face) >= options.minFace() && centreIsInside(face.box(), image))
                .toList();
    }

    private List<Detection> certain(List<Detection> sights) {
        return sights.stream()
                .filter(sight -> sight.score() >= options.minScore())
                .toList();
    }

    private static float side(Detection detection) {
        return Math.max(detection.box().width(), detection.box().height());
    }

    private static boolean centreIsInside(Box box, RgbImage image) {
        float x = (box.left() + box.right()) / 2;
        float y = (box.top() + box.bottom()) / 2;
        return x >= 0 && y >= 0 && x < image.width() && y < image.height();
    }

    /// One pass over the whole image, in its coordinates.
    private List<Detection> whole(RgbImage image, float factor, float minScore) {
        RgbImage scaled = scaled(image, factor);
        return pass(scaled, Tile.whole(scaled), minScore).stream()
                .map(detection -> detection.scaled(1 / factor))
                .toList();
    }

    /// Faces below `largest` pixels of the image, from tiles of the image at `factor`, in the image's coordinates.
    private List<Detection> tiled(RgbImage image, float factor, float largest) {
        RgbImage scaled = scaled(image, factor);
        int overlap = Math.round(OVERLAP * largest * factor);
        List<Detection> faces = new ArrayList<>();
        for (Tile tile : Tile.cover(scaled.width(), scaled.height(), options.longSide(), overlap)) {
            pass(scaled, tile, options.minScore()).stream()
                    .filter(face -> !tile.cuts(face.box(), scaled))
                    .map(face -> shifted(face, tile.left(), tile.top()).scaled(1 / factor))
                    .filter(face -> side(face) < largest)
                    .forEach(faces::add);
        }
        return faces;
    }

    private static RgbImage scaled(RgbImage image, float factor) {
        return image.resized(
                Math.max(1, Math.round(image.width() * factor)), Math.max(1, Math.round(image.height() * factor)));
    }

    /// Runs the model on a tile; detections without doubles, in the tile's coordinates.
    private List<Detection> pass(RgbImage image, Tile tile, float minScore) {
        int height = Math.ceilDiv(tile.height(), multiple) * multiple;
        int width = Math.ceilDiv(tile.width(), multiple) * multiple;
        List<Detection> proposals = new ArrayList<>();
        FloatBuffer input = session.borrow(COLOURS * height * width);
        try {
            planes.write(image, tile, height, width, input, 0);
            try (OrtSession.Result result = session.run(input, 1, height, width)) {
                for (int stride : YuNetDecoder.STRIDES) {
                    YuNetDecoder.decode(level(result, stride), width / stride, minScore, proposals);
                }
            }
        } finally {
            session.giveBack(input);
        }
        return Suppression.withinPass(proposals, options.nmsIou());
    }

    private YuNetDecoder.Level level(OrtSession.Result result, int stride) {
        return new YuNetDecoder.Level(
                stride,
                session.floats(result, "cls_" + stride),
                session.floats(result, "obj_" + stride),
                session.floats(result, "bbox_" + stride),
                session.floats(result, "kps_" + stride));
    }

    private static Detection shifted(Detection detection, float right, float down) {
        Box box = detection.box();
        Landmarks points = detection.landmarks();
        return new Detection(
                new Box(box.left() + right, box.top() + down, box.right() + right, box.bottom() + down),
                new Landmarks(
                        shifted(points.leftEye(), right, down),
                        shifted(points.rightEye(), right, down),
                        shifted(points.nose(), right, down),
                        shifted(points.leftMouth(), right, down),
                        shifted(points.rightMouth(), right, down)),
                detection.score());
    }

    private static Point shifted(Point point, float right, float down) {
        return new Point(point.x() + right, point.y() + down);
    }

    @Override
    public ModelManifest manifest() {
        return session.manifest();
    }

    @Override
    public void close() {
        session.close();
    }
}
