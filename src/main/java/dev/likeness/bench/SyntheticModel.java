package dev.likeness.bench;

import dev.likeness.calibration.Calibration;
import dev.likeness.calibration.FaceSpace;
import dev.likeness.calibration.LabelledPair;
import dev.likeness.calibration.MatchCalibration;
import dev.likeness.calibration.QualityScale;
import dev.likeness.cluster.ClusterOptions;
import dev.likeness.engine.EngineOptions;
import dev.likeness.face.Embedding;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.scoring.CalibrationOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// The model that [SyntheticFaces] imitate: its name, its calibration, and an engine's options for it.
public final class SyntheticModel {
    /// The hash belongs to no real model, so that no built-in calibration applies.
    public static final EmbedderStamp STAMP =
            new EmbedderStamp("magface-iresnet50", SyntheticFaces.DIMENSION, "0".repeat(64));

    private SyntheticModel() {}

    /// Fits a calibration, as `likeness calibrate` would, to faces and degraded versions of them. Only the face
    /// space matters for clustering; the other parts are as small as a calibration allows.
    ///
    /// @param faces number of faces
    /// @param seed not that of the gallery
    public static Calibration calibration(int faces, long seed) {
        SyntheticFaces made = new SyntheticFaces(faces, faces / SyntheticFaces.FACES_PER_PERSON, seed);
        List<FaceSpace.Sample> samples = IntStream.range(0, faces)
                .parallel()
                .mapToObj(face -> new FaceSpace.Sample(
                        made.person(face),
                        made.embedding(face),
                        List.of(made.degraded(face, 1), made.degraded(face, 2))))
                .toList();
        QualityScale scale = QualityScale.fit(samples.stream()
                .mapToDouble(sample -> sample.clean().magnitude())
                .toArray());
        SplittableRandom random = new SplittableRandom(seed);
        List<LabelledPair> pairs = new ArrayList<>();
        for (int one = 0; one < faces; one++) {
            int other = random.nextInt(faces);
            Embedding mate = made.degraded(one, 1);
            pairs.add(pair(samples.get(one).clean(), mate, scale, true));
            if (made.person(one) != made.person(other)) {
                pairs.add(pair(samples.get(one).clean(), samples.get(other).clean(), scale, false));
            }
        }
        return new Calibration(
                STAMP.sha256(),
                "made-up faces",
                scale,
                MatchCalibration.fit(pairs, seed),
                null,
                FaceSpace.fit(samples));
    }

    private static LabelledPair pair(Embedding one, Embedding other, QualityScale scale, boolean mated) {
        return new LabelledPair(
                Math.clamp(one.direction().cosine(other.direction()), -1, 1),
                scale.quality(one.magnitude()),
                scale.quality(other.magnitude()),
                mated,
                null,
                null);
    }

    /// These options with another folder of galleries and another clusterer, without a configured calibration.
    public static EngineOptions options(EngineOptions options, Path folder, ClusterOptions cluster) {
        return new EngineOptions(
                options.index().in(folder),
                options.models(),
                CalibrationOptions.defaults(),
                options.image(),
                options.inference(),
                options.detection(),
                options.ingest(),
                cluster,
                options.backup());
    }
}
