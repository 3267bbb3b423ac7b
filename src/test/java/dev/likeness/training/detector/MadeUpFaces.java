package dev.likeness.training.detector;

import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.face.Landmarks;
import dev.likeness.face.Point;
import dev.likeness.image.RgbImage;
import dev.likeness.inference.detect.CellDetector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Photos of people who do not exist: light discs with five dark dots on a plain ground.
final class MadeUpFaces {
    private static final double DOT = 0.09;
    private static final int LIGHT = 135;
    private static final double MIN_SIDE = 8;
    private static final List<Integer> STRIDES = List.of(8, 16, 32);
    private static final double[][] DOTS = {{.3, .35}, {.7, .35}, {.5, .55}, {.35, .75}, {.65, .75}};

    private MadeUpFaces() {}

    /// A photo and where its faces are.
    record Photo(RgbImage picture, List<Detection> faces) {}

    /// A face in a box, as the dots lie in it.
    static Detection detection(double left, double top, double width, double height) {
        return detection(left, top, width, height, .9f);
    }

    static Detection detection(double left, double top, double width, double height, float score) {
        Point[] points = new Point[DOTS.length];
        for (int i = 0; i < points.length; i++) {
            points[i] = new Point((float) (left + DOTS[i][0] * width), (float) (top + DOTS[i][1] * height));
        }
        return new Detection(
                new Box((float) left, (float) top, (float) (left + width), (float) (top + height)),
                new Landmarks(points[0], points[1], points[2], points[3], points[4]),
                score);
    }

    /// A photo of one or two faces.
    static Photo photo(int number, int width, int height) {
        Random random = new Random(77L * number + 5);
        byte[] rgb = new byte[3 * width * height];
        int[] ground = {random.nextInt(90), random.nextInt(90), random.nextInt(90)};
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (ground[i % 3] + random.nextInt(20));
        }
        List<Detection> faces = new ArrayList<>();
        int count = 1 + number % 2;
        for (int face = 0; face < count; face++) {
            double side = Math.min(width / (double) count, height) * random.nextDouble(.35, .7);
            double left = width * face / (double) count + random.nextDouble() * (width / (double) count - side);
            double top = random.nextDouble() * (height - side);
            faces.add(detection(left, top, side, side));
            draw(rgb, width, height, left, top, side, 170 + random.nextInt(60));
        }
        return new Photo(new RgbImage(width, height, rgb), faces);
    }

    /// The faces that can be seen in a picture: light discs of which most is there, whose dots are dark.
    static List<Detection> found(RgbImage picture) {
        boolean[] seen = new boolean[picture.width() * picture.height()];
        List<Detection> faces = new ArrayList<>();
        for (int at = 0; at < seen.length; at++) {
            if (!seen[at] && isLight(picture, at)) {
                disc(picture, at, seen).ifPresent(faces::add);
            }
        }
        return faces;
    }

    /// The disc around a light pixel, if what is light around it is one.
    private static Optional<Detection> disc(RgbImage picture, int start, boolean[] seen) {
        int width = picture.width();
        int left = width;
        int top = picture.height();
        int right = 0;
        int bottom = 0;
        int pixels = 0;
        Deque<Integer> open = new ArrayDeque<>(List.of(start));
        seen[start] = true;
        while (!open.isEmpty()) {
            int at = open.pop();
            int x = at % width;
            int y = at / width;
            pixels++;
            left = Math.min(left, x);
            right = Math.max(right, x + 1);
            top = Math.min(top, y);
            bottom = Math.max(bottom, y + 1);
            for (int next : new int[] {x > 0 ? at - 1 : at, x + 1 < width ? at + 1 : at, at - width, at + width}) {
                if (next >= 0 && next < seen.length && !seen[next] && isLight(picture, next)) {
                    seen[next] = true;
                    open.push(next);
                }
            }
        }
        double across = right - left;
        double down = bottom - top;
        // A disc is π/4 of its square, of which the dots take a sixth.
        double share = pixels / (across * down);
        boolean isDisc = Math.min(across, down) >= MIN_SIDE
                && Math.abs(Math.log(across / down)) < .3
                && share > .5
                && share < .75;
        return isDisc ? Optional.of(detection(left, top, across, down)) : Optional.empty();
    }

    private static boolean isLight(RgbImage picture, int pixel) {
        return (picture.rgb()[3 * pixel] & 0xff) > LIGHT;
    }

    /// What cells say that see these faces: of each the one in which its centre lies, at the stride of
    /// which it is two to four long.
    static float[] cells(int width, int height, List<Detection> faces) {
        int total = 0;
        for (int stride : STRIDES) {
            total += width / stride * (height / stride);
        }
        float[] said = new float[CellDetector.CELL_NUMBERS * total];
        for (Detection face : faces) {
            int first = 0;
            for (int stride : STRIDES) {
                if (stride == STRIDES.getLast() || face.box().width() < 4 * stride) {
                    say(said, first, stride, width / stride, height / stride, face);
                    break;
                }
                first += width / stride * (height / stride);
            }
        }
        return said;
    }

    private static void say(float[] said, int first, int stride, int columns, int rows, Detection face) {
        Box box = face.box();
        float x = (box.left() + box.right()) / 2 / stride;
        float y = (box.top() + box.bottom()) / 2 / stride;
        int column = Math.clamp((int) x, 0, columns - 1);
        int row = Math.clamp((int) y, 0, rows - 1);
        int at = CellDetector.CELL_NUMBERS * (first + row * columns + column);
        said[at] = 1;
        said[at + 1] = 1;
        said[at + 2] = x - column;
        said[at + 3] = y - row;
        said[at + 4] = (float) Math.log(box.width() / stride);
        said[at + 5] = (float) Math.log(box.height() / stride);
        for (int i = 0; i < DOTS.length; i++) {
            Point point = face.landmarks().points().get(i);
            said[at + 6 + 2 * i] = point.x() / stride - column;
            said[at + 7 + 2 * i] = point.y() / stride - row;
        }
    }

    private static void draw(byte[] rgb, int width, int height, double left, double top, double side, int light) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double u = (x - left) / side;
                double v = (y - top) / side;
                if (Math.hypot(u - .5, v - .5) > .5) {
                    continue;
                }
                boolean isDot = false;
                for (double[] dot : DOTS) {
                    isDot |= Math.hypot(u - dot[0], v - dot[1]) < DOT;
                }
                for (int colour = 0; colour < 3; colour++) {
                    rgb[3 * (y * width + x) + colour] = (byte) (isDot ? 20 : light - 20 * colour);
                }
            }
        }
    }
}
