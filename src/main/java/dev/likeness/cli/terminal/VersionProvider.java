package dev.likeness.cli.terminal;

import dev.likeness.face.LikenessException;
import dev.likeness.inference.InferenceRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/// The version, revision and main libraries of this program, for bug reports.
public final class VersionProvider implements IVersionProvider {
    @Override
    public String[] getVersion() {
        Properties build = build();
        return new String[] {
            "likeness " + build.getProperty("version") + " (" + build.getProperty("revision") + ")",
            "Lucene " + build.getProperty("lucene"),
            onnxRuntime(),
            "Java " + Runtime.version()
        };
    }

    /// Picocli asks for the version when any command starts, also of a command that needs no model.
    private static String onnxRuntime() {
        try {
            return "ONNX Runtime " + InferenceRuntime.onnxRuntimeVersion() + " on "
                    + InferenceRuntime.availableDevices();
        } catch (LikenessException e) {
            return e.getMessage();
        }
    }

    /// The abbreviated commit that this program was built from.
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
