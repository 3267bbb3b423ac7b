package dev.likeness.inference.model;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The location of a model's weights.
public sealed interface ModelWeights {
    /// Weights in a file of a model directory.
    record OnDisk(Path path) implements ModelWeights {
        @Override
        public String toString() {
            return path.toString();
        }
    }

    /// Weights that are part of the program.
    ///
    /// @param file the `.onnx` resource beside the built-in manifests
    record BuiltIn(String file) implements ModelWeights {
        static boolean exists(String file) {
            try (InputStream stream = open(file)) {
                return stream != null;
            } catch (IOException e) {
                throw unreadable(file, e);
            }
        }

        /// The content of the `.onnx` file.
        public byte[] bytes() {
            try (InputStream stream = open(file)) {
                if (stream == null) {
                    throw new LikenessException(
                            ErrorCode.INTERNAL, "the built-in model is not on the class path: " + file);
                }
                return stream.readAllBytes();
            } catch (IOException e) {
                throw unreadable(file, e);
            }
        }

        private static @Nullable InputStream open(String file) {
            return BuiltIn.class.getResourceAsStream("models/" + file);
        }

        private static LikenessException unreadable(String file, IOException cause) {
            return new LikenessException(ErrorCode.INTERNAL, "cannot read the built-in model " + file, cause);
        }

        @Override
        public String toString() {
            return "the built-in " + file;
        }
    }
}
