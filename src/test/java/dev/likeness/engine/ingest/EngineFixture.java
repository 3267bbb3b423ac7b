package dev.likeness.engine.ingest;

import dev.likeness.ReferenceModels;
import dev.likeness.TestData;
import dev.likeness.config.Configuration;
import dev.likeness.config.ConfigurationReader;
import dev.likeness.config.Setting;
import dev.likeness.engine.Engine;
import dev.likeness.engine.contents.ExportedFace;
import dev.likeness.extract.StageTimes;
import dev.likeness.face.UnitVector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// Engines on the shared models, with their galleries in a folder of the test's.
public final class EngineFixture {
    private EngineFixture() {}

    /// An engine on the shared models; without them, the test is skipped.
    public static Engine open(Path index) {
        return open(index, Map.of());
    }

    /// The same with some settings of its own, by key.
    public static Engine open(Path index, Map<String, Object> settings) {
        Map<String, Setting> flags = ReferenceModels.settings();
        flags.put("index.directory", new Setting(index.toString(), "test"));
        settings.forEach((key, value) -> flags.put(key, new Setting(value, "test")));
        Configuration configuration = ConfigurationReader.read(null, Map.of(), flags);
        return Engine.open(configuration.engine(), warning -> {
            throw new AssertionError("unexpected warning: " + warning);
        });
    }

    public static IngestSummary ingest(Engine engine, Path... roots) {
        return ingest(engine, new IngestRequest("test", List.of(roots), false));
    }

    public static IngestSummary ingest(Engine engine, IngestRequest request) {
        return engine.ingest(request, new StageTimes(), IngestListener.none(), () -> false);
    }

    public static List<ExportedFace> export(Engine engine, boolean vectors) {
        List<ExportedFace> faces = new ArrayList<>();
        engine.contents("test").export(vectors, faces::add);
        return faces;
    }

    /// The direction of a face that was exported with its vector.
    public static UnitVector direction(ExportedFace face) {
        List<Float> exported = Objects.requireNonNull(face.vector());
        float[] components = new float[exported.size()];
        for (int i = 0; i < components.length; i++) {
            components[i] = exported.get(i);
        }
        return UnitVector.normalized(components);
    }

    /// The first photos of the shared photo library, in the order of their names.
    public static List<Path> photos(int count) {
        Path album = TestData.require("photos/album-01");
        try (Stream<Path> files = Files.list(album)) {
            return files.filter(file -> file.toString().endsWith(".jpg"))
                    .sorted()
                    .limit(count)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
