package dev.likeness.web.screens;

import static dev.likeness.web.screens.Pens.color;
import static dev.likeness.web.screens.Pens.curve;
import static dev.likeness.web.screens.Pens.darker;
import static dev.likeness.web.screens.Pens.ellipse;
import static dev.likeness.web.screens.Pens.lighter;
import static dev.likeness.web.screens.Pens.stroke;

import dev.likeness.web.screens.Look.Glasses;
import dev.likeness.web.screens.Pose.Hat;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Path2D;

/// Draws glasses and hats.
final class AccessoryPainter {
    private static final double FIRST_GLASSES = 10;

    private final Graphics2D graphics;
    private final Look look;
    private final Pose pose;
    private final double half;

    AccessoryPainter(Graphics2D graphics, Look look, Pose pose, double half) {
        this.graphics = graphics;
        this.look = look;
        this.pose = pose;
        this.half = half;
    }

    void paint() {
        Glasses glasses = pose.age() < FIRST_GLASSES ? Glasses.NONE : look.glasses();
        if (pose.hasSunglasses() || glasses != Glasses.NONE) {
            paintGlasses(pose.hasSunglasses() ? Glasses.SQUARE : glasses);
        }
        paintHat(pose.hat());
    }

    private void paintGlasses(Glasses glasses) {
        double turn = 6 * pose.turn();
        double y = FeaturePainter.eyeY(pose) + 1;
        double gap = look.eyeGap() + 0.6;
        int frame = pose.hasSunglasses() ? 0x1c1a1a : glasses == Glasses.ROUND ? 0x7a5a34 : 0x2b2626;
        graphics.setStroke(stroke(2.1));
        for (double side : new double[] {-1, 1}) {
            double x = side * gap + turn;
            Shape lens =
                    glasses == Glasses.ROUND ? ellipse(x, y, 12.6, 12.2) : Pens.rounded(x - 13, y - 9.4, 26, 19.5, 10);
            graphics.setPaint(pose.hasSunglasses() ? color(0x1f2226, 0.93) : color(0xffffff, 0.13));
            graphics.fill(lens);
            graphics.setPaint(color(0xffffff, pose.hasSunglasses() ? 0.28 : 0.34));
            graphics.fill(Pens.rounded(x - 8, y - 6.4, 7, 3, 3));
            graphics.setPaint(color(frame));
            graphics.draw(lens);
            graphics.draw(curve(side * (gap + 12.6) + turn, y - 2, side * (half - 3), y - 4, side * (half + 1), y));
        }
        graphics.draw(curve(-gap + 12.6 + turn, y - 1, turn, y - 4.5, gap - 12.6 + turn, y - 1));
    }

    private void paintHat(Hat hat) {
        int cloth = darker(look.favourite(), 0.1);
        switch (hat) {
            case NONE -> {}
            case CAP -> {
                Path2D crown = new Path2D.Double();
                crown.moveTo(-half - 4, -22);
                crown.curveTo(-half - 4, -78, half + 4, -78, half + 4, -22);
                crown.quadTo(0, -36, -half - 4, -22);
                graphics.setPaint(Pens.down(-66, -22, lighter(cloth, 0.14), cloth));
                graphics.fill(crown);
                Path2D visor = new Path2D.Double();
                visor.moveTo(-half * 0.9, -27);
                visor.curveTo(-half * 0.6, -20, half * 0.9, -19, half + 20, -20);
                visor.curveTo(half + 12, -32, half * 0.4, -36, -half * 0.9, -27);
                graphics.setPaint(color(darker(cloth, 0.35)));
                graphics.fill(visor);
                graphics.fill(ellipse(0, -64, 3, 2));
            }
            case BEANIE -> {
                Path2D crown = new Path2D.Double();
                crown.moveTo(-half - 5, -20);
                crown.curveTo(-half - 8, -84, half + 8, -84, half + 5, -20);
                crown.quadTo(0, -28, -half - 5, -20);
                graphics.setPaint(Pens.down(-70, -20, lighter(cloth, 0.12), cloth));
                graphics.fill(crown);
                graphics.setPaint(color(darker(cloth, 0.2)));
                graphics.setStroke(stroke(12));
                graphics.draw(curve(-half - 1, -25, 0, -34, half + 1, -25));
                graphics.setPaint(color(lighter(cloth, 0.55)));
                graphics.fill(ellipse(0, -72, 10, 9));
            }
            case STRAW -> {
                graphics.setPaint(color(0xcfa968));
                graphics.fill(ellipse(0, -33, half + 32, 14));
                graphics.setPaint(Pens.down(-76, -34, 0xe8cd92, 0xd9b876));
                graphics.fill(Pens.symmetric(
                        -72, half * 0.6, -74, half - 4, -66, half - 1, -36, half * 0.6, -29, 10, -28, 0, -28));
                graphics.setPaint(color(0x8d4a3c));
                graphics.setStroke(stroke(6));
                graphics.draw(curve(-half + 2, -39, 0, -30, half - 2, -39));
            }
            case PARTY -> {
                Path2D cone = new Path2D.Double();
                cone.moveTo(-21, -47);
                cone.lineTo(3, -104);
                cone.lineTo(25, -45);
                cone.quadTo(2, -37, -21, -47);
                graphics.setPaint(color(lighter(look.favourite(), 0.2)));
                graphics.fill(cone);
                Shape before = graphics.getClip();
                graphics.clip(cone);
                graphics.setPaint(color(0xfff3d8, 0.85));
                graphics.setStroke(stroke(4));
                for (double y = -100; y < -36; y += 15) {
                    graphics.draw(curve(-30, y + 10, 0, y + 16, 30, y));
                }
                graphics.setClip(before);
                graphics.setPaint(color(0xf2c14e));
                graphics.fill(ellipse(3, -104, 6, 6));
            }
        }
    }
}
