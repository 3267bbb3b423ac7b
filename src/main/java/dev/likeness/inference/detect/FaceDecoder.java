package dev.likeness.inference.detect;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.inference.model.ModelOutput;
import java.nio.FloatBuffer;
import java.util.List;

/// Decodes the output tensors of one kind of detector into proposals. [OnnxFaceDetector] implements what all
/// kinds share: passes, tiles, padding and non-maximum suppression.
public sealed interface FaceDecoder permits YuNetDecoder, ScrfdDecoder {
    /// The output tensors of one run, by name.
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

    /// The names of the tensors that this decoder reads.
    List<String> outputs();

    /// The default minimum score of a face for this kind of detector, 0 to 1.
    float minScore();

    /// The default overlap, as intersection over union, above which two boxes of this kind of detector are
    /// one face.
    float nmsIou();

    /// Reads the tensors of one run and adds the proposals.
    ///
    /// @param width width of the input in pixels, a multiple of the coarsest stride
    /// @param height height of the input in pixels, a multiple of the coarsest stride
    /// @throws LikenessException `MODEL_INVALID` if a tensor has the wrong size
    void decode(Tensors tensors, int width, int height, Proposals proposals);

    /// The floats of a tensor, whose size is checked.
    ///
    /// @param numbers expected number of floats
    /// @throws LikenessException `MODEL_INVALID` if the tensor has another size
    static FloatBuffer sized(String model, Tensors tensors, String name, int numbers) {
        FloatBuffer tensor = tensors.floats(name);
        if (tensor.remaining() != numbers) {
            throw new LikenessException(
                    ErrorCode.MODEL_INVALID,
                    "model %s must output %d numbers in the tensor %s, got: %d"
                            .formatted(model, numbers, name, tensor.remaining()));
        }
        return tensor;
    }
}
