package dev.likeness.web.screens;

import static dev.likeness.web.screens.Pens.color;
import static dev.likeness.web.screens.Pens.curve;
import static dev.likeness.web.screens.Pens.darker;
import static dev.likeness.web.screens.Pens.ellipse;
import static dev.likeness.web.screens.Pens.lighter;
import static dev.likeness.web.screens.Pens.mix;
import static dev.likeness.web.screens.Pens.stroke;

import dev.likeness.web.screens.Look.Cut;
import dev.likeness.web.screens.Pose.Hat;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.geom.Path2D;
import java.util.SplittableRandom;

/// Draws hair: what is behind the head, and what lies over the forehead.
final class HairPainter {
    private static final int GREY = 0xb9b4ad;

    private final Graphics2D graphics;
    private final Look look;
    private final Pose pose;
    private final double half;
    private final Cut cut;
    private final int hair;

    HairPainter(Graphics2D graphics, Look look, Pose pose, double half) {
        this.graphics = graphics;
        this.look = look;
        this.pose = pose;
        this.half = half;
        this.hair = shown(look.hair(), pose);
        this.cut = pose.age() < 3 ? Cut.BUZZ : pose.age() < 14 ? look.youngCut() : look.cut();
    }

    /// The colour of hair that turns grey with the years.
    static int shown(int hair, Pose pose) {
        int young = mix(hair, lighter(hair, 0.3), pose.childhood() * 0.6);
        return mix(young, GREY, Math.clamp(pose.seniority() * 1.15, 0, 0.95));
    }

    void paintBack() {
        int back = darker(hair, 0.3);
        graphics.setPaint(color(back));
        switch (cut) {
            case BOB ->
                graphics.fill(Pens.symmetric(
                        -60,
                        half * 0.8,
                        -62,
                        half + 9,
                        -44,
                        half + 9,
                        -4,
                        half + 10,
                        24,
                        half + 11,
                        46,
                        half - 4,
                        50,
                        half * 0.5,
                        54,
                        4,
                        54,
                        0,
                        54));
            case LONG ->
                graphics.fill(Pens.symmetric(
                        -61,
                        half * 0.8,
                        -62,
                        half + 9,
                        -42,
                        half + 9,
                        -2,
                        half + 9,
                        40,
                        half + 12,
                        82,
                        half + 8,
                        116,
                        half * 0.6,
                        124,
                        4,
                        122,
                        0,
                        122));
            case WAVY -> paintWaves();
            case PONYTAIL -> {
                Path2D tail = new Path2D.Double();
                double side = look.eyeGap() > 15.2 ? 1 : -1;
                tail.moveTo(side * 20, -44);
                tail.curveTo(side * (half + 26), -46, side * (half + 30), 10, side * (half + 14), 66);
                tail.curveTo(side * (half + 12), 40, side * (half + 6), 0, side * 14, -20);
                tail.closePath();
                graphics.fill(tail);
            }
            case PIGTAILS -> {
                for (double side : new double[] {-1, 1}) {
                    Path2D tail = new Path2D.Double();
                    double x = side * half;
                    tail.moveTo(x - side * 4, -18);
                    tail.curveTo(x + side * 26, -28, x + side * 30, 24, x + side * 14, 62);
                    tail.curveTo(x + side * 4, 44, x + side * 4, 14, x - side * 4, 4);
                    tail.closePath();
                    graphics.fill(tail);
                    graphics.setPaint(color(0xd4574f));
                    graphics.fill(ellipse(x + side * 3, -14, 5, 6));
                    graphics.setPaint(color(back));
                }
            }
            case BUN -> {
                graphics.fill(ellipse(2, -66, 19, 17));
                graphics.setPaint(color(hair));
                graphics.fill(ellipse(0, -67, 15, 13));
            }
            case AFRO -> {
                graphics.fill(ellipse(0, -20, half + 24, 56));
                paintCurls(half + 21, 52, -20, 30, 9.5, back);
            }
            case CURLY -> paintCurls(half + 4, 50, -10, 24, 10, back);
            case SCARF -> {
                int cloth = scarf();
                graphics.setPaint(Pens.down(-60, 120, cloth, darker(cloth, 0.35)));
                graphics.fill(Pens.symmetric(
                        -63,
                        half * 0.9,
                        -64,
                        half + 13,
                        -40,
                        half + 12,
                        0,
                        half + 12,
                        40,
                        half + 30,
                        80,
                        half + 26,
                        112,
                        half * 0.6,
                        128,
                        10,
                        130,
                        0,
                        130));
            }
            case SHORT, SIDE, QUIFF, BUZZ, BALD -> {}
        }
    }

    private int scarf() {
        return mix(look.favourite(), 0x6f7f8c, 0.25);
    }

    private void paintWaves() {
        Path2D waves = new Path2D.Double();
        double wide = half + 11;
        waves.moveTo(0, -61);
        for (double side : new double[] {1, -1}) {
            if (side > 0) {
                waves.curveTo(half * 0.8, -62, wide, -44, wide, -10);
                waves.curveTo(wide + 12, 6, wide - 2, 22, wide + 8, 36);
                waves.curveTo(wide + 16, 52, wide, 66, wide + 9, 84);
                waves.curveTo(wide + 8, 104, wide - 10, 108, half * 0.5, 104);
                waves.lineTo(-half * 0.5, 104);
            } else {
                waves.curveTo(-wide + 10, 108, -wide - 8, 104, -wide - 9, 84);
                waves.curveTo(-wide, 66, -wide - 16, 52, -wide - 8, 36);
                waves.curveTo(-wide + 2, 22, -wide - 12, 6, -wide, -10);
                waves.curveTo(-wide, -44, -half * 0.8, -62, 0, -61);
            }
        }
        waves.closePath();
        graphics.fill(waves);
    }

    private void paintCurls(double radiusX, double radiusY, double middleY, int number, double size, int shade) {
        SplittableRandom random = new SplittableRandom(look.favourite() + number);
        for (int i = 0; i < number; i++) {
            double angle = Math.PI * (0.93 + 1.14 * i / (number - 1));
            double radius = size * (0.85 + 0.4 * random.nextDouble());
            double x = radiusX * Math.cos(angle);
            double y = middleY + radiusY * Math.sin(angle);
            graphics.setPaint(color(i % 2 == 0 ? shade : mix(shade, hair, 0.5)));
            graphics.fill(ellipse(x, y, radius, radius));
        }
    }

    void paintFront() {
        if (pose.hat() == Hat.BEANIE) {
            return;
        }
        switch (cut) {
            case BALD -> paintSides();
            case BUZZ -> {
                graphics.setPaint(color(hair, pose.age() < 3 ? 0.5 : 0.72));
                graphics.fill(cap(-32, 1.5, 0));
            }
            case SHORT -> cover(cap(-29, 5, 4), 0.5);
            case SIDE -> cover(cap(-30, 6, -13), 0.2);
            case QUIFF -> {
                cover(cap(-31, 5, 0), 0.4);
                Path2D quiff = new Path2D.Double();
                quiff.moveTo(-half * 0.8, -34);
                quiff.curveTo(-half * 0.9, -66, half * 0.2, -78, half * 0.85, -58);
                quiff.curveTo(half * 0.95, -46, half * 0.7, -36, half * 0.6, -32);
                quiff.curveTo(half * 0.2, -40, -half * 0.3, -40, -half * 0.8, -34);
                graphics.setPaint(Pens.down(-72, -30, lighter(hair, 0.16), hair));
                graphics.fill(quiff);
                strands(-half * 0.6, half * 0.7, -62, -36);
            }
            case CURLY -> {
                cover(cap(-31, 5, 2), 0.5);
                paintCurls(half - 4, 20, -38, 14, 8.5, hair);
                paintCurls(half - 14, 12, -44, 9, 8, lighter(hair, 0.08));
            }
            case AFRO -> {
                cover(cap(-33, 6, 0), 0.5);
                paintCurls(half - 2, 15, -42, 14, 7, mix(hair, darker(hair, 0.3), 0.4));
            }
            case BOB -> {
                if (look.eyeGap() > 15) {
                    fringe(-21);
                } else {
                    parted(24);
                }
            }
            case LONG, WAVY -> parted(look.eyeGap() > 15.3 ? 46 : 58);
            case BUN, PONYTAIL, PIGTAILS -> {
                cover(cap(-33, 6, cut == Cut.PIGTAILS ? 0 : 9), 0.35);
                if (cut == Cut.PIGTAILS && look.eyeGap() > 15) {
                    fringe(-22);
                }
            }
            case SCARF -> {
                int cloth = scarf();
                Area frame = new Area(Pens.symmetric(
                        -64, half * 0.9, -65, half + 12, -42, half + 11, -2, half + 11, 34, half * 0.8, 66, 0, 72));
                frame.subtract(new Area(Pens.symmetric(
                        -36,
                        half * 0.55,
                        -37,
                        half - 3,
                        -24,
                        half - 2,
                        0,
                        half - 3,
                        22,
                        half * 0.72,
                        38,
                        half * 0.45,
                        47,
                        half * 0.3,
                        50,
                        half * 0.15,
                        51,
                        0,
                        51)));
                graphics.setPaint(Pens.down(-64, 72, lighter(cloth, 0.14), darker(cloth, 0.16)));
                graphics.fill(frame);
                graphics.setPaint(color(darker(cloth, 0.4), 0.4));
                graphics.setStroke(stroke(1.3));
                graphics.draw(curve(-half - 3, -30, 0, -62, half + 3, -30));
                graphics.draw(curve(-half * 0.8, 42, 0, 66, half * 0.8, 42));
            }
        }
    }

    /// Hair over the skull down to a hairline.
    ///
    /// @param line height of the hairline in the middle
    /// @param volume how far the hair stands off
    /// @param part where the hairline is highest
    private Shape cap(double line, double volume, double part) {
        double high = line - 9 * pose.seniority() * (look.lashes() ? 0.2 : 1);
        Path2D cap = new Path2D.Double();
        double outer = half + volume * 0.55;
        cap.moveTo(-outer, 2);
        cap.curveTo(-outer - 1, -36 - volume, -half * 0.7, -55 - volume, 0, -55 - volume);
        cap.curveTo(half * 0.7, -55 - volume, outer + 1, -36 - volume, outer, 2);
        cap.curveTo(half - 3, -6, half - 4, -16, half - 6, -22);
        cap.curveTo(half * 0.5, high + 6, part + 10, high, part, high - 4);
        cap.curveTo(part - 10, high + 1, -half * 0.5, high + 6, -half + 6, -22);
        cap.curveTo(-half + 4, -16, -half + 3, -6, -outer, 2);
        cap.closePath();
        return cap;
    }

    private void cover(Shape shape, double shine) {
        graphics.setPaint(Pens.down(-62, 0, lighter(hair, 0.2 * shine + 0.04), hair, darker(hair, 0.14)));
        graphics.fill(shape);
        Shape before = graphics.getClip();
        graphics.clip(shape);
        strands(-half, half, -58, -26);
        graphics.setClip(before);
    }

    private void strands(double from, double to, double top, double bottom) {
        graphics.setStroke(stroke(1));
        for (int i = 0; i < 9; i++) {
            double x = from + (to - from) * (i + 0.5) / 9;
            graphics.setPaint(color(i % 2 == 0 ? lighter(hair, 0.3) : darker(hair, 0.4), 0.28));
            graphics.draw(curve(x * 0.5, top, x * 0.9, (top + bottom) / 2 - 3, x, bottom));
        }
    }

    private void fringe(double bottom) {
        Path2D fringe = new Path2D.Double();
        fringe.moveTo(-half - 4, 12);
        fringe.curveTo(-half - 6, -44, -half * 0.7, -62, 0, -62);
        fringe.curveTo(half * 0.7, -62, half + 6, -44, half + 4, 12);
        fringe.curveTo(half - 2, 4, half - 3, -10, half - 5, bottom - 1);
        fringe.curveTo(half * 0.4, bottom + 5, -half * 0.4, bottom + 5, -half + 5, bottom - 1);
        fringe.curveTo(-half + 3, -10, -half + 2, 4, -half - 4, 12);
        fringe.closePath();
        cover(fringe, 0.6);
    }

    /// Hair that is parted and falls beside the face.
    private void parted(double length) {
        double part = look.noseSize() > 1 ? -9 : 5;
        for (double side : new double[] {-1, 1}) {
            Path2D fall = new Path2D.Double();
            fall.moveTo(part, -61);
            fall.curveTo(side * half * 0.8, -63, side * (half + 8), -44, side * (half + 8), -8);
            fall.curveTo(side * (half + 8), 20, side * (half + 9), length * 0.7, side * (half + 3), length);
            fall.curveTo(side * (half - 3), length * 0.6, side * (half - 2), 8, side * (half - 5), -10);
            fall.curveTo(side * (half - 10), -26, part + side * 14, -30, part, -43);
            fall.closePath();
            cover(fall, 0.8);
        }
    }

    private void paintSides() {
        graphics.setPaint(color(hair, 0.9));
        for (double side : new double[] {-1, 1}) {
            Path2D patch = new Path2D.Double();
            patch.moveTo(side * (half + 1.5), 6);
            patch.curveTo(side * (half + 4), -14, side * (half + 2), -30, side * (half - 6), -34);
            patch.curveTo(side * (half - 3), -22, side * (half - 4), -8, side * (half + 1.5), 6);
            graphics.fill(patch);
        }
        graphics.setPaint(color(0xffffff, 0.2));
        graphics.fill(ellipse(-11, -40, 11, 6));
    }
}
