package dev.likeness.engine.exchange;

import dev.likeness.face.Box;
import dev.likeness.face.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/// Matches the face regions of another program to the faces of the gallery.
///
/// Regions drawn by hand or by another detector may be half or twice as wide as the detected boxes, so
/// overlap alone would miss them. A region matches a face if the centre of each lies in the other, and
/// neither has more than nine times the area of the other. The first rule excludes the region of a neighbour,
/// the second a region of the whole person. Pairs are matched greedily, largest intersection over union
/// first.
final class RegionMatching {
    private static final float MAX_AREA_RATIO = 9;

    private record Pair(int region, int face, float overlap) {
        static final Comparator<Pair> BEST_FIRST = Comparator.comparingDouble((Pair pair) -> -pair.overlap)
                .thenComparingInt(Pair::region)
                .thenComparingInt(Pair::face);
    }

    private RegionMatching() {}

    /// The index of each region's face; −1 for a region without a face. Both lists have the same coordinate
    /// system.
    static int[] faceOfEach(List<Box> regions, List<Box> faces) {
        return faceOfEach(regions, faces, _ -> false);
    }

    /// As [#faceOfEach(List, List)], with regions that are points: such a region matches the smallest face
    /// around it.
    ///
    /// @param points whether the region of an index is a point
    static int[] faceOfEach(List<Box> regions, List<Box> faces, IntPredicate points) {
        List<Pair> pairs = new ArrayList<>();
        for (int region = 0; region < regions.size(); region++) {
            for (int face = 0; face < faces.size(); face++) {
                boolean fits = points.test(region)
                        ? holdsMiddleOf(faces.get(face), regions.get(region))
                        : canBe(regions.get(region), faces.get(face));
                if (fits) {
                    pairs.add(new Pair(region, face, regions.get(region).iou(faces.get(face))));
                }
            }
        }
        pairs.sort(Pair.BEST_FIRST);
        int[] faceOf = new int[regions.size()];
        Arrays.fill(faceOf, -1);
        boolean[] taken = new boolean[faces.size()];
        for (Pair pair : pairs) {
            if (faceOf[pair.region()] < 0 && !taken[pair.face()]) {
                faceOf[pair.region()] = pair.face();
                taken[pair.face()] = true;
            }
        }
        return faceOf;
    }

    private static boolean canBe(Box region, Box face) {
        float ratio = region.area() / face.area();
        return ratio <= MAX_AREA_RATIO
                && ratio >= 1 / MAX_AREA_RATIO
                && holdsMiddleOf(region, face)
                && holdsMiddleOf(face, region);
    }

    private static boolean holdsMiddleOf(Box outer, Box inner) {
        Point middle = inner.centre();
        return middle.x() > outer.left()
                && middle.x() < outer.right()
                && middle.y() > outer.top()
                && middle.y() < outer.bottom();
    }
}
