package dev.likeness.web.screens;

import static dev.likeness.web.screens.Pens.color;
import static dev.likeness.web.screens.Pens.curve;
import static dev.likeness.web.screens.Pens.darker;
import static dev.likeness.web.screens.Pens.ellipse;
import static dev.likeness.web.screens.Pens.lighter;
import static dev.likeness.web.screens.Pens.stroke;
import static dev.likeness.web.screens.Pens.symmetric;

import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.face.Landmarks;
import dev.likeness.face.Point;
import dev.likeness.web.screens.Pose.Dress;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.stream.Stream;

/// Draws somebody from the hair to the clothes, and says where the face is.
final class PersonPainter {
    private static final double CHIN = 51;

    private final Graphics2D graphics;
    private final Look look;
    private final Pose pose;
    private final int skin;
    private final int shade;
    private final double half;

    private PersonPainter(Graphics2D graphics, Look look, Pose pose) {
        this.graphics = graphics;
        this.look = look;
        this.pose = pose;
        this.skin = look.skin();
        this.shade = darker(skin, 0.22);
        this.half = 37 * look.width() + 4.5 * pose.childhood();
    }

    /// Draws somebody.
    ///
    /// @return where the face is in the photo
    static Detection paint(Graphics2D graphics, Look look, Pose pose) {
        return new PersonPainter((Graphics2D) graphics.create(), look, pose).paint();
    }

    private Detection paint() {
        graphics.translate(pose.x(), pose.y());
        graphics.scale(pose.scale(), pose.scale());
        AffineTransform upright = graphics.getTransform();
        AffineTransform head = new AffineTransform();
        head.rotate(pose.tilt(), 0, 60);
        HairPainter hair = new HairPainter(graphics, look, pose, half);

        graphics.transform(head);
        hair.paintBack();
        graphics.setTransform(upright);
        paintBody();
        graphics.transform(head);
        paintNeckShadow();
        paintEars();
        Path2D face = face();
        paintSkin(face);
        new FeaturePainter(graphics, look, pose).paint();
        new BeardPainter(graphics, look, pose, face, half).paint();
        hair.paintFront();
        new AccessoryPainter(graphics, look, pose, half).paint();
        graphics.dispose();

        AffineTransform toPhoto = new AffineTransform();
        toPhoto.translate(pose.x(), pose.y());
        toPhoto.scale(pose.scale(), pose.scale());
        toPhoto.concatenate(head);
        return detection(toPhoto);
    }

    /// The outline of the face: narrow at the chin, rounder for children.
    private Path2D face() {
        double jaw = half * (look.jaw() + 0.12 * pose.childhood());
        double chin = half * (0.32 + 0.22 * pose.childhood() + 0.16 * (look.jaw() - 0.86));
        return symmetric(
                -53,
                half * 0.62,
                -53,
                half,
                -36,
                half,
                -7,
                half,
                16,
                jaw,
                33,
                chin + 2,
                45,
                chin * 0.7,
                CHIN - 0.5,
                chin * 0.3,
                CHIN,
                0,
                CHIN);
    }

    private void paintSkin(Path2D face) {
        graphics.setPaint(Pens.glow(-10, -14, 76, color(lighter(skin, 0.16)), color(darker(skin, 0.13))));
        graphics.fill(face);
        Shape before = graphics.getClip();
        graphics.clip(face);
        graphics.setPaint(color(darker(skin, 0.35), 0.16));
        graphics.fill(new Area(ellipse(34 + 10 * pose.turn(), 8, 26, 60)));
        // Cheeks.
        double turn = 6 * pose.turn();
        for (double side : new double[] {-1, 1}) {
            double x = side * 20 + turn;
            graphics.setPaint(Pens.glow(x, 19, 15, color(0xd8483a, 0.2 + 0.12 * pose.childhood()), color(0xd8483a, 0)));
            graphics.fill(ellipse(x, 19, 15, 13));
        }
        graphics.setClip(before);
    }

    private void paintEars() {
        double y = 4 + 3 * pose.childhood();
        for (double side : new double[] {-1, 1}) {
            double x = side * (half - 1) - 3 * pose.turn();
            graphics.setPaint(color(darker(skin, 0.1)));
            graphics.fill(ellipse(x, y, 7, 11));
            graphics.setPaint(color(shade, 0.7));
            graphics.setStroke(stroke(1.2));
            graphics.draw(curve(x + side * 3.5, y - 5, x - side * 2, y, x + side * 2.5, y + 5));
        }
    }

    private void paintNeckShadow() {
        graphics.setPaint(color(darker(skin, 0.4), 0.35));
        graphics.fill(ellipse(0, 51, half * 0.56, 12));
    }

    // Neck and clothes

    private void paintBody() {
        double grown = 1 - 0.34 * pose.childhood();
        double neck = 17 * (0.78 + 0.22 * grown) * look.jaw() / 0.86;
        double shoulders = 84 * grown * (0.82 + 0.24 * (look.jaw() - 0.72) / 0.26);
        graphics.setPaint(color(darker(skin, 0.12)));
        graphics.fill(new Rectangle2D.Double(-neck, 30, 2 * neck, 48));
        graphics.fill(symmetric(58, neck, 62, neck + 3, 72, neck * 2.1, 80, neck, 98, neck * 0.5, 100, 0, 100));

        Path2D torso = new Path2D.Double();
        torso.moveTo(-neck - 3, 70);
        torso.curveTo(-neck - 8, 77, -shoulders + 12, 78, -shoulders, 102);
        torso.curveTo(-shoulders - 10, 130, -shoulders - 12, 220, -shoulders - 14, 560);
        torso.lineTo(shoulders + 14, 560);
        torso.curveTo(shoulders + 12, 220, shoulders + 10, 130, shoulders, 102);
        torso.curveTo(shoulders - 12, 78, neck + 8, 77, neck + 3, 70);
        double depth = pose.dress() == Dress.NECKLINE ? 108 : 90;
        torso.curveTo(neck * 0.8, depth, -neck * 0.8, depth, -neck - 3, 70);
        torso.closePath();
        int clothes = pose.clothes();
        graphics.setPaint(Pens.down(70, 330, lighter(clothes, 0.08), clothes, darker(clothes, 0.3)));
        graphics.fill(torso);
        paintDress(torso, neck, shoulders);
    }

    private void paintDress(Path2D torso, double neck, double shoulders) {
        int clothes = pose.clothes();
        Shape before = graphics.getClip();
        switch (pose.dress()) {
            case STRIPES -> {
                graphics.clip(torso);
                graphics.setPaint(color(lighter(clothes, 0.72), 0.9));
                graphics.setStroke(stroke(6));
                for (double y = 100; y < 560; y += 19) {
                    graphics.draw(curve(-130, y + 6, 0, y + 18, 130, y + 6));
                }
            }
            case SHIRT -> {
                graphics.setPaint(color(lighter(clothes, 0.35)));
                for (double side : new double[] {-1, 1}) {
                    Path2D collar = new Path2D.Double();
                    collar.moveTo(side * (neck + 4), 65);
                    collar.lineTo(side * (neck + 12), 84);
                    collar.lineTo(side * 7, 106);
                    collar.lineTo(side * 1, 88);
                    collar.closePath();
                    graphics.fill(collar);
                }
                graphics.setPaint(color(darker(clothes, 0.3), 0.8));
                graphics.setStroke(stroke(1.2));
                graphics.draw(curve(0, 100, 1, 200, 0, 560));
                for (double y = 118; y < 400; y += 26) {
                    graphics.fill(ellipse(3, y, 1.8, 1.8));
                }
            }
            case HOODIE -> {
                graphics.setPaint(color(darker(clothes, 0.2)));
                graphics.setStroke(stroke(11));
                graphics.draw(curve(-neck - 9, 72, 0, 116, neck + 9, 72));
                graphics.setPaint(color(lighter(clothes, 0.6)));
                graphics.setStroke(stroke(1.8));
                graphics.draw(curve(-9, 98, -11, 116, -9, 134));
                graphics.draw(curve(9, 98, 11, 116, 10, 128));
            }
            case JACKET -> {
                graphics.clip(torso);
                graphics.setPaint(color(0xf4f1ea));
                graphics.fill(symmetric(70, 18, 80, 17, 100, 13, 130, 8, 200, 4, 260, 0, 300));
                graphics.setPaint(color(darker(clothes, 0.25)));
                graphics.setStroke(stroke(2));
                for (double side : new double[] {-1, 1}) {
                    graphics.draw(curve(side * (neck + 5), 72, side * 22, 130, side * 2, 240));
                }
            }
            case CREW, NECKLINE -> {
                graphics.setPaint(color(darker(clothes, 0.22), 0.8));
                graphics.setStroke(stroke(2.4));
                double depth = pose.dress() == Dress.NECKLINE ? 108 : 90;
                Path2D seam = new Path2D.Double();
                seam.moveTo(neck + 3, 70);
                seam.curveTo(neck * 0.8, depth, -neck * 0.8, depth, -neck - 3, 70);
                graphics.draw(seam);
            }
        }
        graphics.setClip(before);
        graphics.setPaint(color(darker(clothes, 0.5), 0.22));
        graphics.setStroke(stroke(2));
        double fold = shoulders * 0.74;
        graphics.draw(curve(-fold, 150, -fold + 7, 240, -fold - 1, 400));
        graphics.draw(curve(fold, 150, fold - 7, 240, fold + 1, 400));
    }

    private Detection detection(AffineTransform toPhoto) {
        double turn = 6 * pose.turn();
        double eyeY = FeaturePainter.eyeY(pose);
        double mouthY = FeaturePainter.mouthY(pose);
        Landmarks landmarks = new Landmarks(
                point(toPhoto, -look.eyeGap() + turn, eyeY),
                point(toPhoto, look.eyeGap() + turn, eyeY),
                point(toPhoto, 1.5 * turn, eyeY + 20),
                point(toPhoto, -11 + turn, mouthY),
                point(toPhoto, 11 + turn, mouthY));
        Rectangle2D around = new Rectangle2D.Double();
        Point2D first = toPhoto.transform(new Point2D.Double(0, 0), null);
        around.setRect(first.getX(), first.getY(), 0, 0);
        Stream.of(new double[] {0, -40}, new double[] {half, 0}, new double[] {-half, 0}, new double[] {0, 52})
                .map(corner -> toPhoto.transform(new Point2D.Double(corner[0] + turn / 3, corner[1]), null))
                .forEach(around::add);
        return new Detection(
                new Box((float) around.getMinX(), (float) around.getMinY(), (float) around.getMaxX(), (float)
                        around.getMaxY()),
                landmarks,
                0.97f);
    }

    private static Point point(AffineTransform toPhoto, double x, double y) {
        Point2D there = toPhoto.transform(new Point2D.Double(x, y), null);
        return new Point((float) there.getX(), (float) there.getY());
    }
}
