package dev.likeness.web.screens;

import static dev.likeness.web.screens.Pens.color;
import static dev.likeness.web.screens.Pens.curve;
import static dev.likeness.web.screens.Pens.darker;
import static dev.likeness.web.screens.Pens.ellipse;
import static dev.likeness.web.screens.Pens.lighter;
import static dev.likeness.web.screens.Pens.mix;
import static dev.likeness.web.screens.Pens.stroke;

import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.SplittableRandom;

/// Draws where a photo was taken, and its light.
final class Scenes {
    enum Scene {
        BEACH,
        MOUNTAINS,
        BIRTHDAY,
        CLASSROOM,
        LIVING_ROOM,
        CHRISTMAS,
        PARK,
        CITY,
        STUDIO,
        RESTAURANT
    }

    private Scenes() {}

    static void paint(Graphics2D graphics, Scene scene, int width, int height, SplittableRandom random) {
        switch (scene) {
            case BEACH -> beach(graphics, width, height, random);
            case MOUNTAINS -> mountains(graphics, width, height, random);
            case BIRTHDAY -> birthday(graphics, width, height, random);
            case CLASSROOM -> classroom(graphics, width, height);
            case LIVING_ROOM -> livingRoom(graphics, width, height, random);
            case CHRISTMAS -> christmas(graphics, width, height, random);
            case PARK -> park(graphics, width, height, random);
            case CITY -> city(graphics, width, height, random);
            case STUDIO -> studio(graphics, width, height, random);
            case RESTAURANT -> restaurant(graphics, width, height, random);
        }
    }

    private static void fill(Graphics2D graphics, int width, int from, int to, int... colors) {
        graphics.setPaint(Pens.down(from, to, colors));
        graphics.fill(new Rectangle2D.Double(0, from, width, to - (double) from));
    }

    private static void sun(Graphics2D graphics, double x, double y, double radius) {
        graphics.setPaint(Pens.glow(x, y, radius * 4, color(0xfff4cf, 0.9), color(0xfff4cf, 0)));
        graphics.fill(ellipse(x, y, radius * 4, radius * 4));
        graphics.setPaint(color(0xfffbea));
        graphics.fill(ellipse(x, y, radius, radius));
    }

    private static void clouds(Graphics2D graphics, int width, int height, SplittableRandom random) {
        graphics.setPaint(color(0xffffff, 0.75));
        for (int i = 0; i < 3; i++) {
            double x = random.nextDouble() * width;
            double y = height * (0.06 + 0.16 * random.nextDouble());
            for (int puff = 0; puff < 5; puff++) {
                double size = width * (0.02 + 0.025 * random.nextDouble());
                graphics.fill(ellipse(x + (puff - 2) * width * 0.035, y + size * 0.3 * (puff % 2), size * 1.5, size));
            }
        }
    }

    private static void beach(Graphics2D graphics, int width, int height, SplittableRandom random) {
        boolean isEvening = random.nextInt(3) == 0;
        int horizon = (int) (height * (0.4 + 0.1 * random.nextDouble()));
        if (isEvening) {
            fill(graphics, width, 0, horizon, 0x6f86b5, 0xe0a58e, 0xf8d7a0);
        } else {
            fill(graphics, width, 0, horizon, 0x6fb4e0, 0xcfe8f4);
        }
        sun(graphics, width * random.nextDouble(), isEvening ? horizon - 10.0 : height * 0.1, width * 0.03);
        if (!isEvening) {
            clouds(graphics, width, height, random);
        }
        fill(
                graphics,
                width,
                horizon,
                (int) (height * 0.64),
                isEvening ? 0x7a8fa8 : 0x2f8fb3,
                isEvening ? 0xa9b2b8 : 0x8fd0d2);
        graphics.setPaint(color(0xffffff, 0.45));
        graphics.setStroke(stroke(2.5));
        for (int i = 0; i < 26; i++) {
            double x = random.nextDouble() * width;
            double y = horizon + random.nextDouble() * (height * 0.62 - horizon);
            graphics.draw(curve(x, y, x + 18, y - 5, x + 40, y));
        }
        fill(graphics, width, (int) (height * 0.62), height, 0xf0dcb4, 0xdcbf8c);
        graphics.setPaint(color(0xffffff, 0.7));
        graphics.setStroke(stroke(7));
        graphics.draw(curve(0, height * 0.63, width * 0.5, height * 0.66, width, height * 0.615));
        if (random.nextBoolean()) {
            double x = width * (random.nextBoolean() ? 0.12 : 0.86);
            graphics.setPaint(color(0x6b5138));
            graphics.setStroke(stroke(8));
            graphics.draw(curve(x, height * 0.36, x + 8, height * 0.6, x + 14, height * 0.86));
            Path2D shade = new Path2D.Double();
            shade.moveTo(x - width * 0.14, height * 0.44);
            shade.quadTo(x, height * 0.2, x + width * 0.14, height * 0.44);
            shade.closePath();
            graphics.setPaint(color(0xd4574f));
            graphics.fill(shade);
            graphics.setPaint(color(0xfaf0dc));
            graphics.fill(
                    Pens.curve(x - width * 0.05, height * 0.44, x, height * 0.22, x + width * 0.05, height * 0.44));
        }
    }

    private static void mountains(Graphics2D graphics, int width, int height, SplittableRandom random) {
        fill(graphics, width, 0, (int) (height * 0.7), 0x86b6da, 0xdcebf2);
        clouds(graphics, width, height, random);
        int[] ranges = {0x9fb3c8, 0x748ca3, 0x5b7a6a};
        for (int range = 0; range < ranges.length; range++) {
            double base = height * (0.46 + 0.11 * range);
            Path2D ridge = new Path2D.Double();
            ridge.moveTo(0, height);
            ridge.lineTo(0, base);
            double x = 0;
            boolean isPeak = random.nextBoolean();
            while (x < width) {
                double step = width * (0.09 + 0.11 * random.nextDouble());
                double rise = height * (isPeak ? 0.19 : 0.03) * (1 - 0.24 * range) * (0.6 + random.nextDouble() * 0.6);
                double peakX = x + step;
                double peakY = base - rise;
                ridge.lineTo(peakX, peakY);
                isPeak = !isPeak;
                x += step;
            }
            ridge.lineTo(width, height);
            ridge.closePath();
            graphics.setPaint(
                    Pens.down((int) (base - height * 0.2), height, lighter(ranges[range], 0.34), ranges[range]));
            graphics.fill(ridge);
        }
        fill(graphics, width, (int) (height * 0.76), height, 0x7f9a5c, 0x5f7a42);
        for (int i = 0; i < 16; i++) {
            double x = random.nextDouble() * width;
            double size = height * (0.06 + 0.06 * random.nextDouble());
            double y = height * (0.74 + 0.05 * random.nextDouble());
            Path2D tree = new Path2D.Double();
            tree.moveTo(x, y - size);
            tree.lineTo(x + size * 0.3, y + size * 0.2);
            tree.lineTo(x - size * 0.3, y + size * 0.2);
            tree.closePath();
            graphics.setPaint(color(mix(0x2f5a41, 0x48704a, random.nextDouble())));
            graphics.fill(tree);
        }
    }

    private static void birthday(Graphics2D graphics, int width, int height, SplittableRandom random) {
        int wall = new int[] {0xf3d9c6, 0xcfe0dc, 0xe9dcc0, 0xd9d3e6}[random.nextInt(4)];
        fill(graphics, width, 0, height, lighter(wall, 0.2), wall, darker(wall, 0.14));
        int[] flags = {0xd4574f, 0xe9b44c, 0x4f8f8b, 0x6b7fb3, 0xd98a9a};
        graphics.setPaint(color(0x6b5b4b));
        graphics.setStroke(stroke(2));
        for (int row = 0; row < 2; row++) {
            double top = height * (0.03 + 0.09 * row);
            graphics.setPaint(color(0x8a7a68));
            graphics.draw(curve(0, top, width * 0.5, top + height * 0.16, width, top));
            for (int i = 0; i < 13; i++) {
                double share = (i + 0.5 * row) / 12.5;
                double x = share * width;
                double y = top + height * 0.16 * 2 * share * (1 - share);
                Path2D flag = new Path2D.Double();
                flag.moveTo(x - width * 0.024, y);
                flag.lineTo(x + width * 0.024, y);
                flag.lineTo(x, y + height * 0.075);
                flag.closePath();
                graphics.setPaint(color(flags[(i + 2 * row) % flags.length]));
                graphics.fill(flag);
            }
        }
        for (int i = 0; i < 9; i++) {
            double x = width * random.nextDouble();
            double y = height * (0.2 + 0.35 * random.nextDouble());
            double size = width * (0.028 + 0.014 * random.nextDouble());
            int balloon = flags[random.nextInt(flags.length)];
            graphics.setPaint(color(0x8a7a68, 0.7));
            graphics.setStroke(stroke(1.5));
            graphics.draw(curve(x, y + size, x + 12, y + size * 4, x - 6, y + size * 8));
            graphics.setPaint(Pens.glow(
                    x - size * 0.3, y - size * 0.4, size * 1.7, color(lighter(balloon, 0.5)), color(balloon)));
            graphics.fill(ellipse(x, y, size, size * 1.22));
        }
    }

    private static void classroom(Graphics2D graphics, int width, int height) {
        fill(graphics, width, 0, height, 0xe9e2d2, 0xd8cfba);
        graphics.setPaint(color(0x8a6a45));
        graphics.fill(Pens.rounded(width * 0.1, height * 0.05, width * 0.8, height * 0.4, 12));
        graphics.setPaint(color(0x33574a));
        graphics.fill(Pens.rounded(width * 0.115, height * 0.07, width * 0.77, height * 0.36, 6));
        graphics.setPaint(color(0xf2f0e4, 0.5));
        graphics.setStroke(stroke(3));
        for (int i = 0; i < 4; i++) {
            graphics.draw(curve(
                    width * 0.15,
                    height * (0.12 + 0.05 * i),
                    width * 0.3,
                    height * (0.11 + 0.05 * i),
                    width * (0.32 + 0.02 * i),
                    height * (0.12 + 0.05 * i)));
        }
        graphics.draw(ellipse(width * 0.78, height * 0.2, 50, 50));
        graphics.draw(curve(width * 0.78, height * 0.2, width * 0.8, height * 0.18, width * 0.82, height * 0.2));
        fill(graphics, width, (int) (height * 0.78), height, 0xb99b72, 0x9a7d57);
    }

    private static void livingRoom(Graphics2D graphics, int width, int height, SplittableRandom random) {
        int wall = new int[] {0xd9cdb8, 0xb9c4bd, 0xc9b7a8, 0xa9b5c2}[random.nextInt(4)];
        fill(graphics, width, 0, height, lighter(wall, 0.14), darker(wall, 0.2));
        double windowX = width * (random.nextBoolean() ? 0.06 : 0.68);
        graphics.setPaint(color(0xf6f2e8));
        graphics.fill(Pens.rounded(windowX, height * 0.08, width * 0.26, height * 0.42, 8));
        graphics.setPaint(Pens.down(0, height / 2.0, 0xbfdcec, 0xe6f1e4));
        graphics.fill(Pens.rounded(windowX + 12, height * 0.08 + 12, width * 0.26 - 24, height * 0.42 - 24, 4));
        graphics.setPaint(color(0xf6f2e8));
        graphics.fill(new Rectangle2D.Double(windowX + width * 0.13 - 5, height * 0.08, 10, height * 0.42));
        double frameX = windowX > width * 0.5 ? 0.12 : 0.66;
        for (int i = 0; i < 2; i++) {
            graphics.setPaint(color(0x5a4632));
            graphics.fill(new Rectangle2D.Double(
                    width * (frameX + 0.15 * i), height * (0.12 + 0.05 * i), width * 0.11, height * 0.17));
            graphics.setPaint(color(new int[] {0xd9b48f, 0x7f9fae}[i]));
            graphics.fill(new Rectangle2D.Double(
                    width * (frameX + 0.15 * i) + 9,
                    height * (0.12 + 0.05 * i) + 9,
                    width * 0.11 - 18,
                    height * 0.17 - 18));
        }
        int sofa = new int[] {0x5f7a78, 0x8a5f4f, 0x4f5f7a}[random.nextInt(3)];
        graphics.setPaint(Pens.down((int) (height * 0.55), height, lighter(sofa, 0.12), darker(sofa, 0.3)));
        graphics.fill(Pens.rounded(width * 0.03, height * 0.56, width * 0.94, height * 0.6, 60));
    }

    private static void christmas(Graphics2D graphics, int width, int height, SplittableRandom random) {
        fill(graphics, width, 0, height, 0x5a4038, 0x7a5746, 0x4a332c);
        double x = width * (random.nextBoolean() ? 0.2 : 0.8);
        for (int layer = 0; layer < 4; layer++) {
            Path2D boughs = new Path2D.Double();
            double top = height * (0.02 + 0.15 * layer);
            boughs.moveTo(x, top);
            boughs.lineTo(x + width * (0.09 + 0.04 * layer), top + height * 0.27);
            boughs.lineTo(x - width * (0.09 + 0.04 * layer), top + height * 0.27);
            boughs.closePath();
            graphics.setPaint(color(mix(0x2f5a3c, 0x1f4230, layer / 4.0)));
            graphics.fill(boughs);
        }
        for (int i = 0; i < 60; i++) {
            double share = random.nextDouble();
            double lightX = x + (random.nextDouble() - 0.5) * width * (0.06 + 0.34 * share);
            double lightY = height * (0.06 + 0.66 * share);
            graphics.setPaint(Pens.glow(lightX, lightY, 16, color(0xffe9a8, 0.9), color(0xffd98a, 0)));
            graphics.fill(ellipse(lightX, lightY, 16, 16));
        }
        for (int i = 0; i < 14; i++) {
            double share = random.nextDouble();
            double ballX = x + (random.nextDouble() - 0.5) * width * (0.05 + 0.28 * share);
            graphics.setPaint(color(i % 2 == 0 ? 0xc9463d : 0xe0b64a));
            graphics.fill(ellipse(ballX, height * (0.1 + 0.6 * share), 10, 10));
        }
        graphics.setPaint(Pens.glow(width - x, height * 0.3, width * 0.5, color(0xffd9a0, 0.4), color(0xffd9a0, 0)));
        graphics.fill(new Rectangle2D.Double(0, 0, width, height));
    }

    private static void park(Graphics2D graphics, int width, int height, SplittableRandom random) {
        int leaf = new int[] {0x6f9a4f, 0x8fae58, 0xc98a3a, 0x5f8f5a}[random.nextInt(4)];
        fill(graphics, width, 0, (int) (height * 0.6), 0xb6d9ea, 0xe9f2e2);
        for (int i = 0; i < 90; i++) {
            double x = random.nextDouble() * width;
            double y = height * (0.05 + 0.5 * random.nextDouble());
            double size = width * (0.03 + 0.06 * random.nextDouble());
            graphics.setPaint(
                    color(mix(leaf, i % 3 == 0 ? 0xf6f0c0 : 0x2f4a2a, 0.1 + 0.35 * random.nextDouble()), 0.5));
            graphics.fill(ellipse(x, y, size, size * 0.9));
        }
        graphics.setPaint(color(0x5a4632));
        for (int i = 0; i < 3; i++) {
            double x = width * (0.1 + 0.8 * random.nextDouble());
            graphics.fill(new Rectangle2D.Double(x, height * 0.3, width * 0.02, height * 0.4));
        }
        fill(graphics, width, (int) (height * 0.6), height, mix(leaf, 0xd9e0a0, 0.3), darker(leaf, 0.15));
    }

    private static void city(Graphics2D graphics, int width, int height, SplittableRandom random) {
        boolean isNight = random.nextInt(3) == 0;
        fill(graphics, width, 0, height, isNight ? 0x1f2740 : 0xa9c6dc, isNight ? 0x4a4560 : 0xe6ddd0);
        double x = -20;
        while (x < width) {
            double wide = width * (0.09 + 0.1 * random.nextDouble());
            double top = height * (0.1 + 0.4 * random.nextDouble());
            int house = mix(
                    new int[] {0xb9806a, 0xc9b08a, 0x8a94a0, 0xd0c4b4}[random.nextInt(4)],
                    0x20263c,
                    isNight ? 0.7 : 0.05);
            graphics.setPaint(Pens.down((int) top, height, lighter(house, 0.1), darker(house, 0.2)));
            graphics.fill(new Rectangle2D.Double(x, top, wide, height));
            for (double windowY = top + 24; windowY < height * 0.8; windowY += 48) {
                for (double windowX = x + 16; windowX < x + wide - 26; windowX += 38) {
                    boolean isLit = isNight ? random.nextInt(3) > 0 : random.nextInt(4) == 0;
                    graphics.setPaint(color(isLit ? 0xf8dc9a : darker(house, 0.4), 0.8));
                    graphics.fill(new Rectangle2D.Double(windowX, windowY, 18, 26));
                }
            }
            x += wide + 2;
        }
    }

    private static void studio(Graphics2D graphics, int width, int height, SplittableRandom random) {
        int tone = new int[] {0x8a9aa6, 0xb89f8a, 0x7f8f7f, 0xa08aa0, 0xc4b59a, 0x6f7d94}[random.nextInt(6)];
        graphics.setPaint(Pens.glow(
                width * 0.42,
                height * 0.36,
                Math.max(width, height) * 0.8,
                color(lighter(tone, 0.42)),
                color(darker(tone, 0.34))));
        graphics.fill(new Rectangle2D.Double(0, 0, width, height));
    }

    private static void restaurant(Graphics2D graphics, int width, int height, SplittableRandom random) {
        fill(graphics, width, 0, height, 0x3a2f2c, 0x6b4f3f, 0x4a3830);
        for (int i = 0; i < 34; i++) {
            double x = random.nextDouble() * width;
            double y = height * 0.6 * random.nextDouble();
            double size = width * (0.012 + 0.03 * random.nextDouble());
            int light = new int[] {0xffd28a, 0xffb066, 0xf6e6c0, 0xc97a5a}[random.nextInt(4)];
            graphics.setPaint(color(light, 0.16 + 0.3 * random.nextDouble()));
            graphics.fill(ellipse(x, y, size, size));
        }
    }
}
