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

/// A detector that runs on ONNX Runtime in up to two passes. A [FaceDecoder] interprets the model's tensors.
///
/// The first pass processes the whole image. A larger image is shrunk to [DetectionOptions#longSide] or to
/// the model's fixed input size. The second pass depends on the first:
///
/// - If it finds no face, the image is processed again at half the scale, which finds faces that fill the
///     picture, at a quarter of the cost.
/// - If the image was shrunk and the first pass finds something small, the image is processed again at up to
///     [DetectionOptions#secondPassLongSide], in overlapping tiles, for small faces only. An image that was
///     not shrunk is never enlarged: YuNet finds faces of 12 pixels, and enlarging adds only smaller faces,
///     which no embedder can distinguish, and false ones.
///
/// If the model's manifest has a close-up size, each face is finally processed once more at that size, at
/// which the model locates landmarks best.
public final class OnnxFaceDetector implements FaceDetector {
    private static final int CHANNELS = 3;

    /// Minimum score of a detection in the first pass to count as a hint of small faces.
    private static final float HINT_SCORE = 0.4f;

    /// Side in pixels of the first pass. A smaller detection is a hint that the image has other faces, too
    /// small for the first pass.
    private static final float SMALL_FACE_SIDE = 32;

    /// Side in pixels of the first pass from which faces are taken from the first pass only, so that a tile
    /// cannot detect a part of a face as a face.
    private static final float LARGE_FACE_SIDE = 48;

    /// Overlap of tiles relative to the largest face searched in them, so that each face lies in one tile
    /// with its surroundings.
    private static final float TILE_OVERLAP = 1.5f;

    private static final float RETRY_SCALE = 0.5f;

    /// Side of a close-up relative to the longer side of the face.
    private static final float CLOSE_UP_MARGIN = 2;

    /// Minimum overlap, as intersection over union, of a detection in a close-up with the face that the
    /// close-up was made for.
    private static final float CLOSE_UP_IOU = 0.4f;

    /// Minimum score of a detection in a close-up; lower than elsewhere, because a face is known to be there.
    private static final float CLOSE_UP_SCORE = 0.3f;

    private final ModelSession session;
    private final ModelInput.Size size;
    private final FaceDecoder decoder;
    private final DetectionOptions options;
    private final float minScore;
    private final float nmsIou;
    private final Optional<Integer> closeUp;
    private final PixelPlanes planes;

    /// Creates a detector for a loaded model.
    ///
    /// @throws dev.likeness.face.LikenessException `MODEL_INVALID` if the model lacks a tensor that the
    ///     decoder reads
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
        float factor = firstScale(image);
        List<Detection> candidates = detectWhole(image, factor, Math.min(minScore, HINT_SCORE));
        List<Detection> faces = aboveMinScore(candidates);
        float tileScale = Math.min(maxTileScale(factor), options.secondPassLongSide() / (float) image.longSide());
        if (tileScale > factor
                && candidates.stream().anyMatch(candidate -> candidate.box().longSide() * factor < SMALL_FACE_SIDE)) {
            List<Detection> all = new ArrayList<>(faces);
            all.addAll(detectTiled(image, tileScale, LARGE_FACE_SIDE / factor));
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

    @Override
    public List<Detection> glance(RgbImage image) {
        return detectWhole(image, firstScale(image), minScore);
    }

    /// The scale of the first pass, at most 1.
    private float firstScale(RgbImage image) {
        return Math.min(options.longSide() / (float) image.longSide(), scaleToFit(image));
    }

    /// The landmarks of a face in a close-up; empty if the face is not detected in it.
    ///
    /// @param side longer side of the face in the close-up, in pixels
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
                .map(found -> found.scaled(1 / factor).moved(left, top))
                .filter(found -> found.box().iou(box) > CLOSE_UP_IOU)
                .max(Comparator.comparingDouble(found -> found.box().iou(box)))
                .map(Detection::landmarks);
    }

    /// The scale at which the whole image fits the model's input, at most 1.
    private float scaleToFit(RgbImage image) {
        return switch (size) {
            case ModelInput.Size.Any _ -> 1;
            case ModelInput.Size.Fixed(int width, int height) ->
                Math.min(1, Math.min(width / (float) image.width(), height / (float) image.height()));
        };
    }

    /// The maximum scale of the image for tiles: 1, or less if the model has a fixed input size, because the
    /// overlap may take at most half of a tile.
    private float maxTileScale(float factor) {
        return switch (size) {
            case ModelInput.Size.Any _ -> 1;
            case ModelInput.Size.Fixed(int width, int height) ->
                Math.min(1, factor * Math.min(width, height) / (2 * TILE_OVERLAP * LARGE_FACE_SIDE));
        };
    }

    /// The distance between the starts of two tiles, in pixels. A tile is as long as this step plus the
    /// overlap.
    private int tileStep(int overlap) {
        return switch (size) {
            case ModelInput.Size.Any _ -> options.longSide();
            case ModelInput.Size.Fixed(int width, int height) -> Math.min(width, height) - overlap;
        };
    }

    private List<Detection> aboveMinScore(List<Detection> candidates) {
        return candidates.stream()
                .filter(candidate -> candidate.score() >= minScore)
                .toList();
    }

    private static boolean centreIsInside(Box box, RgbImage image) {
        Point centre = box.centre();
        return centre.x() >= 0 && centre.y() >= 0 && centre.x() < image.width() && centre.y() < image.height();
    }

    /// Runs one pass over the whole image.
    ///
    /// @return detections in pixels of `image`
    private List<Detection> detectWhole(RgbImage image, float factor, float scoreThreshold) {
        RgbImage scaled = scaled(image, factor);
        return detectPass(scaled, Tile.whole(scaled), scoreThreshold).stream()
                .map(detection -> detection.scaled(1 / factor))
                .toList();
    }

    /// Detects faces smaller than `largest` pixels of the image, in tiles of the image scaled by `factor`.
    ///
    /// @return detections in pixels of `image`
    private List<Detection> detectTiled(RgbImage image, float factor, float largest) {
        RgbImage scaled = scaled(image, factor);
        int overlap = Math.round(TILE_OVERLAP * largest * factor);
        List<Detection> faces = new ArrayList<>();
        for (Tile tile : Tile.cover(scaled.width(), scaled.height(), tileStep(overlap), overlap)) {
            detectPass(scaled, tile, minScore).stream()
                    .filter(face -> !tile.cuts(face.box(), scaled))
                    .map(face -> face.moved(tile.left(), tile.top()).scaled(1 / factor))
                    .filter(face -> face.box().longSide() < largest)
                    .forEach(faces::add);
        }
        return faces;
    }

    private static RgbImage scaled(RgbImage image, float factor) {
        return image.resized(
                Math.max(1, Math.round(image.width() * factor)), Math.max(1, Math.round(image.height() * factor)));
    }

    /// Runs the model on a tile.
    ///
    /// @return detections without duplicates, in pixels of the tile
    private List<Detection> detectPass(RgbImage image, Tile tile, float scoreThreshold) {
        Proposals proposals = new Proposals(scoreThreshold);
        run(image, tile, (tensors, width, height) -> decoder.decode(tensors, width, height, proposals));
        return NonMaximumSuppression.withinPass(proposals.faces(), nmsIou);
    }

    /// Reads the outputs of one run, which are valid only during the call.
    interface OutputReader {
        /// Reads the outputs.
        ///
        /// @param width width of the model's input in pixels, including padding
        /// @param height height of the model's input in pixels, including padding
        void read(FaceDecoder.Tensors tensors, int width, int height);
    }

    /// Runs the model on a tile.
    void run(RgbImage image, Tile tile, OutputReader reader) {
        int height = padded(tile.height(), ModelInput.Size.Fixed::height);
        int width = padded(tile.width(), ModelInput.Size.Fixed::width);
        FloatBuffer input = session.borrow(CHANNELS * height * width);
        try {
            planes.write(image, tile, height, width, input, 0);
            try (OrtSession.Result result = session.run(input, 1, height, width)) {
                reader.read(name -> session.floats(result, name), width, height);
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

    @Override
    public double minScore() {
        // Convert by decimal digits, not by bits: 0.6, not 0.6000000238.
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
