package dev.likeness.inference.runtime;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The requested device for models. [#parse] reads the text forms `auto`, `cpu`, `cuda` and `cuda:1`;
/// `toString` writes them.
public sealed interface Device permits Device.Auto, Device.Cpu, Device.Cuda {

    /// The first CUDA device if it is usable, else the CPU.
    record Auto() implements Device {
        @Override
        public String toString() {
            return "auto";
        }
    }

    /// The CPU.
    record Cpu() implements Device {
        @Override
        public String toString() {
            return "cpu";
        }
    }

    /// An NVIDIA GPU.
    ///
    /// @param ordinal CUDA's number of the device, starting at 0
    record Cuda(int ordinal) implements Device {
        /// Checks the number.
        ///
        /// @throws LikenessException `INVALID_ARGUMENT` if `ordinal` is negative
        public Cuda {
            if (ordinal < 0) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT, "a CUDA ordinal must be at least 0, got: " + ordinal);
            }
        }

        @Override
        public String toString() {
            return "cuda:" + ordinal;
        }
    }

    /// Parses `auto`, `cpu`, `cuda` (device 0) or `cuda:N`.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` for any other text
    static Device parse(String text) {
        Matcher cuda = Pattern.compile("cuda(?::(\\d{1,3}))?").matcher(text);
        if (cuda.matches()) {
            return new Cuda(cuda.group(1) == null ? 0 : Integer.parseInt(cuda.group(1)));
        }
        return switch (text) {
            case "auto" -> new Auto();
            case "cpu" -> new Cpu();
            default ->
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT, "device must be auto, cpu, cuda or cuda:N, got: " + text);
        };
    }
}
