package dev.likeness.web.screens;

import dev.likeness.web.screens.Scenes.Scene;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// An occasion with photos.
///
/// @param folder the folder of its photos
/// @param people indices of those who may be in the photos; the first are there more often
/// @param sizes number of people of each photo
record Outing(String folder, Scene scene, LocalDateTime begin, List<Integer> people, List<Integer> sizes) {
    private static final int FIRST_YEAR = 2012;
    private static final int LAST_YEAR = 2025;
    private static final int FIRST_STRANGER = 34;

    /// All outings, oldest first.
    static List<Outing> all(SplittableRandom random) {
        List<Outing> outings = new ArrayList<>();
        for (int year = FIRST_YEAR; year <= LAST_YEAR; year++) {
            outings.add(of(year, 2, 20, 15, "Emil’s birthday", Scene.BIRTHDAY, mixed(Cast.CHILDREN, 3, 0, 1), 1, 3, 4));
            outings.add(of(year, 3, 23, 11, "City", Scene.CITY, Cast.FRIENDS, 1, 2, 3));
            outings.add(of(year, 5, 14, 14, "Park", Scene.PARK, mixed(Cast.FRIENDS, 7, 8, 9, 12), 1, 2, 3, 5));
            outings.add(of(year, 6, 12, 15, "Ida’s birthday", Scene.BIRTHDAY, mixed(Cast.CHILDREN, 2, 4, 0), 1, 2, 5));
            outings.add(of(
                    year,
                    8,
                    9,
                    12,
                    "Beach",
                    Scene.BEACH,
                    year % 2 == 0 ? Cast.FAMILY : mixed(Cast.FAMILY, 9, 7, 8),
                    1,
                    2,
                    3,
                    4));
            outings.add(of(year, 10, 3, 10, "Mountains", Scene.MOUNTAINS, mixed(Cast.FRIENDS, 1, 15, 16, 18), 1, 2, 4));
            outings.add(of(year, 11, 16, 20, "Dinner", Scene.RESTAURANT, Cast.FRIENDS, 2, 3));
            outings.add(of(year, 12, 24, 18, "Christmas", Scene.CHRISTMAS, Cast.FAMILY, 1, 3, 5));
            if (year > FIRST_YEAR + 3) {
                outings.add(of(year, 9, 4, 9, "Class photo", Scene.CLASSROOM, Cast.SCHOOL_CLASS, 11, 1));
            }
            outings.add(of(year, 4, 11, 16, "At home", Scene.LIVING_ROOM, mixed(Cast.NEIGHBOURS, 0, 1, 6), 1, 2, 3));
            outings.add(of(
                    year,
                    7,
                    2,
                    13,
                    "Portraits",
                    Scene.STUDIO,
                    IntStream.range(0, FIRST_STRANGER).boxed().toList(),
                    1,
                    1,
                    1));
            int stranger = FIRST_STRANGER + (year - FIRST_YEAR) % 12;
            outings.add(of(
                    year,
                    7,
                    19,
                    21,
                    "Evening",
                    random.nextBoolean() ? Scene.CITY : Scene.RESTAURANT,
                    List.of(stranger),
                    1));
        }
        return outings;
    }

    private static Outing of(
            int year, int month, int day, int hour, String name, Scene scene, List<Integer> people, Integer... sizes) {
        String folder = "%d/%d-%02d %s".formatted(year, year, month, name);
        return new Outing(folder, scene, LocalDateTime.of(year, month, day, hour, 7), people, List.of(sizes));
    }

    private static List<Integer> mixed(List<Integer> people, Integer... further) {
        List<Integer> all = new ArrayList<>(List.of(further));
        people.stream().filter(one -> !all.contains(one)).forEach(all::add);
        return all;
    }

    /// Chooses those who are in a photo: born already, and rather the first of the list.
    List<Integer> choose(int size, List<Cast.Member> cast, SplittableRandom random) {
        List<Integer> left = new ArrayList<>(people);
        left.removeIf(one -> cast.get(one).born() >= begin.getYear());
        List<Integer> chosen = new ArrayList<>();
        while (chosen.size() < size && !left.isEmpty()) {
            double favour = Math.pow(random.nextDouble(), 1.5);
            chosen.add(left.remove(/* index */ (int) (favour * left.size())));
        }
        return chosen;
    }
}
