package dev.likeness.cli.terminal;

import dev.likeness.inference.InferenceRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/// What exactly is running: worth having in every report of a fault.
public final class VersionProvider implements IVersionProvider {
    @Override
    public String[] getVersion() {
        Properties build = build();
        return new String[] {
            "likeness " + build.getProperty("version") + " (" + build.getProperty("revision") + ")",
            "Lucene " + build.getProperty("lucene"),
            "ONNX Runtime " + InferenceRuntime.onnxRuntimeVersion() + " on " + InferenceRuntime.availableDevices(),
            "Java " + Runtime.version()
        };
    }

    /// The commit this was built from, abbreviated.
    public static String revision() {
        return build().getProperty("revision");
    }

    private static Properties build() {
        Properties properties = new Properties();
        try (InputStream file = VersionProvider.class.getResourceAsStream("build.properties")) {
            if (file != null) {
                properties.load(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}
