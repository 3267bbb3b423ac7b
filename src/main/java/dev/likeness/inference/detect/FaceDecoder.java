package dev.likeness.inference.detect;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.inference.model.ModelOutput;
import java.nio.FloatBuffer;
import java.util.List;

/// How one kind of detector says where faces are: its tensors in, proposals out. What is common to all
/// kinds, passes, tiles, padding and suppression, is in [OnnxFaceDetector].
public sealed interface FaceDecoder permits YuNetDecoder, ScrfdDecoder {
    /// The floats of a tensor that one run has answered, by its name.
    interface Tensors {
        FloatBuffer floats(String name);
    }

    /// The decoder for a detector's manifest.
    static FaceDecoder of(String model, ModelOutput.Faces output) {
        return switch (output) {
            case ModelOutput.YuNet _ -> new YuNetDecoder(model);
            case ModelOutput.Scrfd scrfd -> new ScrfdDecoder(model, scrfd);
        };
    }

    /// The names of the tensors it reads.
    List<String> outputs();

    /// Least score of a face that suits this kind of detector, 0 to 1.
    float minScore();

    /// Overlap beyond which two boxes show one face, as intersection over union, that suits this kind of
    /// detector.
    float nmsIou();

    /// Reads the tensors of one run.
    ///
    /// @param width of the input in pixels, as its height a multiple of the coarsest stride
    /// @throws LikenessException `MODEL_INVALID` if a tensor has another size than it must have
    void decode(Tensors tensors, int width, int height, Proposals proposals);

    /// A tensor of exactly so many numbers.
    ///
    /// @throws LikenessException `MODEL_INVALID` if it has another number of them
    static FloatBuffer sized(String model, Tensors tensors, String name, int numbers) {
        FloatBuffer tensor = tensors.floats(name);
        if (tensor.remaining() != numbers) {
            throw new LikenessException(
                    ErrorCode.MODEL_INVALID,
                    "model %s must give %d numbers in the tensor %s, got: %d"
                            .formatted(model, numbers, name, tensor.remaining()));
        }
        return tensor;
    }
}
