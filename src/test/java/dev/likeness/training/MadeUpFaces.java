package dev.likeness.training;

import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.face.Landmarks;
import dev.likeness.face.Point;
import dev.likeness.image.RgbImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Photos of people who do not exist: light discs with five dark dots on a plain ground.
final class MadeUpFaces {
    private static final double DOT = 0.09;
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
