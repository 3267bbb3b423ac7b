package dev.likeness.web.screens;

import dev.likeness.engine.Engine;
import dev.likeness.engine.contents.NewPhoto;
import dev.likeness.extract.AnalysedPhoto;
import dev.likeness.extract.LocatedPhoto;
import dev.likeness.face.CaptureTime;
import dev.likeness.face.Detection;
import dev.likeness.face.Embedding;
import dev.likeness.face.FaceId;
import dev.likeness.face.FileId;
import dev.likeness.face.Orientation;
import dev.likeness.face.PhotoId;
import dev.likeness.face.PhotoOrientation;
import dev.likeness.face.UnitVector;
import dev.likeness.image.RgbImage;
import dev.likeness.image.content.PictureHash;
import dev.likeness.inference.embed.FaceAligner;
import dev.likeness.web.screens.Arrangement.Placed;
import dev.likeness.web.screens.Photographer.Condition;
import dev.likeness.web.screens.Photographer.Shot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/// A gallery of drawn people over fourteen years. Faces are where they were drawn, and their embeddings are
/// synthetic, with the spread that those of the built-in model have, so that everything after the models is
/// real. The same bytes in each run.
final class DemoGallery {
    private static final int DIMENSION = 128;
    private static final int JPEG_QUALITY = 86;
    private static final int CHANGE = 2017;
    /// Magnitude of quality 50, and what multiplies the odds by e, of the built-in model.
    private static final double MIDDLE_MAGNITUDE = 16.35;
    private static final double MAGNITUDE_WIDTH = 1.43;

    private final Path folder;
    private final List<Cast.Member> cast = Cast.members();
    private final Map<FaceId, Integer> labels = new HashMap<>();
    private final List<NewPhoto> photos = new ArrayList<>();
    private final String embedder;
    private int number = 100;

    private DemoGallery(Path folder, String embedder) {
        this.folder = folder;
        this.embedder = embedder;
    }

    /// Draws the photos into a folder and adds them to an empty gallery.
    ///
    /// @return who is on each face, by index in the cast
    static Map<FaceId, Integer> add(Engine engine, String gallery, Path folder) throws IOException {
        DemoGallery demo = new DemoGallery(folder, engine.galleries().embedder(gallery));
        demo.draw();
        engine.contents(gallery).add(demo.photos);
        return demo.labels;
    }

    private void draw() throws IOException {
        SplittableRandom random = new SplittableRandom(20121);
        for (Outing outing : Outing.all(random)) {
            SplittableRandom own = random.split();
            LocalDateTime time = outing.begin();
            for (int size : outing.sizes()) {
                List<Integer> people = outing.choose(size, cast, own);
                if (!people.isEmpty()) {
                    shoot(outing, people, time, own);
                }
                time = time.plusMinutes(3 + own.nextInt(50));
            }
        }
    }

    private void shoot(Outing outing, List<Integer> people, LocalDateTime time, SplittableRandom random)
            throws IOException {
        boolean isPortrait = people.size() == 1 ? random.nextInt(3) > 0 : people.size() == 2 && random.nextInt(4) == 0;
        int width = isPortrait ? 960 : 1280;
        int height = isPortrait ? 1280 : 960;
        boolean isStranger = people.getFirst() >= 34;
        Condition condition = condition(outing, isStranger, random);
        List<Placed> placed =
                new Arrangement(outing.scene(), width, height, time.getYear(), random).place(people, cast);
        Shot shot = Photographer.shoot(
                outing.scene(),
                width,
                height,
                placed.stream().map(Placed::sitter).toList(),
                condition,
                random);
        List<Embedding> embeddings = new ArrayList<>();
        List<Detection> detections = new ArrayList<>();
        List<Integer> shown = new ArrayList<>();
        for (int i = 0; i < placed.size(); i++) {
            Placed one = placed.get(i);
            Detection detection = shot.detections().get(i);
            if (detection.box().left() > 0 && detection.box().right() < width) {
                embeddings.add(embedding(one, time.getYear(), condition, random));
                detections.add(detection);
                shown.add(one.person());
            }
        }
        String name = "IMG_%04d.jpg".formatted(number++);
        add(outing.folder() + "/" + name, shot.image(), JPEG_QUALITY, time, detections, embeddings, shown);
        if (number % 60 == 0) {
            copy(shot.image(), name, time, detections, embeddings, shown);
        }
    }

    private static Condition condition(Outing outing, boolean isStranger, SplittableRandom random) {
        if (isStranger) {
            return random.nextBoolean() ? Condition.BLURRED : Condition.DARK;
        }
        boolean isEvening = outing.begin().getHour() >= 18;
        return switch (random.nextInt(isEvening ? 8 : 18)) {
            case 0 -> Condition.SOFT;
            case 1 -> isEvening ? Condition.DARK : Condition.BLURRED;
            default -> Condition.GOOD;
        };
    }

    /// A smaller copy, as messengers make them.
    private void copy(
            RgbImage image,
            String name,
            LocalDateTime time,
            List<Detection> detections,
            List<Embedding> embeddings,
            List<Integer> shown)
            throws IOException {
        List<Detection> smaller =
                detections.stream().map(one -> one.scaled(0.6f)).toList();
        add("Messenger/" + time.getYear() + "/" + name, image.scaled(0.6), 70, time, smaller, embeddings, shown);
    }

    private void add(
            String path,
            RgbImage image,
            int jpegQuality,
            LocalDateTime time,
            List<Detection> detections,
            List<Embedding> embeddings,
            List<Integer> shown)
            throws IOException {
        byte[] bytes = image.toJpeg(jpegQuality);
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
        PhotoId id = PictureHash.of(bytes);
        LocatedPhoto located = new LocatedPhoto(
                id,
                FileId.of(bytes),
                bytes.length,
                image.width(),
                image.height(),
                "jpeg",
                PhotoOrientation.of(Orientation.UPRIGHT),
                CaptureTime.exif(time),
                image.fingerprint(),
                image.preview(LocatedPhoto.PREVIEW_WIDTH),
                detections,
                detections.stream()
                        .map(face -> FaceAligner.align(image, face.landmarks()))
                        .toList(),
                Optional.empty());
        photos.add(new NewPhoto(file.toString(), Instant.now(), new AnalysedPhoto(located, embedder, embeddings)));
        for (int i = 0; i < shown.size(); i++) {
            labels.put(new FaceId(id, i), shown.get(i));
        }
    }

    // Embeddings

    private Embedding embedding(Placed placed, int year, Condition condition, SplittableRandom random) {
        double sharpness = Math.clamp(
                switch (condition) {
                            case GOOD -> 46 + 13 * placed.sitter().pose().scale();
                            case SOFT -> 34;
                            case DARK -> 20;
                            case BLURRED -> 10;
                        }
                        + 11 * random.nextGaussian()
                        - (placed.sitter().pose().hasSunglasses() ? 24 : 0),
                3,
                97);
        double share = 0.34 + 0.36 * Math.sqrt(sharpness / 100) + 0.06 * random.nextGaussian();
        if (sharpness < 22) {
            share *= 0.4;
        }
        float[] person = direction(placed.person(), year);
        float[] noise = gaussian(random);
        float[] raw = new float[DIMENSION];
        double clear = Math.clamp(share, 0.05, 0.92);
        for (int i = 0; i < DIMENSION; i++) {
            raw[i] = (float) (Math.sqrt(clear) * person[i] + Math.sqrt(1 - clear) * noise[i]);
        }
        double odds = sharpness / (100 - sharpness);
        return new Embedding(UnitVector.normalized(raw), (float) (MIDDLE_MAGNITUDE + MAGNITUDE_WIDTH * Math.log(odds)));
    }

    /// What somebody's faces have in common in a year: children resemble their parents, and themselves less
    /// and less.
    private float[] direction(int person, int year) {
        Cast.Member member = cast.get(person);
        float[] own = gaussian(new SplittableRandom(77_003L * (person + 1)));
        if (member.mother() >= 0) {
            float[] mother = gaussian(new SplittableRandom(77_003L * (member.mother() + 1)));
            float[] father = gaussian(new SplittableRandom(77_003L * (member.father() + 1)));
            own = sum(own, 0.86, sum(mother, 0.5, father, 0.5), 0.5);
        }
        double childhood = Math.clamp((15.0 - (year - member.born())) / 11, 0, 1);
        // Some looked different once: another beard, other glasses.
        double change = person % 4 == 1 && year < CHANGE ? 0.85 : 0;
        float[] once = gaussian(new SplittableRandom(55_001L * (person + 1)));
        return sum(own, 1, once, Math.max(1.3 * childhood, change));
    }

    private static float[] sum(float[] one, double share, float[] other, double otherShare) {
        float[] sum = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            sum[i] = (float) (share * one[i] + otherShare * other[i]);
        }
        return UnitVector.normalized(sum).toArray();
    }

    private static float[] gaussian(SplittableRandom random) {
        SplittableRandom mixed = new SplittableRandom(random.nextLong());
        float[] values = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            values[i] = (float) mixed.nextGaussian();
        }
        return UnitVector.normalized(values).toArray();
    }
}
