package dev.likeness.training.detector;

import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.image.RgbImage;
import dev.likeness.training.data.Augmentation;
import dev.likeness.training.detector.Canvas.Area;
import java.util.List;
import java.util.SplittableRandom;

/// Synthesises the training pictures of a detector as [SampleOptions] describe: a photo in which one face has
/// a drawn size and position, a mosaic of such photos, or rows of faces pasted over one. The picture is then
/// mirrored, relit and degraded at random.
final class SampleSynthesizer {
    /// The maximum enlargement of a photo; beyond it, faces are only blurred.
    private static final double MAX_ENLARGEMENT = 3;

    /// The possible numbers of rows of a mosaic; each is as likely as it is frequent here.
    private static final List<Integer> MOSAIC_ROWS = List.of(2, 2, 2, 2, 3, 3, 3, 4, 4, 5, 6);

    private static final double MOSAIC_JITTER = 0.25;

    /// The minimum side of a mosaic's cell, in multiples of the smallest face.
    private static final double MIN_CELL_SHARE = 3;

    /// The minimum side of a face relative to its cell; a smaller one would show more border than photo.
    private static final double MIN_SHARE = 0.25;

    /// The share of the photos whose chosen face may be cut off by the edge, by up to a half. Bystanders in
    /// portraits are often cut off.
    private static final double CUT_SHARE = 0.35;

    private static final double BLACK_SHARE = 0.5;
    private static final double GRAY_SHARE = 0.15;
    private static final double MAX_CONTRAST = 0.35;
    private static final double MAX_BRIGHTNESS = 40;
    private static final double MAX_COLOR_CAST = 0.12;

    /// The size of a pasted head with shoulders, in multiples of the face's box. The area is shifted slightly
    /// downwards.
    private static final double HEAD_AND_SHOULDERS_SCALE = 1.9;

    private static final double HEAD_AND_SHOULDERS_SHIFT = 0.15;
    private static final int MAX_ROWS = 4;
    private static final int MAX_COLUMNS = 7;
    private static final double SLOT_FILL_SHARE = 0.85;

    private final SampleOptions options;
    private final List<TeacherLabelledPhoto> photos;
    private final List<TeacherLabelledPhoto> withFaces;
    private final Augmentation degradation;

    SampleSynthesizer(SampleOptions options, List<TeacherLabelledPhoto> photos) {
        this.options = options;
        this.photos = List.copyOf(photos);
        this.withFaces =
                photos.stream().filter(photo -> !photo.faces().isEmpty()).toList();
        this.degradation = new Augmentation(options.degradation());
    }

    /// Synthesises a picture around a face of a photo.
    ///
    /// @param photo index of the photo
    /// @param side side of the picture, pixels
    RgbImage synthesize(int photo, int side, SplittableRandom random) {
        Canvas canvas = new Canvas(side);
        double kind = random.nextDouble();
        if (kind < options.mosaic()) {
            mosaic(canvas, photos.get(photo), random);
        } else {
            scene(canvas, photos.get(photo), canvas.all(), random);
            if (kind < options.mosaic() + options.faceRows() && !withFaces.isEmpty()) {
                faceRows(canvas, random);
            }
        }
        RgbImage made = canvas.picture();
        RgbImage turned = random.nextBoolean() ? Augmentation.mirrored(made) : made;
        RgbImage lit = random.nextDouble() < options.light() ? withChangedLight(turned, random) : turned;
        return degradation.apply(lit, random).seen();
    }

    /// Draws two to six rows with as many photos each; `first` is one of them.
    private void mosaic(Canvas canvas, TeacherLabelledPhoto first, SplittableRandom random) {
        int rows = MOSAIC_ROWS.get(random.nextInt(MOSAIC_ROWS.size()));
        while (rows > 2 && canvas.all().width() / (double) rows < MIN_CELL_SHARE * options.minFace()) {
            rows--;
        }
        int[] across = cuts(canvas.all().width(), rows, random);
        int[] down = cuts(canvas.all().width(), rows, random);
        int position = random.nextInt(rows * rows);
        for (int i = 0; i < rows * rows; i++) {
            int x = across[i % rows];
            int y = down[i / rows];
            Area area = new Area(x, y, across[i % rows + 1] - x, down[i / rows + 1] - y);
            scene(canvas, i == position ? first : pick(photos, random), area, random);
        }
    }

    /// Cuts a length into parts of unequal size. Returns the boundaries, from 0 to the length.
    private static int[] cuts(int length, int parts, SplittableRandom random) {
        int[] cuts = new int[parts + 1];
        for (int i = 1; i < parts; i++) {
            cuts[i] = (int) (length * (i + random.nextDouble(-MOSAIC_JITTER, MOSAIC_JITTER)) / parts);
        }
        cuts[parts] = length;
        return cuts;
    }

    /// Pastes a photo so that one of its faces has a drawn size and lies in the area.
    private void scene(Canvas canvas, TeacherLabelledPhoto photo, Area area, SplittableRandom random) {
        if (random.nextDouble() < BLACK_SHARE) {
            canvas.fill(area, (byte) 0, (byte) 0, (byte) 0);
        } else {
            canvas.fill(area, drawLevel(random), drawLevel(random), drawLevel(random));
        }
        RgbImage picture = photo.picture();
        int shorter = Math.min(area.width(), area.height());
        if (photo.faces().isEmpty()) {
            double cover = shorter / (double) Math.min(picture.width(), picture.height());
            double factor = Math.min(MAX_ENLARGEMENT, cover * random.nextDouble(0.7, 2));
            canvas.paste(
                    picture,
                    factor,
                    random.nextDouble(picture.width()),
                    random.nextDouble(picture.height()),
                    area.left() + area.width() / 2.0,
                    area.top() + area.height() / 2.0,
                    area);
            return;
        }
        Box box = pick(photo.faces(), random).box();
        double side = box.longSide();
        double min = Math.max(options.minFace(), MIN_SHARE * shorter);
        double length = drawLogUniform(random, min, options.maxFace() * shorter);
        double factor = Math.min(MAX_ENLARGEMENT, length / side);
        boolean mayBeCut = random.nextDouble() < CUT_SHARE;
        canvas.paste(
                picture,
                factor,
                box.centre().x(),
                box.centre().y(),
                area.left() + drawCentre(random, area.width(), mayBeCut ? 0 : side * factor),
                area.top() + drawCentre(random, area.height(), mayBeCut ? 0 : side * factor),
                area);
    }

    /// Draws the centre of an interval of this length so that it lies inside the room.
    private static double drawCentre(SplittableRandom random, int room, double length) {
        double free = room - length;
        return free <= 0 ? room / 2.0 : length / 2 + free * random.nextDouble();
    }

    /// Pastes faces, with some of their surroundings, in rows of about the same size.
    private void faceRows(Canvas canvas, SplittableRandom random) {
        int rows = random.nextInt(1, MAX_ROWS + 1);
        int columns = random.nextInt(2, MAX_COLUMNS + 1);
        int side = canvas.all().width();
        double pitch = side / (double) Math.max(rows, columns);
        double down = random.nextDouble() * (side - rows * pitch);
        for (int row = 0; row < rows; row++) {
            double stagger = row % 2 == 0 ? 0 : pitch / 2;
            for (int column = 0; column < columns; column++) {
                TeacherLabelledPhoto photo = pick(withFaces, random);
                Detection face = pick(photo.faces(), random);
                double size = pitch / HEAD_AND_SHOULDERS_SCALE * random.nextDouble(0.75, 1.05);
                double x = stagger + (column + 0.5 + random.nextDouble(-0.1, 0.1)) * pitch;
                double y = down + (row + 0.5 + random.nextDouble(-0.1, 0.1)) * pitch;
                if (random.nextDouble() < SLOT_FILL_SHARE) {
                    pasteHeadAndShoulders(canvas, photo, face.box(), size, x, y);
                }
            }
        }
    }

    private void pasteHeadAndShoulders(
            Canvas canvas, TeacherLabelledPhoto photo, Box box, double size, double x, double y) {
        double side = box.longSide();
        double factor = Math.min(MAX_ENLARGEMENT, size / side);
        int reach = Math.max(2, (int) Math.round(HEAD_AND_SHOULDERS_SCALE * side * factor));
        Area seat = new Area(
                (int) Math.round(x - reach / 2.0),
                (int) Math.round(y - reach * (0.5 - HEAD_AND_SHOULDERS_SHIFT / 2)),
                reach,
                reach);
        Area all = canvas.all();
        if (seat.left() < all.width()
                && seat.top() < all.height()
                && seat.left() + reach > 0
                && seat.top() + reach > 0) {
            canvas.paste(
                    photo.picture(),
                    factor,
                    box.centre().x(),
                    box.centre().y(),
                    x,
                    y,
                    seat.within(all.width(), all.height()));
        }
    }

    private static RgbImage withChangedLight(RgbImage picture, SplittableRandom random) {
        double contrast = 1 + random.nextDouble(-MAX_CONTRAST, MAX_CONTRAST);
        double brightness = random.nextDouble(-MAX_BRIGHTNESS, MAX_BRIGHTNESS);
        boolean isGray = random.nextDouble() < GRAY_SHARE;
        byte[][] tables = new byte[3][256];
        for (byte[] table : tables) {
            double cast = 1 + random.nextDouble(-MAX_COLOR_CAST, MAX_COLOR_CAST);
            for (int level = 0; level < table.length; level++) {
                double changed = ((level - 128) * contrast + 128 + brightness) * (isGray ? 1 : cast);
                table[level] = (byte) Math.clamp(Math.round(changed), 0, 255);
            }
        }
        byte[] from = picture.rgb();
        byte[] to = new byte[from.length];
        for (int i = 0; i < from.length; i += 3) {
            int red = from[i] & 0xff;
            int green = from[i + 1] & 0xff;
            int blue = from[i + 2] & 0xff;
            if (isGray) {
                red = (299 * red + 587 * green + 114 * blue) / 1000;
                green = red;
                blue = red;
            }
            to[i] = tables[0][red];
            to[i + 1] = tables[1][green];
            to[i + 2] = tables[2][blue];
        }
        return new RgbImage(picture.width(), picture.height(), to);
    }

    private static byte drawLevel(SplittableRandom random) {
        return (byte) random.nextInt(256);
    }

    private static <T> T pick(List<T> list, SplittableRandom random) {
        return list.get(random.nextInt(list.size()));
    }

    private static double drawLogUniform(SplittableRandom random, double min, double max) {
        return min >= max ? min : Math.exp(random.nextDouble(Math.log(min), Math.log(max)));
    }
}
