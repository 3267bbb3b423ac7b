package dev.likeness.training.detector;

import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.Landmarks;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Point;
import dev.likeness.face.Sha256;
import dev.likeness.image.ImageFiles;
import dev.likeness.image.ImageOptions;
import dev.likeness.image.ImageReader;
import dev.likeness.image.RgbImage;
import dev.likeness.inference.detect.FaceDetector;
import dev.likeness.support.AtomicFile;
import dev.likeness.support.RegularFile;
import dev.likeness.training.run.TrainingListener;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Photos with the faces that a teacher detected. The detections are stored in a file with one line per
/// photo, keyed by its content, so that the teacher processes each photo only once. An interrupted run
/// continues with the remaining photos.
///
/// @param photos the training photos
/// @param heldOut number of photos held out for evaluation
/// @param copies number of photos skipped because another has the same content
/// @param unreadable number of photos skipped because they cannot be decoded
record TeacherLabels(List<TeacherLabelledPhoto> photos, int heldOut, int copies, int unreadable) {
    private static final int BOX_NUMBERS = 4;
    private static final int NUMBERS = 15;

    TeacherLabels {
        photos = List.copyOf(photos);
    }

    /// The number of faces that the teacher detected.
    int faces() {
        return photos.stream().mapToInt(photo -> photo.faces().size()).sum();
    }

    /// Reads the photos and their stored labels, and lets the teacher label the rest.
    ///
    /// @param labels file of the stored labels
    /// @param listener receives the progress, and a message for each skipped photo
    /// @throws LikenessException `NOT_FOUND` if a photo or folder does not exist; `INVALID_ARGUMENT` if a
    ///     line of the file is damaged; the errors of reading and writing
    static TeacherLabels open(
            DetectorDataOptions options, FaceDetector teacher, Path labels, TrainingListener<?> listener)
            throws IOException {
        String name = teacher.manifest().sha256().orElse(teacher.manifest().id());
        Map<String, List<Detection>> known =
                read(labels, "teacher %s from %s".formatted(name, options.minTeacherScore()));
        ImageReader reader = new ImageReader(ImageOptions.defaults());
        Set<String> seen = new HashSet<>();
        int heldOut = 0;
        int copies = 0;
        int unreadable = 0;
        List<TeacherLabelledPhoto> photos = new ArrayList<>();
        try (BufferedWriter writer = Files.newBufferedWriter(labels, StandardOpenOption.APPEND)) {
            List<Path> files = ImageFiles.find(options.photos());
            int done = 0;
            for (Path file : files) {
                listener.labelled(done++, files.size());
                byte[] content = RegularFile.readAllBytes(file, RegularFile.MAX_PHOTO_BYTES);
                String sha256 = Sha256.hex(content);
                if (!seen.add(sha256)) {
                    copies++;
                    continue;
                }
                if (options.holdout().contains(sha256)) {
                    heldOut++;
                    continue;
                }
                RgbImage picture;
                try {
                    picture = reader.open(content).decode();
                } catch (LikenessException e) {
                    listener.note("skipped: %s: %s".formatted(file, e.getMessage()));
                    unreadable++;
                    continue;
                }
                List<Detection> faces = known.get(sha256);
                if (faces == null) {
                    faces = teacher.detect(picture);
                    writer.write(line(sha256, faces));
                    writer.flush();
                }
                photos.add(shrunk(picture, faces, options));
            }
            listener.labelled(done, files.size());
        }
        return new TeacherLabels(photos, heldOut, copies, unreadable);
    }

    private static TeacherLabelledPhoto shrunk(RgbImage picture, List<Detection> faces, DetectorDataOptions options) {
        double factor = Math.min(1, options.maxPhotoSide() / (double) picture.longSide());
        return new TeacherLabelledPhoto(
                picture.scaled(factor),
                faces.stream().map(face -> face.scaled((float) factor)).toList());
    }

    /// Reads the stored labels. The file is restarted if another teacher wrote it. An incomplete last line is
    /// ignored.
    private static Map<String, List<Detection>> read(Path labels, String header) throws IOException {
        Map<String, List<Detection>> known = new HashMap<>();
        String text = Files.exists(labels) ? RegularFile.readString(labels) : "";
        List<String> lines =
                text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        List<String> good = lines.isEmpty() || !lines.getFirst().equals(header) ? List.of(header) : lines;
        for (int i = 1; i < good.size(); i++) {
            String[] cells = good.get(i).split(" ", -1);
            try {
                known.put(cells[0], detections(cells));
            } catch (NumberFormatException | IndexOutOfBoundsException e) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "%s, line %d: must hold a hash and %d numbers per face, got: %s"
                                .formatted(labels, i + 1, NUMBERS, good.get(i)),
                        e);
            }
        }
        String whole = String.join("\n", good) + "\n";
        AtomicFile.write(labels, whole.getBytes(StandardCharsets.UTF_8));
        return known;
    }

    private static List<Detection> detections(String[] cells) {
        List<Detection> faces = new ArrayList<>();
        for (int at = 1; at < cells.length; at += NUMBERS) {
            float[] values = new float[NUMBERS];
            for (int i = 0; i < NUMBERS; i++) {
                values[i] = Float.parseFloat(cells[at + i]);
            }
            Point[] points = new Point[(NUMBERS - 1 - BOX_NUMBERS) / 2];
            for (int i = 0; i < points.length; i++) {
                int x = 1 + BOX_NUMBERS + 2 * i;
                points[i] = new Point(values[x], values[x + 1]);
            }
            faces.add(new Detection(
                    new Box(values[1], values[2], values[3], values[4]),
                    new Landmarks(points[0], points[1], points[2], points[3], points[4]),
                    values[0]));
        }
        return faces;
    }

    private static String line(String sha256, List<Detection> faces) {
        return faces.stream()
                .flatMap(face -> Stream.concat(
                        Stream.of(
                                face.score(),
                                face.box().left(),
                                face.box().top(),
                                face.box().right(),
                                face.box().bottom()),
                        face.landmarks().points().stream().flatMap(point -> Stream.of(point.x(), point.y()))))
                .map(number -> " " + number)
                .collect(Collectors.joining("", sha256, "\n"));
    }
}
