package dev.likeness.evaluation.verification;

import dev.likeness.calibration.QMagFaceScore;
import dev.likeness.evaluation.data.FaceReader;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.PhotoLabels;
import dev.likeness.evaluation.data.Progress;
import dev.likeness.evaluation.data.TemplateImages;
import dev.likeness.face.Embedding;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleBiFunction;

/// Pairs of templates with the embeddings of their faces.
///
/// @param metadata the images in which a face was found
/// @param pairs the pairs of templates that have a face
/// @param faces embeddings by image
public record TemplateVerification(
        TemplateImages metadata, List<TemplateImages.Pair> pairs, Map<String, Embedding> faces) {
    private static final Map<String, QMagFaceScore> PUBLISHED_CONSTANTS = Map.of(
            "magface-iresnet18", QMagFaceScore.IRESNET18,
            "magface-iresnet50", QMagFaceScore.IRESNET50,
            "magface-iresnet100", QMagFaceScore.IRESNET100);

    public TemplateVerification {
        pairs = List.copyOf(pairs);
        faces = Map.copyOf(faces);
    }

    /// Reads the protocol of IJB: a metadata file and a file of pairs.
    ///
    /// @param images the directory that the metadata's images are relative to
    /// @throws LikenessException the errors of the files; the reader's error, with metadata, line and image,
    ///     for an image that `badInput` does not skip
    public static TemplateVerification ofFiles(
            FaceReader reader, Path images, Path metadata, Path pairs, InvalidInputPolicy badInput, Progress progress) {
        TemplateImages listed = TemplateImages.read(metadata, badInput);
        return join(reader, images, metadata, listed, listed.readPairs(pairs, badInput), badInput, progress);
    }

    /// Makes templates from labelled photos. The photos of each person with at least two are shuffled with
    /// seed 1 and divided into two templates; each photo is a medium of its own. The two templates of one
    /// person are a mated pair. The first template of one person and the second of another are an impostor
    /// pair.
    ///
    /// @throws LikenessException the reader's error, with labels, line and image, for a photo that `badInput`
    ///     does not skip; `INVALID_ARGUMENT` if fewer than two people have two photos
    public static TemplateVerification ofLabels(
            FaceReader reader, PhotoLabels labels, InvalidInputPolicy badInput, Progress progress) {
        Map<String, List<TemplateImages.Entry>> people = new TreeMap<>();
        for (PhotoLabels.Label label : labels.labels()) {
            people.computeIfAbsent(label.person(), _ -> new ArrayList<>())
                    .add(new TemplateImages.Entry(
                            label.person(),
                            label.photo().toString(),
                            label.photo().toString(),
                            label.line()));
        }
        return ofPeople(reader, Path.of(""), labels.file(), people, badInput, progress);
    }

    /// Makes templates as in [#ofLabels], from a directory with one folder per person.
    ///
    /// @throws LikenessException as in [#ofLabels] and [PhotoLabels#ofFolders]
    public static TemplateVerification ofFolders(
            FaceReader reader, Path images, InvalidInputPolicy badInput, Progress progress) {
        Path root = images.toAbsolutePath().normalize();
        Map<String, List<TemplateImages.Entry>> people = new TreeMap<>();
        for (PhotoLabels.Label label : PhotoLabels.ofFolders(images).labels()) {
            String name = root.relativize(label.photo()).toString().replace('\\', '/');
            people.computeIfAbsent(label.person(), _ -> new ArrayList<>())
                    .add(new TemplateImages.Entry("", name, name, 0));
        }
        return ofPeople(reader, images, images, people, badInput, progress);
    }

    private static TemplateVerification ofPeople(
            FaceReader reader,
            Path images,
            Path origin,
            Map<String, List<TemplateImages.Entry>> people,
            InvalidInputPolicy badInput,
            Progress progress) {
        Random random = new Random(1);
        List<TemplateImages.Entry> dealt = new ArrayList<>();
        List<String> names = new ArrayList<>();
        people.forEach((person, photos) -> {
            if (photos.size() >= 2) {
                Collections.shuffle(photos, random);
                for (int i = 0; i < photos.size(); i++) {
                    TemplateImages.Entry photo = photos.get(i);
                    dealt.add(new TemplateImages.Entry(
                            person + (i % 2 == 0 ? "/1" : "/2"), photo.media(), photo.image(), photo.line()));
                }
                names.add(person);
            }
        });
        if (names.size() < 2) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "%s: templates need at least two people with two photos each, got: %d"
                            .formatted(origin, names.size()));
        }
        List<TemplateImages.Pair> pairs = new ArrayList<>();
        for (String first : names) {
            for (String second : names) {
                pairs.add(new TemplateImages.Pair(first + "/1", second + "/2", first.equals(second)));
            }
        }
        return join(reader, images, origin, new TemplateImages(dealt), pairs, badInput, progress);
    }

    /// Writes the protocol in IJB's format, which [#ofFiles] reads: `metadata.txt` and `pairs.txt`, with
    /// tab-separated fields. So others can repeat an evaluation on the templates made here.
    ///
    /// @param directory created if it does not exist
    /// @throws LikenessException `IO_FAILED` if it cannot be written
    public void write(Path directory) {
        List<String> entries = metadata.images().stream()
                .map(entry -> String.join("\t", entry.image(), entry.template(), entry.media()))
                .toList();
        List<String> compared = pairs.stream()
                .map(pair -> String.join("\t", pair.first(), pair.second(), pair.mated() ? "1" : "0"))
                .toList();
        try {
            Files.createDirectories(directory);
            Files.write(directory.resolve("metadata.txt"), entries);
            Files.write(directory.resolve("pairs.txt"), compared);
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "the protocol must be writable, got: " + directory, e);
        }
    }

    private static TemplateVerification join(
            FaceReader reader,
            Path images,
            Path origin,
            TemplateImages metadata,
            List<TemplateImages.Pair> pairs,
            InvalidInputPolicy badInput,
            Progress progress) {
        Set<String> names = new HashSet<>();
        metadata.images().forEach(entry -> names.add(entry.image()));
        FaceReader.Faces read = reader.read(images, names, List.of(), false, progress.start(names.size()));
        Map<String, Embedding> faces = new HashMap<>();
        List<TemplateImages.Entry> usable = new ArrayList<>();
        Set<String> templates = new HashSet<>();
        for (TemplateImages.Entry entry : metadata.images()) {
            try {
                faces.put(entry.image(), read.of(entry.image()).getFirst().embedding());
                usable.add(entry);
                templates.add(entry.template());
            } catch (LikenessException e) {
                String line = entry.line() > 0 ? ", line " + entry.line() : "";
                badInput.handle(new LikenessException(e.code(), "%s%s: %s".formatted(origin, line, e.getMessage()), e));
            }
        }
        List<TemplateImages.Pair> compared = new ArrayList<>();
        for (TemplateImages.Pair pair : pairs) {
            if (templates.contains(pair.first()) && templates.contains(pair.second())) {
                compared.add(pair);
            }
        }
        return new TemplateVerification(new TemplateImages(usable), compared, faces);
    }

    /// Pools the templates with each method and compares them by cosine. With one of the official MagFace
    /// models, they are also compared by QMagFace's score with its published constants.
    ///
    /// @param model id of the embedder
    /// @throws LikenessException `INVALID_ARGUMENT` if there is no mated or no impostor pair
    public TemplateReport report(String model) {
        Map<String, Map<String, List<Embedding>>> media = new LinkedHashMap<>();
        for (TemplateImages.Entry entry : metadata.images()) {
            media.computeIfAbsent(entry.template(), _ -> new LinkedHashMap<>())
                    .computeIfAbsent(entry.media(), _ -> new ArrayList<>())
                    .add(Optional.ofNullable(faces.get(entry.image())).orElseThrow());
        }
        ToDoubleBiFunction<Embedding, Embedding> cosine =
                (one, other) -> one.direction().cosine(other.direction());
        List<TemplateReport.Method> methods = new ArrayList<>();
        methods.add(method("plain", TemplatePooling.PLAIN, media, cosine));
        methods.add(method("magnitude-weighted (MagFace+)", TemplatePooling.MAGNITUDE_WEIGHTED, media, cosine));
        methods.add(method("QMagFace pooling, cosine", TemplatePooling.QMAGFACE, media, cosine));
        QMagFaceScore published = PUBLISHED_CONSTANTS.get(model);
        if (published != null) {
            methods.add(method(
                    "QMagFace pooling and score",
                    TemplatePooling.QMAGFACE,
                    media,
                    (one, other) ->
                            published.score(cosine.applyAsDouble(one, other), one.magnitude(), other.magnitude())));
        }
        return TemplateReport.of(metadata, methods);
    }

    private TemplateReport.Method method(
            String name,
            TemplatePooling pooling,
            Map<String, Map<String, List<Embedding>>> media,
            ToDoubleBiFunction<Embedding, Embedding> score) {
        Map<String, Embedding> templates = new HashMap<>();
        media.forEach((template, faces) -> {
            Collection<List<Embedding>> groups = faces.values();
            templates.put(template, pooling.template(groups));
        });
        List<ScoredPair> scored = pairs.stream()
                .map(pair -> new ScoredPair(
                        score.applyAsDouble(template(templates, pair.first()), template(templates, pair.second())),
                        pair.mated(),
                        0))
                .toList();
        return new TemplateReport.Method(name, VerificationReport.of(scored, 0));
    }

    private static Embedding template(Map<String, Embedding> templates, String name) {
        return Optional.ofNullable(templates.get(name)).orElseThrow();
    }
}
