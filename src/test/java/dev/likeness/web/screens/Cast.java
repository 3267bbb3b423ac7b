package dev.likeness.web.screens;

import dev.likeness.web.screens.Look.Beard;
import dev.likeness.web.screens.Look.Cut;
import dev.likeness.web.screens.Look.Glasses;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The people of the gallery: a family, its friends, a school class and neighbours. Nobody of them exists.
final class Cast {
    /// Somebody.
    ///
    /// @param name null for those whom nobody has named yet
    /// @param mother index of the mother; -1 for none in the cast
    /// @param father index of the father; -1 for none in the cast
    record Member(@Nullable String name, int born, Look look, int mother, int father) {}

    static final List<Integer> FAMILY = List.of(0, 1, 2, 3, 4, 5, 6);
    static final List<Integer> FRIENDS = List.of(0, 1, 7, 8, 10, 11, 13, 14, 15, 16, 17, 18, 19, 20);
    static final List<Integer> CHILDREN = List.of(2, 3, 6, 9, 12, 22, 23);
    static final List<Integer> SCHOOL_CLASS = List.of(2, 9, 12, 22, 23, 24, 25, 26, 27, 28, 29);
    static final List<Integer> NEIGHBOURS = List.of(4, 5, 21, 30, 31, 32, 33);
    private static final int[] SKINS_OF_CLASS = {0, 1, 4, 2, 5, 1, 3, 0};
    private static final int[] HAIRS_OF_CLASS = {5, 3, 0, 0, 0, 2, 1, 6};

    private static final List<Cut> CUTS = List.of(Cut.values());

    private final List<Member> members = new ArrayList<>();

    private Cast() {}

    static List<Member> members() {
        Cast cast = new Cast();
        cast.woman("Nora", 1978, 1, 3, Cut.WAVY, Glasses.NONE);
        cast.man("Tom", 1975, 1, 2, Cut.SHORT, Beard.STUBBLE, Glasses.SQUARE);
        cast.child("Ida", 2009, true, 1, 4, Cut.LONG, 0, 1);
        cast.child("Emil", 2012, false, 0, 6, Cut.CURLY, 0, 1);
        cast.woman("Ruth", 1948, 1, 3, Cut.BUN, Glasses.ROUND);
        cast.man("Karl", 1945, 0, 2, Cut.BALD, Beard.MOUSTACHE, Glasses.NONE);
        cast.child("Maja", 2017, true, 1, 3, Cut.PIGTAILS, 0, 1);
        cast.woman("Amara", 1980, 6, 0, Cut.AFRO, Glasses.NONE);
        cast.man("Daniel", 1979, 6, 0, Cut.BUZZ, Beard.FULL, Glasses.NONE);
        cast.child("Zoe", 2010, true, 6, 0, Cut.CURLY, 7, 8);
        cast.woman("Mei", 1982, 2, 0, Cut.BOB, Glasses.NONE);
        cast.man("Kenji", 1981, 2, 0, Cut.QUIFF, Beard.NONE, Glasses.SQUARE);
        cast.child("Hana", 2011, true, 2, 0, Cut.BOB, 10, 11);
        cast.woman("Priya", 1984, 4, 0, Cut.LONG, Glasses.NONE);
        cast.man("Arjun", 1983, 4, 0, Cut.SIDE, Beard.GOATEE, Glasses.NONE);
        cast.woman("Lucía", 1990, 3, 1, Cut.WAVY, Glasses.NONE);
        cast.man("Omar", 1988, 4, 0, Cut.QUIFF, Beard.FULL, Glasses.NONE);
        cast.woman("Leila", 1985, 3, 0, Cut.SCARF, Glasses.NONE);
        cast.man("Jonas", 1992, 0, 5, Cut.CURLY, Beard.NONE, Glasses.ROUND);
        cast.woman("Freya", 1994, 0, 6, Cut.BUN, Glasses.NONE);
        cast.man("Mateo", 1986, 3, 1, Cut.SHORT, Beard.MOUSTACHE, Glasses.NONE);
        cast.woman("Grace", 1955, 5, 0, Cut.BOB, Glasses.ROUND);
        String[] classmates = {"Finn", "Lena", "Yusuf", "Sofia"};
        IntStream.range(0, 8)
                .forEach(i -> cast.child(
                        i < classmates.length ? classmates[i] : null,
                        2009 + i % 2,
                        i % 2 == 1,
                        SKINS_OF_CLASS[i],
                        HAIRS_OF_CLASS[i],
                        i % 2 == 1 ? Cut.PONYTAIL : Cut.SHORT,
                        -1,
                        -1));
        cast.man(null, 1962, 2, 2, Cut.SHORT, Beard.FULL, Glasses.SQUARE);
        cast.woman(null, 1964, 0, 5, Cut.BOB, Glasses.NONE);
        cast.man(null, 1990, 5, 0, Cut.BUZZ, Beard.GOATEE, Glasses.NONE);
        cast.woman(null, 1972, 3, 2, Cut.PONYTAIL, Glasses.SQUARE);
        // Seen once each.
        for (int i = 0; i < 12; i++) {
            Cut cut = CUTS.get((5 * i + 1) % CUTS.size());
            cast.add(null, 1950 + 5 * i, i % 2 == 0, (3 * i) % 8, i % 3, cut, Beard.NONE, Glasses.NONE, -1, -1);
        }
        return List.copyOf(cast.members);
    }

    private void woman(@Nullable String name, int born, int skin, int hair, Cut cut, Glasses glasses) {
        add(name, born, true, skin, hair, cut, Beard.NONE, glasses, -1, -1);
    }

    private void man(@Nullable String name, int born, int skin, int hair, Cut cut, Beard beard, Glasses glasses) {
        add(name, born, false, skin, hair, cut, beard, glasses, -1, -1);
    }

    private void child(
            @Nullable String name, int born, boolean isGirl, int skin, int hair, Cut cut, int mother, int father) {
        add(name, born, isGirl, skin, hair, cut, Beard.NONE, Glasses.NONE, mother, father);
    }

    private void add(
            @Nullable String name,
            int born,
            boolean isWoman,
            int skin,
            int hair,
            Cut cut,
            Beard beard,
            Glasses glasses,
            int mother,
            int father) {
        Look look = Look.of(members.size() + 1, isWoman, skin, hair, cut, beard, glasses);
        members.add(new Member(name, born, look, mother, father));
    }
}
