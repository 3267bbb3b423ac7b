package dev.likeness.web.screens;

import static dev.likeness.web.screens.Pens.color;
import static dev.likeness.web.screens.Pens.curve;
import static dev.likeness.web.screens.Pens.darker;
import static dev.likeness.web.screens.Pens.ellipse;
import static dev.likeness.web.screens.Pens.lighter;
import static dev.likeness.web.screens.Pens.mix;
import static dev.likeness.web.screens.Pens.stroke;

import dev.likeness.web.screens.Pose.Mood;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Path2D;
import java.util.SplittableRandom;

/// Draws eyes, brows, nose, mouth, and what age and sun leave in a face.
final class FeaturePainter {
    private final Graphics2D graphics;
    private final Look look;
    private final Pose pose;
    private final double turn;
    private final int skin;

    FeaturePainter(Graphics2D graphics, Look look, Pose pose) {
        this.graphics = graphics;
        this.look = look;
        this.pose = pose;
        this.turn = 6 * pose.turn();
        this.skin = look.skin();
    }

    static double eyeY(Pose pose) {
        return -3 + 9 * pose.childhood();
    }

    static double mouthY(Pose pose) {
        return 31 + 2 * pose.childhood();
    }

    void paint() {
        paintAge();
        if (look.freckles() && pose.age() > 4) {
            paintFreckles();
        }
        paintEye(-1);
        paintEye(1);
        paintNose();
        paintMouth();
    }

    private void paintEye(double side) {
        double x = side * look.eyeGap() * (1 - 0.05 * side * pose.turn()) + turn;
        double y = eyeY(pose);
        double size = look.eyeSize() * (1 + 0.3 * pose.childhood());
        double openness = switch (pose.mood()) {
            case LAUGH -> 0;
            case GRIN -> 0.72;
            case SMILE -> 0.88;
            case CALM -> 1;
        };
        int hair = HairPainter.shown(look.hair(), pose);
        int dark = darker(mix(skin, 0x2a1512, 0.75), 0.3);
        graphics.setPaint(color(darker(skin, 0.35), 0.18));
        graphics.fill(ellipse(x, y - 2.5, 10.5 * size, 6.5 * size));
        if (openness == 0) {
            graphics.setPaint(color(dark));
            graphics.setStroke(stroke(2.3));
            graphics.draw(curve(x - 7.5 * size, y + 2, x, y - 6 * size, x + 7.5 * size, y + 2));
        } else {
            Path2D eye = new Path2D.Double();
            double width = 8.2 * size;
            double height = 6.6 * size * openness;
            eye.moveTo(x - width, y + 0.6);
            eye.curveTo(x - width * 0.5, y - height * 1.05, x + width * 0.5, y - height * 1.05, x + width, y - 0.2);
            eye.curveTo(x + width * 0.5, y + height * 0.82, x - width * 0.5, y + height * 0.82, x - width, y + 0.6);
            graphics.setPaint(color(0xfbf8f2));
            graphics.fill(eye);
            Shape before = graphics.getClip();
            graphics.clip(eye);
            double irisX = x + 1.6 * pose.turn();
            graphics.setPaint(color(darker(look.eyes(), 0.35)));
            graphics.fill(ellipse(irisX, y - 0.4, 4.7 * size, 4.7 * size));
            graphics.setPaint(color(look.eyes()));
            graphics.fill(ellipse(irisX, y, 3.9 * size, 3.9 * size));
            graphics.setPaint(color(0x140e0c));
            graphics.fill(ellipse(irisX, y - 0.2, 2.2 * size, 2.2 * size));
            graphics.setPaint(color(0x2a1a18, 0.22));
            graphics.fill(ellipse(x, y - height, width, 3.4));
            graphics.setClip(before);
            graphics.setPaint(color(0xffffff, 0.95));
            graphics.fill(ellipse(irisX - 1.7 * size, y - 2 * size, 1.25 * size, 1.25 * size));
            Path2D lid = new Path2D.Double();
            lid.moveTo(x - width, y + 0.6);
            lid.curveTo(x - width * 0.5, y - height * 1.05, x + width * 0.5, y - height * 1.05, x + width, y - 0.2);
            graphics.setPaint(color(dark));
            graphics.setStroke(stroke(look.lashes() ? 2.2 : 1.5));
            graphics.draw(lid);
            if (look.lashes() && pose.age() > 3) {
                graphics.setStroke(stroke(1.3));
                graphics.draw(
                        curve(x + side * width, y, x + side * (width + 1.5), y - 1, x + side * (width + 3), y - 3.4));
            }
        }
        paintBrow(x, y - 12.5 * (0.92 + 0.08 * size) - (pose.mood() == Mood.LAUGH ? 1.5 : 0), side, hair);
    }

    private void paintBrow(double x, double y, double side, int hair) {
        double thickness = 3.1 * look.brows() * (1 - 0.4 * pose.childhood());
        Path2D brow = new Path2D.Double();
        double inner = x - side * 8.5;
        double outer = x + side * 10;
        brow.moveTo(inner, y + 1.2 + thickness / 2);
        brow.curveTo(x - side * 3, y - 2.6, x + side * 4, y - 3.4, outer, y + 1.2);
        brow.curveTo(x + side * 4, y - 0.2, x - side * 3, y + thickness * 0.6, inner, y + 1.2 + thickness);
        brow.closePath();
        graphics.setPaint(color(darker(mix(hair, skin, 0.12), 0.1), 0.92));
        graphics.setStroke(stroke(0.9));
        graphics.fill(brow);
        graphics.draw(brow);
    }

    private void paintNose() {
        double size = look.noseSize() * (1 - 0.42 * pose.childhood());
        double x = 1.5 * turn;
        double bottom = eyeY(pose) + 22 - 7 * pose.childhood();
        int shade = darker(skin, 0.3);
        graphics.setPaint(color(lighter(skin, 0.5), 0.35));
        graphics.fill(ellipse(x - 0.8, bottom - 6, 2.6 * size, 7 * size));
        graphics.setPaint(color(shade, 0.55));
        graphics.setStroke(stroke(1.5));
        graphics.draw(
                curve(x + 3.2 * size, bottom - 15 * size, x + 8.4 * size, bottom - 1, x + 4 * size, bottom + 1.2));
        graphics.setPaint(color(mix(skin, 0xc4503f, 0.22), 0.5));
        graphics.fill(ellipse(x, bottom - 1.5, 6 * size, 4.2 * size));
        graphics.setPaint(color(darker(skin, 0.55), 0.6));
        graphics.fill(ellipse(x - 3.4 * size, bottom + 1.6, 1.7 * size, 1.1));
        graphics.fill(ellipse(x + 3.4 * size, bottom + 1.6, 1.7 * size, 1.1));
    }

    private void paintMouth() {
        double x = turn;
        double y = mouthY(pose);
        double wide = (12.5 + (pose.mood() == Mood.CALM ? -1.5 : 1.5)) * (1 - 0.24 * pose.childhood());
        int lip = mix(darker(skin, 0.2), 0xb4433f, look.lashes() && pose.age() > 14 ? 0.62 : 0.36);
        double full = look.lips() * (1 - 0.25 * pose.childhood());
        switch (pose.mood()) {
            case CALM, SMILE -> {
                double lift = pose.mood() == Mood.SMILE ? 5 : 1.6;
                Path2D lips = new Path2D.Double();
                lips.moveTo(x - wide, y - lift * 0.6);
                lips.curveTo(x - 5, y - 3.2 * full, x - 2, y - 2.8 * full, x, y - 1.6 * full);
                lips.curveTo(x + 2, y - 2.8 * full, x + 5, y - 3.2 * full, x + wide, y - lift * 0.6);
                lips.curveTo(x + 6, y + 4.2 * full + lift, x - 6, y + 4.2 * full + lift, x - wide, y - lift * 0.6);
                graphics.setPaint(color(lip, 0.85));
                graphics.fill(lips);
                graphics.setPaint(color(darker(lip, 0.45)));
                graphics.setStroke(stroke(1.5));
                graphics.draw(
                        curve(x - wide - 0.5, y - lift * 0.7, x, y + lift * 0.95, x + wide + 0.5, y - lift * 0.7));
            }
            case GRIN, LAUGH -> {
                double depth = pose.mood() == Mood.LAUGH ? 17 : 11;
                Path2D mouth = new Path2D.Double();
                mouth.moveTo(x - wide, y - 3.5);
                mouth.quadTo(x, y - 1, x + wide, y - 3.5);
                mouth.curveTo(x + wide * 0.8, y + depth, x - wide * 0.8, y + depth, x - wide, y - 3.5);
                mouth.closePath();
                graphics.setPaint(color(0x6a1f22));
                graphics.fill(mouth);
                Shape before = graphics.getClip();
                graphics.clip(mouth);
                if (pose.mood() == Mood.LAUGH) {
                    graphics.setPaint(color(0xd0656a));
                    graphics.fill(ellipse(x, y + 10, 7.5, 5));
                }
                graphics.setPaint(color(0xfdfaf3));
                graphics.fill(Pens.rounded(x - wide, y - 7, 2 * wide, 9.6, 5));
                graphics.setClip(before);
                graphics.setPaint(color(lip));
                graphics.setStroke(stroke(1.4 + full));
                graphics.draw(mouth);
            }
        }
        graphics.setPaint(color(darker(skin, 0.35), 0.3));
        graphics.setStroke(stroke(1.3));
        graphics.draw(curve(x - 5, y + 13, x, y + 15, x + 5, y + 13));
        if (pose.mood() != Mood.CALM && pose.age() > 17) {
            for (double side : new double[] {-1, 1}) {
                graphics.draw(curve(
                        x + side * (wide + 3), y - 7, x + side * (wide + 5.5), y - 3, x + side * (wide + 3.4), y + 2));
            }
        }
    }

    private void paintFreckles() {
        SplittableRandom random = new SplittableRandom(look.hair() + 31L * look.skin());
        graphics.setPaint(color(mix(skin, 0x9a4a20, 0.6), 0.6));
        for (int i = 0; i < 26; i++) {
            double x = (random.nextDouble() - 0.5) * 52;
            graphics.fill(ellipse(x + turn, 13 + random.nextDouble() * 11 - Math.abs(x) * 0.08, 0.9, 0.8));
        }
    }

    private void paintAge() {
        double age = pose.seniority();
        if (age == 0) {
            return;
        }
        graphics.setPaint(color(darker(skin, 0.4), 0.45 * age + 0.06));
        graphics.setStroke(stroke(1.2));
        double eye = eyeY(pose);
        for (double side : new double[] {-1, 1}) {
            double outer = side * (look.eyeGap() + 11) + turn;
            graphics.draw(curve(outer, eye - 1, outer + side * 4, eye - 2, outer + side * 6, eye - 5));
            graphics.draw(curve(outer, eye + 2, outer + side * 4, eye + 3, outer + side * 6, eye + 2));
            graphics.draw(curve(side * 8 + turn, eye + 23, side * 17 + turn, eye + 28, side * 17 + turn, eye + 38));
            graphics.draw(curve(
                    side * (look.eyeGap() - 6) + turn,
                    eye + 8,
                    side * look.eyeGap() + turn,
                    eye + 11,
                    side * (look.eyeGap() + 6) + turn,
                    eye + 7));
        }
        if (age > 0.35) {
            graphics.draw(curve(-17 + turn, -26, turn, -29, 17 + turn, -26));
            graphics.draw(curve(-13 + turn, -32, turn, -35, 13 + turn, -32));
        }
    }
}
