package dev.likeness.web.screens;

/// How somebody is in one photo. A face is 104 units high; the middle of the face is at 0, 0.
///
/// @param x the middle of the face, in pixels of the photo
/// @param y the middle of the face, in pixels of the photo
/// @param scale pixels of a unit
/// @param tilt the head's lean, in radians
/// @param turn the head's turn, -1 to the left to 1 to the right
/// @param mood what the face does
/// @param hat what is on the head
/// @param age in years
/// @param hasSunglasses instead of glasses
/// @param clothes colour of the clothes
/// @param dress kind of the clothes
record Pose(
        double x,
        double y,
        double scale,
        double tilt,
        double turn,
        Mood mood,
        Hat hat,
        double age,
        boolean hasSunglasses,
        int clothes,
        Dress dress) {
    enum Mood {
        SMILE,
        GRIN,
        LAUGH,
        CALM
    }

    enum Hat {
        NONE,
        CAP,
        BEANIE,
        STRAW,
        PARTY
    }

    enum Dress {
        CREW,
        STRIPES,
        SHIRT,
        HOODIE,
        NECKLINE,
        JACKET
    }

    boolean isChild() {
        return age < 13;
    }

    /// 1 for a baby, 0 for a grown-up.
    double childhood() {
        return Math.clamp((16 - age) / 16, 0, 1);
    }

    /// 0 until the age of 42, 1 from 75.
    double seniority() {
        return Math.clamp((age - 42) / 33, 0, 1);
    }
}
