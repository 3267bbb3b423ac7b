package dev.likeness.web.screens;

import java.util.SplittableRandom;

/// What stays the same about somebody over the years.
///
/// @param skin colour of the skin
/// @param hair colour of the hair before it turns grey
/// @param cut hair of the grown-up
/// @param youngCut hair of the child
/// @param eyes colour of the eyes
/// @param width width of the head, about 1
/// @param jaw width of the jaw, about 0.86
/// @param noseSize about 1
/// @param lips fullness of the lips, about 1
/// @param brows thickness of the brows, about 1
/// @param eyeSize about 1
/// @param eyeGap half the distance of the eyes, about 15
/// @param lashes whether the lashes are drawn
/// @param freckles whether the cheeks have freckles
/// @param beard the beard of the grown-up
/// @param glasses worn from the age of 10
/// @param favourite colour of most clothes
record Look(
        int skin,
        int hair,
        Cut cut,
        Cut youngCut,
        int eyes,
        double width,
        double jaw,
        double noseSize,
        double lips,
        double brows,
        double eyeSize,
        double eyeGap,
        boolean lashes,
        boolean freckles,
        Beard beard,
        Glasses glasses,
        int favourite) {
    enum Cut {
        SHORT,
        SIDE,
        QUIFF,
        BUZZ,
        BALD,
        CURLY,
        AFRO,
        BOB,
        LONG,
        WAVY,
        BUN,
        PONYTAIL,
        PIGTAILS,
        SCARF
    }

    enum Beard {
        NONE,
        STUBBLE,
        MOUSTACHE,
        GOATEE,
        FULL
    }

    enum Glasses {
        NONE,
        ROUND,
        SQUARE
    }

    static final int[] SKINS = {0xf6d7c3, 0xf0c8a8, 0xe5b48f, 0xd39c72, 0xb87b52, 0x96603e, 0x75482f, 0x583524};
    static final int[] HAIRS = {0x1d1715, 0x33241d, 0x54382a, 0x7a4f30, 0xa8743f, 0xd9b26b, 0xa84a22, 0x8d3420};
    private static final int[] EYES = {0x4a2f1f, 0x6b4526, 0x5a7a4a, 0x4f7fa6, 0x6c8796, 0x3b2a20};
    static final int[] CLOTHES = {
        0x2f5d8a, 0xb5483f, 0x3f7d5b, 0xe0a73e, 0x6b4e86, 0xf0ede6, 0x3b3f46, 0xd98a9a, 0x5fa3a8, 0xc76b34, 0x8a9a5b,
        0x27344d
    };

    /// Somebody of a kind that the seed chooses.
    static Look of(long seed, boolean isWoman, int skin, int hair, Cut cut, Beard beard, Glasses glasses) {
        SplittableRandom random = new SplittableRandom(seed * 7919 + 13);
        Cut young = isWoman
                ? pick(random, Cut.PIGTAILS, Cut.BOB, Cut.PONYTAIL, Cut.LONG)
                : pick(random, Cut.SHORT, Cut.SIDE, Cut.CURLY);
        boolean isCurly = cut == Cut.AFRO || cut == Cut.CURLY || cut == Cut.SCARF;
        return new Look(
                SKINS[skin],
                HAIRS[hair],
                cut,
                isCurly ? cut : young,
                EYES[skin > 3 ? random.nextInt(2) : random.nextInt(EYES.length)],
                range(random, 0.94, 1.07),
                isWoman ? range(random, 0.74, 0.86) : range(random, 0.84, 0.98),
                range(random, 0.8, 1.25) * (isWoman ? 0.92 : 1.08),
                range(random, 0.75, 1.3) + (skin > 4 ? 0.2 : 0),
                range(random, 0.7, 1.3) * (isWoman ? 0.8 : 1.15),
                range(random, 0.9, 1.12),
                range(random, 14.2, 16.4),
                isWoman,
                skin < 3 && random.nextInt(3) == 0,
                beard,
                glasses,
                CLOTHES[random.nextInt(CLOTHES.length)]);
    }

    private static double range(SplittableRandom random, double from, double to) {
        return from + random.nextDouble() * (to - from);
    }

    private static Cut pick(SplittableRandom random, Cut... cuts) {
        return cuts[random.nextInt(cuts.length)];
    }
}
