package dev.likeness.inference.detect;

import ai.onnxruntime.OrtSession;
import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.face.Landmarks;
import dev.likeness.face.Point;
import dev.likeness.image.RgbImage;
import dev.likeness.inference.model.ModelInput;
import dev.likeness.inference.model.ModelManifest;
import dev.likeness.inference.model.ModelOutput;
import dev.likeness.inference.runtime.ModelSession;
import dev.likeness.inference.runtime.PixelPlanes;
import dev.likeness.inference.runtime.Tile;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/// A detector that runs on ONNX Runtime, in up to two passes. What the model's tensors mean, its
/// [FaceDecoder] knows.
///
/// The first pass sees the whole image, shrunk to [DetectionOptions#longSide], or to the size that the
/// model was frozen to, if it is larger. What follows depends on it:
///
/// - Nothing found: once more at half the scale, where faces that fill the picture are found (a quarter
///   of the cost).
/// - The image was shrunk and the first pass saw something small: again at up to
///   [DetectionOptions#secondPassLongSide], in overlapping tiles, for the small faces only. An image that
///   was not shrunk is never enlarged for this: YuNet finds faces of 12 pixels, and enlarging brings only
///   those below, which no embedder can tell apart, and false ones.
///
/// In the end, where the model's manifest asks for it, each face is looked at once more, at the size at which
/// the model places points best.
public final class OnnxFaceDetector implements FaceDetector {
    private static final int CHANNELS = 3;

    /// A sight of this score in the first pass is a hint, even if it is no face yet.
    private static final float HINT_SCORE = 0.4f;

    /// Below this side, in pixels of the first pass, a face hints at others that were too small to be
    /// seen.
    private static final float SMALL_FACE_SIDE = 32;

    /// Faces from this side on, in pixels of the first pass, are the first pass's business alone, so that
    /// a tile cannot make a face out of a part of one.
    private static final float LARGE_FACE_SIDE = 48;

    /// Tiles overlap by so many times the largest face sought in them: each lies whole, with its
    /// surroundings, in one.
    private static final float TILE_OVERLAP = 1.5f;

    private static final float RETRY_SCALE = 0.5f;

    /// A close-up is so many times as long as the face in it.
    private static final float CLOSE_UP_MARGIN = 2;

    /// What is seen in a close-up is the face that it was made of from this overlap on, and need not be as certain
    /// as a face elsewhere.
    private static final float CLOSE_UP_IOU = 0.4f;

    private static final float CLOSE_UP_SCORE = 0.3f;

    private final ModelSession session;
    private final ModelInput.Size size;
    private final FaceDecoder decoder;
    private final DetectionOptions options;
    private final float minScore;
    private final float nmsIou;
    private final Optional<Integer> closeUp;
    private final PixelPlanes planes;

    /// @throws dev.likeness.face.LikenessException `MODEL_INVALID` if the model lacks a tensor that its
    ///     manifest names
    public OnnxFaceDetector(ModelSession session, FaceDecoder decoder, DetectionOptions options) {
        this.session = session;
        this.size = session.manifest().input().size();
        this.decoder = decoder;
        this.options = options;
        this.minScore = options.minScoreOr(decoder.minScore());
        this.nmsIou = options.nmsIouOr(decoder.nmsIou());
        this.closeUp =
                session.manifest().output() instanceof ModelOutput.Faces faces ? faces.closeUp() : Optional.empty();
        this.planes = new PixelPlanes(session.manifest().input());
        decoder.outputs().forEach(session::outputShape);
    }

    @Override
    public List<Detection> detect(RgbImage image) {
        float factor = Math.min(options.longSide() / (float) image.longSide(), scaleToFit(image));
        List<Detection> sights = detectWhole(image, factor, Math.min(minScore, HINT_SCORE));
        List<Detection> faces = aboveMinScore(sights);
        float finer = Math.min(maxTileScale(factor), options.secondPassLongSide() / (float) image.longSide());
        if (finer > factor && sights.stream().anyMatch(sight -> sight.box().longSide() * factor < SMALL_FACE_SIDE)) {
            List<Detection> all = new ArrayList<>(faces);
            all.addAll(detectTiled(image, finer, LARGE_FACE_SIDE / factor));
            faces = NonMaximumSuppression.acrossPasses(all, nmsIou);
        } else if (faces.isEmpty()) {
            faces = detectWhole(image, factor * RETRY_SCALE, minScore);
        }
        return faces.stream()
                .filter(face -> face.box().longSide() >= options.minFace() && centreIsInside(face.box(), image))
                .map(face -> closeUp.flatMap(side -> closeUp(image, face, side))
                        .map(points -> new Detection(face.box(), points, face.score()))
                        .orElse(face))
                .toList();
    }

    /// The points of a face as they are seen when it has this side and the picture ends a little beyond it;
    /// nothing if it is not seen then.
    private Optional<Landmarks> closeUp(RgbImage image, Detection face, int side) {
        Box box = face.box();
        float reach = CLOSE_UP_MARGIN * box.longSide() / 2;
        Point centre = box.centre();
        int left = Math.clamp(Math.round(centre.x() - reach), 0, image.width() - 1);
        int top = Math.clamp(Math.round(centre.y() - reach), 0, image.height() - 1);
        int right = Math.clamp(Math.round(centre.x() + reach), left + 1, image.width());
        int bottom = Math.clamp(Math.round(centre.y() + reach), top + 1, image.height());
        float factor = side / box.longSide();
        RgbImage part = scaled(image.crop(left, top, right - left, bottom - top), factor);
        return detectPass(part, Tile.whole(part), CLOSE_UP_SCORE).stream()
                .map(seen -> shifted(seen.scaled(1 / factor), left, top))
                .filter(seen -> seen.box().iou(box) > CLOSE_UP_IOU)
                .max(Comparator.comparingDouble(seen -> seen.box().iou(box)))
                .map(Detection::landmarks);
    }

    /// How far the whole image must be shrunk for the model to take it at once, 1 at most.
    private float scaleToFit(RgbImage image) {
        return switch (size) {
            case ModelInput.Size.Any _ -> 1;
            case ModelInput.Size.Fixed(int width, int height) ->
                Math.min(1, Math.min(width / (float) image.width(), height / (float) image.height()));
        };
    }

    /// The largest factor that tiles can be cut at: 1, unless the model takes tiles of one size, of which
    /// the overlap must leave a half.
    private float maxTileScale(float factor) {
        return switch (size) {
            case ModelInput.Size.Any _ -> 1;
            case ModelInput.Size.Fixed(int width, int height) ->
                Math.min(1, factor * Math.min(width, height) / (2 * TILE_OVERLAP * LARGE_FACE_SIDE));
        };
    }

    /// What tiles advance by, in pixels: they are as long as this and their overlap together.
    private int tileStep(int overlap) {
        return switch (size) {
            case ModelInput.Size.Any _ -> options.longSide();
            case ModelInput.Size.Fixed(int width, int height) -> Math.min(width, height) - overlap;
        };
    }

    private List<Detection> aboveMinScore(List<Detection> sights) {
        return sights.stream().filter(sight -> sight.score() >= minScore).toList();
    }

    private static boolean centreIsInside(Box box, RgbImage image) {
        Point centre = box.centre();
        return centre.x() >= 0 && centre.y() >= 0 && centre.x() < image.width() && centre.y() < image.height();
    }

    /// One pass over the whole image, in its coordinates.
    private List<Detection> detectWhole(RgbImage image, float factor, float leastScore) {
        RgbImage scaled = scaled(image, factor);
        return detectPass(scaled, Tile.whole(scaled), leastScore).stream()
                .map(detection -> detection.scaled(1 / factor))
                .toList();
    }

    /// Faces below `largest` pixels of the image, from tiles of the image at `factor`, in the image's
    /// coordinates.
    private List<Detection> detectTiled(RgbImage image, float factor, float largest) {
        RgbImage scaled = scaled(image, factor);
        int overlap = Math.round(TILE_OVERLAP * largest * factor);
        List<Detection> faces = new ArrayList<>();
        for (Tile tile : Tile.cover(scaled.width(), scaled.height(), tileStep(overlap), overlap)) {
            detectPass(scaled, tile, minScore).stream()
                    .filter(face -> !tile.cuts(face.box(), scaled))
                    .map(face -> shifted(face, tile.left(), tile.top()).scaled(1 / factor))
                    .filter(face -> face.box().longSide() < largest)
                    .forEach(faces::add);
        }
        return faces;
    }

    private static RgbImage scaled(RgbImage image, float factor) {
        return image.resized(
                Math.max(1, Math.round(image.width() * factor)), Math.max(1, Math.round(image.height() * factor)));
    }

    /// Runs the model on a tile; detections without doubles, in the tile's coordinates.
    private List<Detection> detectPass(RgbImage image, Tile tile, float leastScore) {
        Proposals proposals = new Proposals(leastScore);
        run(image, tile, (tensors, width, height) -> decoder.decode(tensors, width, height, proposals));
        return NonMaximumSuppression.withinPass(proposals.faces(), nmsIou);
    }

    /// Gets what the model says of a tile, while it is there.
    interface OutputReader {
        /// Reads it.
        ///
        /// @param width of what the model saw in pixels, the tile and what it was filled up with
        void read(FaceDecoder.Tensors tensors, int width, int height);
    }

    /// Runs the model on a tile.
    void run(RgbImage image, Tile tile, OutputReader answer) {
        int height = padded(tile.height(), ModelInput.Size.Fixed::height);
        int width = padded(tile.width(), ModelInput.Size.Fixed::width);
        FloatBuffer input = session.borrow(CHANNELS * height * width);
        try {
            planes.write(image, tile, height, width, input, 0);
            try (OrtSession.Result result = session.run(input, 1, height, width)) {
                answer.read(name -> session.floats(result, name), width, height);
            }
        } finally {
            session.release(input);
        }
    }

    private int padded(int side, ToIntFunction<ModelInput.Size.Fixed> fixedSide) {
        return switch (size) {
            case ModelInput.Size.Any(int multiple) -> Math.ceilDiv(side, multiple) * multiple;
            case ModelInput.Size.Fixed fixed -> fixedSide.applyAsInt(fixed);
        };
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
    public double minScore() {
        // Widened by its digits, not by its bits: 0.6, not 0.6000000238.
        return Double.parseDouble(Float.toString(minScore));
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
