package dev.likeness.web.screens;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.LinearGradientPaint;
import java.awt.RadialGradientPaint;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.RoundRectangle2D;

/// Shapes, strokes and colours of the drawings.
final class Pens {
    private Pens() {}

    static Graphics2D smooth(Graphics2D graphics) {
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        return graphics;
    }

    static Color color(int rgb) {
        return new Color(rgb);
    }

    static Color color(int rgb, double opacity) {
        return new Color((rgb >> 16) & 0xff, (rgb >> 8) & 0xff, rgb & 0xff, (int) Math.round(255 * opacity));
    }

    /// A colour between two.
    static int mix(int one, int other, double share) {
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            double value = ((one >> shift) & 0xff) * (1 - share) + ((other >> shift) & 0xff) * share;
            mixed |= (int) Math.round(value) << shift;
        }
        return mixed;
    }

    static int darker(int rgb, double share) {
        return mix(rgb, 0x14080a, share);
    }

    static int lighter(int rgb, double share) {
        return mix(rgb, 0xfff6e8, share);
    }

    static BasicStroke stroke(double width) {
        return new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    }

    static Shape ellipse(double x, double y, double radiusX, double radiusY) {
        return new Ellipse2D.Double(x - radiusX, y - radiusY, 2 * radiusX, 2 * radiusY);
    }

    static Shape rounded(double x, double y, double width, double height, double arc) {
        return new RoundRectangle2D.Double(x, y, width, height, arc, arc);
    }

    static Shape curve(double x1, double y1, double controlX, double controlY, double x2, double y2) {
        Path2D path = new Path2D.Double();
        path.moveTo(x1, y1);
        path.quadTo(controlX, controlY, x2, y2);
        return path;
    }

    /// A closed smooth shape through points on the right side, mirrored to the left: `x, y` pairs, each
    /// segment a cubic with two control points, from the middle of the top to the middle of the bottom.
    static Path2D symmetric(double topY, double... segments) {
        Path2D path = new Path2D.Double();
        path.moveTo(0, topY);
        for (int i = 0; i < segments.length; i += 6) {
            path.curveTo(
                    segments[i], segments[i + 1], segments[i + 2], segments[i + 3], segments[i + 4], segments[i + 5]);
        }
        for (int i = segments.length - 6; i >= 0; i -= 6) {
            double endX = i == 0 ? 0 : segments[i - 2];
            double endY = i == 0 ? topY : segments[i - 1];
            path.curveTo(-segments[i + 2], segments[i + 3], -segments[i], segments[i + 1], -endX, endY);
        }
        path.closePath();
        return path;
    }

    static RadialGradientPaint glow(double x, double y, double radius, Color inner, Color outer) {
        return new RadialGradientPaint(
                new Point2D.Double(x, y), (float) radius, new float[] {0, 1}, new Color[] {inner, outer});
    }

    static LinearGradientPaint down(double top, double bottom, int... colors) {
        float[] places = new float[colors.length];
        Color[] shades = new Color[colors.length];
        for (int i = 0; i < colors.length; i++) {
            places[i] = (float) i / (colors.length - 1);
            shades[i] = color(colors[i]);
        }
        return new LinearGradientPaint(new Point2D.Double(0, top), new Point2D.Double(0, bottom), places, shades);
    }
}
