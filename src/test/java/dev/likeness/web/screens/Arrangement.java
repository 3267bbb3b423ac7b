package dev.likeness.web.screens;

import dev.likeness.web.screens.Photographer.Sitter;
import dev.likeness.web.screens.Pose.Dress;
import dev.likeness.web.screens.Pose.Hat;
import dev.likeness.web.screens.Pose.Mood;
import dev.likeness.web.screens.Scenes.Scene;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/// Places people in a photo: tall ones behind, children in front.
final class Arrangement {
    /// Somebody at a place.
    ///
    /// @param person index in the cast
    record Placed(int person, Sitter sitter) {}

    private static final double[] SCALES = {3.9, 2.7, 2.15, 1.75, 1.5, 1.4};
    private static final double SPACING = 142;
    private static final List<Dress> DRESSES = List.of(Dress.values());

    private final Scene scene;
    private final int width;
    private final int height;
    private final int year;
    private final SplittableRandom random;

    Arrangement(Scene scene, int width, int height, int year, SplittableRandom random) {
        this.scene = scene;
        this.width = width;
        this.height = height;
        this.year = year;
        this.random = random;
    }

    /// The people from the back to the front.
    List<Placed> place(List<Integer> people, List<Cast.Member> cast) {
        int size = people.size();
        double scale = (size > SCALES.length ? 1.06 : SCALES[size - 1]) * (0.94 + 0.12 * random.nextDouble());
        if (size == 1 && random.nextInt(3) == 0) {
            scale *= 0.72;
        }
        int rows = size > 6 ? 3 : size > 3 ? 2 : 1;
        List<Placed> placed = new ArrayList<>();
        List<Integer> tallest = people.stream()
                .sorted(Comparator.comparingInt(person -> cast.get(person).born()))
                .toList();
        int next = 0;
        for (int row = 0; row < rows; row++) {
            int inRow = (size - next) / (rows - row);
            double y =
                    rows == 1 ? height * 0.44 : rows == 2 ? height * (0.3 + 0.26 * row) : height * (0.25 + 0.22 * row);
            for (int i = 0; i < inRow; i++, next++) {
                int person = tallest.get(next);
                double x = width / 2.0
                        + (i - (inRow - 1) / 2.0) * SPACING * scale
                        + (random.nextDouble() - 0.5) * 26 * scale;
                placed.add(new Placed(person, sitter(cast.get(person), x, y, scale)));
            }
        }
        placed.sort(Comparator.comparingDouble(one -> one.sitter().pose().y()));
        return placed;
    }

    private Sitter sitter(Cast.Member member, double x, double y, double scale) {
        double age = year - member.born() + 0.4;
        double childhood = Math.clamp((16 - age) / 16, 0, 1);
        double own = scale * (1 - 0.2 * childhood);
        Look look = member.look();
        Hat hat = hat(childhood);
        boolean hasSunglasses = scene == Scene.BEACH && age > 8 && random.nextInt(5) == 0;
        int clothes = random.nextInt(5) > 1 ? Look.CLOTHES[random.nextInt(Look.CLOTHES.length)] : look.favourite();
        Pose pose = new Pose(
                x,
                y + 62 * scale * childhood + (random.nextDouble() - 0.5) * 18 * scale,
                own,
                0.15 * (random.nextDouble() - 0.5) * 2,
                1.7 * (random.nextDouble() - 0.5),
                mood(),
                hat,
                age,
                hasSunglasses,
                clothes,
                DRESSES.get(random.nextInt(DRESSES.size())));
        return new Sitter(look, pose);
    }

    private Mood mood() {
        return switch (random.nextInt(9)) {
            case 0 -> Mood.CALM;
            case 1 -> Mood.LAUGH;
            case 2, 3, 4 -> Mood.GRIN;
            default -> Mood.SMILE;
        };
    }

    private Hat hat(double childhood) {
        boolean isWearing = random.nextInt(3) == 0;
        if (!isWearing) {
            return Hat.NONE;
        }
        return switch (scene) {
            case BEACH -> random.nextBoolean() ? Hat.STRAW : Hat.CAP;
            case MOUNTAINS -> Hat.BEANIE;
            case BIRTHDAY -> Hat.PARTY;
            case PARK -> childhood > 0 ? Hat.CAP : Hat.NONE;
            default -> Hat.NONE;
        };
    }
}
