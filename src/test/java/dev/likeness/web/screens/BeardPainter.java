package dev.likeness.web.screens;

import static dev.likeness.web.screens.Pens.color;
import static dev.likeness.web.screens.Pens.darker;
import static dev.likeness.web.screens.Pens.ellipse;

import dev.likeness.web.screens.Look.Beard;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/// Draws beards.
final class BeardPainter {
    private static final double FIRST_BEARD = 19;

    private final Graphics2D graphics;
    private final Look look;
    private final Pose pose;
    private final Path2D face;
    private final double half;

    BeardPainter(Graphics2D graphics, Look look, Pose pose, Path2D face, double half) {
        this.graphics = graphics;
        this.look = look;
        this.pose = pose;
        this.face = face;
        this.half = half;
    }

    void paint() {
        Beard beard = pose.age() < FIRST_BEARD ? Beard.NONE : look.beard();
        int hair = darker(HairPainter.shown(look.hair(), pose), 0.12);
        double turn = 6 * pose.turn();
        double y = FeaturePainter.mouthY(pose);
        Area mouth = new Area(ellipse(turn, y + 2.5, 15, pose.mood() == Pose.Mood.LAUGH ? 11.5 : 7.5));
        Area moustache =
                new Area(Pens.symmetric(y - 8, 8, y - 10, 17, y - 5, 19, y + 3, 12, y - 2, 6, y - 2.4, 0, y - 2.6));
        moustache.transform(AffineTransform.getTranslateInstance(turn, 0));
        moustache.subtract(new Area(new Rectangle2D.Double(turn - 13, y - 2.6, 26, 3)));
        switch (beard) {
            case NONE -> {}
            case STUBBLE -> {
                graphics.setPaint(color(hair, 0.15));
                Area area = lower(14);
                area.subtract(mouth);
                fillWithinFace(area, 0);
            }
            case MOUSTACHE -> {
                graphics.setPaint(color(hair));
                graphics.fill(moustache);
            }
            case GOATEE -> {
                graphics.setPaint(color(hair, 0.94));
                Area chin = new Area(
                        Pens.symmetric(y - 4, 9, y - 6, 19, y - 3, 18, y + 8, 15, y + 22, 8, y + 27, 0, y + 27));
                chin.transform(AffineTransform.getTranslateInstance(turn, 0));
                chin.subtract(mouth);
                graphics.fill(chin);
                graphics.fill(moustache);
            }
            case FULL -> {
                graphics.setPaint(color(hair, 0.96));
                Area area = lower(6);
                area.subtract(mouth);
                fillWithinFace(area, 5);
                graphics.fill(moustache);
            }
        }
    }

    /// The face below the cheeks.
    private Area lower(double top) {
        Area area = new Area(new Rectangle2D.Double(-60, top - 8, 120, 80));
        area.subtract(new Area(Pens.symmetric(
                -60, half * 0.8, -60, half - 5, -40, half - 4, 0, half * 0.86, 22, half * 0.5, 24, 0, 25)));
        return area;
    }

    private void fillWithinFace(Area area, double beyond) {
        Area within = new Area(face);
        if (beyond > 0) {
            within.add(new Area(Pens.stroke(2 * beyond).createStrokedShape(face)));
            within.subtract(new Area(new Rectangle2D.Double(-60, -70, 120, 78)));
        }
        within.intersect(area);
        graphics.fill(within);
    }
}
