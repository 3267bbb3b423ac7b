package dev.likeness;

import dev.likeness.config.Setting;
import java.util.HashMap;
import java.util.Map;

/// The two models of the shared test data. Tests whose figures were measured with them name them, so that
/// they stay true whatever models are the default.
public final class ReferenceModels {
    public static final String DETECTOR = "yunet";
    public static final String EMBEDDER = "mobilefacenet-128";

    /// How a command is told to use them.
    public static final Map<String, String> ENVIRONMENT =
            Map.of("LIKENESS_DETECTOR", DETECTOR, "LIKENESS_EMBEDDER", EMBEDDER);

    private ReferenceModels() {}

    /// The settings that use them; without them, the test is skipped. May be added to.
    public static Map<String, Setting> settings() {
        Map<String, Setting> settings = new HashMap<>();
        settings.put("models.directories", test(TestData.require("models").toString()));
        settings.put("models.detector", test(DETECTOR));
        settings.put("models.embedder", test(EMBEDDER));
        return settings;
    }

    private static Setting test(Object value) {
        return new Setting(value, "test");
    }
}
