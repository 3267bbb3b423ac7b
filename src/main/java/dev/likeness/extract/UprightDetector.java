package dev.likeness.extract;

import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.face.Orientation;
import dev.likeness.face.PictureTurn;
import dev.likeness.face.Point;
import dev.likeness.image.RgbImage;
import dev.likeness.inference.detect.FaceDetector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Detects the faces of photos that may lie on their side or stand on their head, as scans do.
///
/// A detector misses most faces that lie on their side. Most that stand on their head it finds, with the
/// landmarks of an upright face, so that landmarks do not tell; but its score for the same face the right way
/// up is higher.
/// So a
/// face without a high score is looked at again, small and turned.
///
/// - If most of the faces stand otherwise than the photo, the photo is turned.
/// - If only some do, such as that of a child who lies in a bed, their landmarks are corrected.
/// - If there is no face of which the way up is sure, the whole photo is looked at in the other three turns.
final class UprightDetector {
    /// A face with this score is taken for upright: of 800 faces that were found on their head or side, none
    /// had it. Four of five upright ones have.
    private static final float CERTAIN_SCORE = 0.92f;

    /// By how much the score of a face must be better upside down, and on its side.
    private static final float BETTER_UPSIDE_DOWN = 0.01f;

    private static final float BETTER_LYING = 0.05f;

    /// The least score of the face by which a photo is turned by a quarter. The more askew the face is then,
    /// the higher its score must be. Of nine upright photos of 1,340 that were turned by a head held askew,
    /// six have less; of 99 photos that lay on their side, seven, whose faces are found all the same.
    private static final double TURNING_SCORE = 0.82;

    private static final double SCORE_PER_DEGREE = 0.01;

    /// The least score of a face that decides how a whole photo is turned.
    private static final float DECISIVE_SCORE = 0.8f;

    /// Long side in pixels of a face that is looked at again. A smaller one is not enlarged.
    private static final float FACE_SIDE = 80;

    /// Long side in pixels of a face whose landmarks are corrected.
    private static final float CORRECTED_SIDE = 224;

    /// Side of the part around a face, relative to the face.
    private static final float MARGIN = 2;

    /// Minimum overlap, as intersection over union, of two detections of one face.
    private static final float SAME_FACE = 0.3f;

    /// The most faces of a photo that are looked at again.
    private static final int MAX_EXAMINED = 24;

    /// Long side in pixels of a whole photo that is looked at in other turns.
    private static final double PHOTO_SIDE = 480;

    private static final List<Orientation> OTHER_TURNS =
            List.of(Orientation.UPSIDE_DOWN, Orientation.TURN_CLOCKWISE, Orientation.TURN_COUNTERCLOCKWISE);

    private final FaceDetector detector;

    UprightDetector(FaceDetector detector) {
        this.detector = detector;
    }

    /// The faces of a photo.
    ///
    /// @param turn how the photo has to be turned to be upright
    /// @param upright the turned photo
    /// @param faces best score first, in pixels of the turned photo
    record Found(Orientation turn, RgbImage upright, List<Detection> faces) {}

    /// A face, with the landmarks of the way up that it has.
    ///
    /// @param turn how it has to be turned to be upright; empty if that is not sure
    private record Examined(Detection face, Optional<Orientation> turn) {}

    /// Detects the faces of a photo.
    ///
    /// @param mayLie whether the photo may lie on its side; false if a camera states that it does not
    Found detect(RgbImage photo, boolean mayLie) {
        List<Examined> faces = examined(photo, CERTAIN_SCORE);
        Orientation turn = commonTurn(faces).orElseGet(() -> turnOfWhole(photo, faces));
        if (turn == Orientation.UPRIGHT) {
            return new Found(turn, photo, detections(faces));
        }
        // Each face of a turned photo is examined, because a high score alone may have turned it the wrong way up.
        RgbImage turned = photo.turned(turn);
        List<Examined> found = examined(turned, 1);
        Optional<Orientation> more = commonTurn(found).filter(further -> further != Orientation.UPRIGHT);
        if (more.isPresent()) {
            turn = turn.then(more.get());
            turned = photo.turned(turn);
            found = examined(turned, CERTAIN_SCORE);
        }
        return !turn.swapsSides() || (mayLie && isStraight(detections(found)))
                ? new Found(turn, turned, detections(found))
                : new Found(
                        Orientation.UPRIGHT,
                        photo,
                        union(
                                detections(found).stream()
                                        .map(back(turn, turned, photo)::apply)
                                        .toList(),
                                detections(faces)));
    }

    /// Detects the faces of a photo that is the right way up, as a user said. Faces in it may still lie.
    Found detectUpright(RgbImage photo) {
        return new Found(Orientation.UPRIGHT, photo, detections(examined(photo, CERTAIN_SCORE)));
    }

    /// A face, looked at closely: with its score and its landmarks in a small part of the photo, the right
    /// way up.
    ///
    /// @return empty if the face is not there
    Optional<Detection> lookAt(RgbImage photo, Detection face) {
        Orientation turn = face.score() >= CERTAIN_SCORE
                ? Orientation.UPRIGHT
                : examined(photo, face).turn.orElse(Orientation.UPRIGHT);
        Examined close = corrected(photo, face, turn);
        return close.turn.map(_ -> close.face);
    }

    /// All faces of the first list, and those of the second that are not among them.
    private static List<Detection> union(List<Detection> first, List<Detection> second) {
        return Stream.concat(
                        first.stream(),
                        second.stream().filter(face -> first.stream().noneMatch(other -> isSame(face, other.box()))))
                .sorted(Comparator.comparingDouble(Detection::score).reversed())
                .toList();
    }

    private static List<Detection> detections(List<Examined> faces) {
        return faces.stream().map(Examined::face).toList();
    }

    /// The turn of most of the faces, or of that with the best score; empty if no face decides.
    private static Optional<Orientation> commonTurn(List<Examined> faces) {
        Map<Orientation, Integer> counts = new EnumMap<>(Orientation.class);
        List<Orientation> bestFirst = faces.stream()
                .filter(one -> one.face.score() >= DECISIVE_SCORE)
                .sorted(Comparator.comparingDouble((Examined one) -> one.face.score())
                        .reversed())
                .flatMap(one -> one.turn.stream())
                .toList();
        bestFirst.forEach(turn -> counts.merge(turn, 1, Integer::sum));
        return counts.values().stream()
                .max(Integer::compare)
                .flatMap(most -> bestFirst.stream()
                        .filter(turn -> most.equals(counts.get(turn)))
                        .findFirst());
    }

    /// Whether the best face of a turned photo is surely one, and nearly straight. If not, somebody holds
    /// their head askew, and the photo stays as it is.
    private static boolean isStraight(List<Detection> faces) {
        if (faces.isEmpty()) {
            return false;
        }
        Detection best = faces.getFirst();
        return best.score() - SCORE_PER_DEGREE * Math.abs(best.landmarks().roll()) >= TURNING_SCORE;
    }

    /// The turn in which the photo shows a face that is surely one; upright if none does.
    private Orientation turnOfWhole(RgbImage photo, List<Examined> faces) {
        RgbImage small = photo.scaled(Math.min(1, PHOTO_SIDE / photo.longSide()));
        float best = Math.max(DECISIVE_SCORE, BETTER_LYING + bestScore(detections(faces)));
        Orientation turn = Orientation.UPRIGHT;
        for (Orientation other : OTHER_TURNS) {
            float score = bestScore(detector.glance(small.turned(other)));
            if (score >= best) {
                best = score;
                turn = other;
            }
        }
        return turn;
    }

    private static float bestScore(List<Detection> faces) {
        return (float) faces.stream().mapToDouble(Detection::score).max().orElse(0);
    }

    /// Detects faces and examines those below a score.
    private List<Examined> examined(RgbImage photo, float certain) {
        List<Examined> examined = new ArrayList<>();
        int looks = 0;
        for (Detection face : detector.detect(photo)) {
            if (face.score() >= certain) {
                examined.add(new Examined(face, Optional.of(Orientation.UPRIGHT)));
            } else if (looks < MAX_EXAMINED) {
                looks++;
                examined.add(examined(photo, face));
            } else {
                examined.add(new Examined(face, Optional.empty()));
            }
        }
        return examined;
    }

    private Examined examined(RgbImage photo, Detection face) {
        Part part = Part.around(face, photo, FACE_SIDE);
        float upsideDown = score(part, Orientation.UPSIDE_DOWN);
        float clockwise = score(part, Orientation.TURN_CLOCKWISE);
        float counterclockwise = score(part, Orientation.TURN_COUNTERCLOCKWISE);
        float lying = Math.max(clockwise, counterclockwise);
        // The score of the face itself is that of a larger picture.
        float upright = score(part, Orientation.UPRIGHT);
        if (upsideDown >= Math.max(upright + BETTER_UPSIDE_DOWN, lying)) {
            return corrected(photo, face, Orientation.UPSIDE_DOWN);
        }
        if (lying >= Math.max(upright + BETTER_LYING, upsideDown)) {
            return corrected(
                    photo,
                    face,
                    clockwise > counterclockwise ? Orientation.TURN_CLOCKWISE : Orientation.TURN_COUNTERCLOCKWISE);
        }
        boolean isUpright = upright >= Math.max(upsideDown + BETTER_UPSIDE_DOWN, lying + BETTER_LYING);
        return new Examined(face, isUpright ? Optional.of(Orientation.UPRIGHT) : Optional.empty());
    }

    /// The best score of a face at its place in the turned part.
    private float score(Part part, Orientation turn) {
        return (float) found(part, turn, detector::glance)
                .mapToDouble(Detection::score)
                .max()
                .orElse(0);
    }

    /// A face with the landmarks and the score that it has when it is turned.
    private Examined corrected(RgbImage photo, Detection face, Orientation turn) {
        Part part = Part.around(face, photo, CORRECTED_SIDE);
        return found(part, turn, detector::detect)
                .max(Comparator.comparingDouble(Detection::score))
                .map(found -> new Examined(
                        new Detection(face.box(), part.toPhoto(found).landmarks(), found.score()), Optional.of(turn)))
                .orElseGet(() -> new Examined(face, Optional.empty()));
    }

    /// What a detection finds in the turned part at the place of its face, in pixels of the part.
    private static Stream<Detection> found(Part part, Orientation turn, Function<RgbImage, List<Detection>> detection) {
        RgbImage turned = part.image.turned(turn);
        PictureTurn back = back(turn, turned, part.image);
        return detection.apply(turned).stream().map(back::apply).filter(found -> isSame(found, part.box));
    }

    private static PictureTurn back(Orientation turn, RgbImage turned, RgbImage image) {
        return new PictureTurn(turn.inverse(), turned.width(), turned.height(), image.width(), image.height());
    }

    private static boolean isSame(Detection face, Box box) {
        return face.box().iou(box) >= SAME_FACE;
    }

    /// A face with its surroundings, shrunk.
    ///
    /// @param box of the face, in pixels of the image
    /// @param left of the part in the photo, in pixels
    /// @param top of the part in the photo, in pixels
    /// @param scale of the image relative to the photo, at most 1
    private record Part(RgbImage image, Box box, int left, int top, float scale) {
        /// @param longSide of the face in the image, in pixels
        static Part around(Detection face, RgbImage photo, float longSide) {
            Box box = face.box();
            Point centre = box.centre();
            float reach = MARGIN * box.longSide() / 2;
            int left = Math.clamp(Math.round(centre.x() - reach), 0, photo.width() - 1);
            int top = Math.clamp(Math.round(centre.y() - reach), 0, photo.height() - 1);
            int right = Math.clamp(Math.round(centre.x() + reach), left + 1, photo.width());
            int bottom = Math.clamp(Math.round(centre.y() + reach), top + 1, photo.height());
            float scale = Math.min(1, longSide / box.longSide());
            return new Part(
                    photo.crop(left, top, right - left, bottom - top).scaled(scale),
                    box.moved(-left, -top).scaled(scale),
                    left,
                    top,
                    scale);
        }

        Detection toPhoto(Detection found) {
            return found.scaled(1 / scale).moved(left, top);
        }
    }
}
