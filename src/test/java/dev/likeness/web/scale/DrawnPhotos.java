package dev.likeness.web.scale;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.ImageIO;

/// Small drawn pictures: faces as they are stored, and photos with one or two of them.
final class DrawnPhotos {
    static final int WIDTH = 640;
    static final int HEIGHT = 480;
    static final int CROP = 112;

    private DrawnPhotos() {}

    /// The crop of a face.
    static byte[] crop(Random random) {
        BufferedImage image = new BufferedImage(CROP, CROP, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = graphics(image, random);
        face(graphics, CROP / 2.0, CROP / 2.0, CROP * .8, random);
        graphics.dispose();
        return jpeg(image);
    }

    /// A photo with faces side by side; see [#middle].
    static byte[] photo(int faces, Random random) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = graphics(image, random);
        for (int i = 0; i < faces; i++) {
            face(graphics, middle(i, faces), HEIGHT * .45, size(faces), random);
        }
        graphics.dispose();
        return jpeg(image);
    }

    /// Where the middle of a face is, from the left.
    static double middle(int face, int faces) {
        return WIDTH * (face + 1.0) / (faces + 1);
    }

    /// The side of a face's box.
    static double size(int faces) {
        return HEIGHT * (faces == 1 ? .5 : .35);
    }

    private static Graphics2D graphics(BufferedImage image, Random random) {
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setPaint(new GradientPaint(
                0, 0, colour(random, .35f, .9f), image.getWidth(), image.getHeight(), colour(random, .4f, .6f)));
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        for (int i = 0; i < 12; i++) {
            graphics.setColor(colour(random, .4f, .7f));
            double side = image.getWidth() * (.05 + .15 * random.nextDouble());
            graphics.fill(new Ellipse2D.Double(
                    random.nextDouble() * image.getWidth(), random.nextDouble() * image.getHeight(), side, side));
        }
        return graphics;
    }

    private static void face(Graphics2D graphics, double x, double y, double size, Random random) {
        graphics.setColor(colour(random, .6f, .35f));
        graphics.fill(new Ellipse2D.Double(x - size * .42, y - size * .56, size * .84, size));
        graphics.setColor(Color.getHSBColor(.05f + .03f * random.nextFloat(), .45f, .55f + .4f * random.nextFloat()));
        graphics.fill(new Ellipse2D.Double(x - size * .36, y - size * .42, size * .72, size * .92));
        graphics.setColor(Color.DARK_GRAY);
        double eye = size * (.05 + .04 * random.nextDouble());
        graphics.fill(new Ellipse2D.Double(x - size * .18 - eye / 2, y - size * .08, eye, eye));
        graphics.fill(new Ellipse2D.Double(x + size * .18 - eye / 2, y - size * .08, eye, eye));
        graphics.setStroke(new BasicStroke((float) (size * .025)));
        graphics.draw(new Arc2D.Double(
                x - size * .15, y + size * .1, size * .3, size * .2 * random.nextDouble(), 200, 140, Arc2D.OPEN));
    }

    private static Color colour(Random random, float saturation, float brightness) {
        return Color.getHSBColor(random.nextFloat(), saturation, brightness);
    }

    private static byte[] jpeg(BufferedImage image) {
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            ImageIO.write(image, "jpeg", bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
