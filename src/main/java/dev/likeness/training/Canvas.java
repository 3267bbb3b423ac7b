package dev.likeness.training;

import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.face.Landmarks;
import dev.likeness.face.Point;
import dev.likeness.image.RgbImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A square picture in the making: parts of photos are pasted into it, and their faces move along.
final class Canvas {
    private static final int COLOURS = 3;

    /// A face of which less than this lies in what was pasted is no longer one to be found: from half of
    /// a face on, YuNet is sure of most.
    private static final float LEAST_INSIDE = 0.5f;

    /// A face that something covers by more than this is doubtful (more may cover it yet), and gone from
    /// `1 − LEAST_INSIDE` on.
    private static final float MOST_COVERED = 0.02f;

    private final int side;
    private final double leastFace;
    private final byte[] rgb;
    private final List<Detection> faces = new ArrayList<>();
    private final List<Box> ignored = new ArrayList<>();

    /// @param leastFace shortest longer side of a face that is to be found
    Canvas(int side, double leastFace) {
        this.side = side;
        this.leastFace = leastFace;
        this.rgb = new byte[COLOURS * side * side];
    }

    /// A rectangle of whole pixels.
    record Area(int left, int top, int width, int height) {
        Box box() {
            return new Box(left, top, left + (float) width, top + (float) height);
        }

        Area within(int mostWidth, int mostHeight) {
            int fromX = Math.clamp(left, 0, mostWidth - 1);
            int fromY = Math.clamp(top, 0, mostHeight - 1);
            return new Area(
                    fromX,
                    fromY,
                    Math.clamp(left + (long) width, fromX + 1, mostWidth) - fromX,
                    Math.clamp(top + (long) height, fromY + 1, mostHeight) - fromY);
        }
    }

    Area all() {
        return new Area(0, 0, side, side);
    }

    /// Fills an area with one colour; what was there is gone.
    void fill(Area area, byte red, byte green, byte blue) {
        for (int y = area.top; y < area.top + area.height; y++) {
            for (int x = area.left; x < area.left + area.width; x++) {
                int at = COLOURS * (y * side + x);
                rgb[at] = red;
                rgb[at + 1] = green;
                rgb[at + 2] = blue;
            }
        }
    }

    /// Pastes the part of a photo that falls into an area, scaled, so that the photo's point (`fromX`,
    /// `fromY`) lies at (`toX`, `toY`).
    void paste(TeachingPhoto photo, double factor, double fromX, double fromY, double toX, double toY, Area area) {
        RgbImage picture = photo.picture();
        double left = toX - fromX * factor;
        double top = toY - fromY * factor;
        Area source = new Area(
                        (int) Math.floor((area.left - left) / factor),
                        (int) Math.floor((area.top - top) / factor),
                        (int) Math.ceil(area.width / factor) + 2,
                        (int) Math.ceil(area.height / factor) + 2)
                .within(picture.width(), picture.height());
        int width = Math.max(1, (int) Math.round(source.width * factor));
        int height = Math.max(1, (int) Math.round(source.height * factor));
        int atX = (int) Math.round(left + source.left * factor);
        int atY = (int) Math.round(top + source.top * factor);
        Area drawn = new Area(
                Math.max(atX, area.left),
                Math.max(atY, area.top),
                Math.min(atX + width, area.left + area.width) - Math.max(atX, area.left),
                Math.min(atY + height, area.top + area.height) - Math.max(atY, area.top));
        if (drawn.width < 1 || drawn.height < 1) {
            return;
        }
        RgbImage part = picture.crop(source.left, source.top, source.width, source.height)
                .resized(width, height);
        cover(drawn.box());
        for (int y = drawn.top; y < drawn.top + drawn.height; y++) {
            System.arraycopy(
                    part.rgb(),
                    COLOURS * ((y - atY) * width + drawn.left - atX),
                    rgb,
                    COLOURS * (y * side + drawn.left),
                    COLOURS * drawn.width);
        }
        Placing placing = new Placing(
                width / (double) source.width, height / (double) source.height, source.left, source.top, atX, atY);
        for (Detection face : photo.faces()) {
            add(placing.of(face), drawn.box());
        }
        for (Box box : photo.doubtful()) {
            Box placed = placing.of(box);
            if (placed.overlap(drawn.box()) > 0) {
                ignored.add(placed);
            }
        }
    }

    private void add(Detection face, Box drawn) {
        float inside = face.box().overlap(drawn);
        if (inside >= LEAST_INSIDE && Math.max(face.box().width(), face.box().height()) >= leastFace) {
            faces.add(clipped(face, drawn));
        } else if (inside > 0) {
            ignored.add(face.box());
        }
    }

    /// A face cut by an edge ends there, as its teacher sees it, and its points lie where they would.
    private static Detection clipped(Detection face, Box drawn) {
        Box box = face.box();
        return new Detection(
                new Box(
                        Math.max(box.left(), drawn.left()),
                        Math.max(box.top(), drawn.top()),
                        Math.min(box.right(), drawn.right()),
                        Math.min(box.bottom(), drawn.bottom())),
                face.landmarks(),
                face.score());
    }

    /// What becomes of the faces under something new.
    private void cover(Box covered) {
        for (Detection face : List.copyOf(faces)) {
            float share = face.box().overlap(covered);
            if (share > MOST_COVERED) {
                faces.remove(face);
                if (share < 1 - LEAST_INSIDE) {
                    ignored.add(face.box());
                }
            }
        }
        ignored.removeIf(box -> box.overlap(covered) > LEAST_INSIDE);
    }

    /// Where the pixels of a pasted part come from, pixel centres on pixel centres.
    private record Placing(double scaleX, double scaleY, double fromX, double fromY, double toX, double toY) {
        float x(float x) {
            return (float) (toX + (x + 0.5 - fromX) * scaleX - 0.5);
        }

        float y(float y) {
            return (float) (toY + (y + 0.5 - fromY) * scaleY - 0.5);
        }

        Box of(Box box) {
            return new Box(x(box.left()), y(box.top()), x(box.right()), y(box.bottom()));
        }

        Point of(Point point) {
            return new Point(x(point.x()), y(point.y()));
        }

        Detection of(Detection face) {
            Landmarks points = face.landmarks();
            return new Detection(
                    of(face.box()),
                    new Landmarks(
                            of(points.leftEye()),
                            of(points.rightEye()),
                            of(points.nose()),
                            of(points.leftMouth()),
                            of(points.rightMouth())),
                    face.score());
        }
    }

    /// The picture so far, with its faces.
    DetectorBatch.Sample sample() {
        return new DetectorBatch.Sample(new RgbImage(side, side, Arrays.copyOf(rgb, rgb.length)), faces, ignored);
    }

    /// The same, as a mirror shows it: what was a left eye is a right one.
    static DetectorBatch.Sample mirrored(DetectorBatch.Sample sample) {
        float last = sample.picture().width() - 1f;
        return new DetectorBatch.Sample(
                Augmentation.mirrored(sample.picture()),
                sample.faces().stream().map(face -> mirrored(face, last)).toList(),
                sample.ignored().stream().map(box -> mirrored(box, last)).toList());
    }

    private static Detection mirrored(Detection face, float last) {
        Landmarks points = face.landmarks();
        return new Detection(
                mirrored(face.box(), last),
                new Landmarks(
                        mirrored(points.rightEye(), last),
                        mirrored(points.leftEye(), last),
                        mirrored(points.nose(), last),
                        mirrored(points.rightMouth(), last),
                        mirrored(points.leftMouth(), last)),
                face.score());
    }

    private static Box mirrored(Box box, float last) {
        return new Box(last - box.right(), box.top(), last - box.left(), box.bottom());
    }

    private static Point mirrored(Point point, float last) {
        return new Point(last - point.x(), point.y());
    }
}
