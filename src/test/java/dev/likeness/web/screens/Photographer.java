package dev.likeness.web.screens;

import static dev.likeness.web.screens.Pens.color;

import dev.likeness.face.Detection;
import dev.likeness.image.RgbImage;
import dev.likeness.web.screens.Scenes.Scene;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Draws photos of people at a place.
final class Photographer {
    /// A drawn photo.
    ///
    /// @param detections where the faces of the people are, in the order of the people
    record Shot(RgbImage image, List<Detection> detections) {
        Shot {
            detections = List.copyOf(detections);
        }
    }

    /// What the light and the camera did to a photo.
    enum Condition {
        GOOD,
        SOFT,
        BLURRED,
        DARK
    }

    /// Somebody in a photo.
    record Sitter(Look look, Pose pose) {}

    private Photographer() {}

    static Shot shoot(
            Scene scene, int width, int height, List<Sitter> sitters, Condition condition, SplittableRandom random) {
        BufferedImage canvas = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = Pens.smooth(canvas.createGraphics());
        Scenes.paint(graphics, scene, width, height, random);
        List<Detection> detections = new ArrayList<>();
        for (Sitter sitter : sitters) {
            detections.add(PersonPainter.paint(graphics, sitter.look(), sitter.pose()));
        }
        light(graphics, scene, width, height, condition);
        graphics.dispose();
        RgbImage image = grain(canvas, condition == Condition.DARK ? 14 : 2, random);
        return switch (condition) {
            case GOOD, DARK -> new Shot(image, detections);
            case SOFT -> new Shot(image.blurred(sitters.getFirst().pose().scale() * 1.2), detections);
            case BLURRED -> new Shot(image.blurred(sitters.getFirst().pose().scale() * 3.4), detections);
        };
    }

    private static void light(Graphics2D graphics, Scene scene, int width, int height, Condition condition) {
        Rectangle2D whole = new Rectangle2D.Double(0, 0, width, height);
        Color tint = switch (scene) {
            case CHRISTMAS, RESTAURANT -> color(0xff9a40, 0.14);
            case BEACH -> color(0xffd9a0, 0.09);
            case MOUNTAINS -> color(0x9fc4ff, 0.06);
            default -> color(0xffe9cc, 0.05);
        };
        graphics.setPaint(tint);
        graphics.fill(whole);
        graphics.setPaint(Pens.glow(
                width / 2.0, height * 0.45, Math.hypot(width, height) * 0.6, color(0, 0), color(0x100808, 0.2)));
        graphics.fill(whole);
        if (condition == Condition.DARK) {
            graphics.setPaint(color(0x0c0a18, 0.66));
            graphics.fill(whole);
        }
    }

    private static RgbImage grain(BufferedImage canvas, int strength, SplittableRandom random) {
        int width = canvas.getWidth();
        int height = canvas.getHeight();
        int[] pixels = canvas.getRGB(0, 0, width, height, null, 0, width);
        byte[] rgb = new byte[3 * pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            int noise = random.nextInt(strength) - strength / 2;
            for (int channel = 0; channel < 3; channel++) {
                int value = (pixels[i] >> (16 - 8 * channel)) & 0xff;
                rgb[3 * i + channel] = (byte) Math.clamp(value + noise, 0, 255);
            }
        }
        return new RgbImage(width, height, rgb);
    }
}
