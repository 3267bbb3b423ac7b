package dev.likeness.image;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A program of another project that decodes photos which no library here reads.
///
/// @param formats what it reads, such as `HEIC and AVIF`
/// @param program where it is; null if it is not installed
/// @param remedy the program and the command that installs it, such as `djxl: apt install libjxl-tools`
public record DecoderProgram(String formats, @Nullable Path program, String remedy) {
    /// All of them, looked for on the `PATH` of the process.
    public static List<DecoderProgram> all() {
        String searchPath = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(Converter.values())
                .map(converter -> new DecoderProgram(
                        converter.formats(),
                        GuardedProgram.find(converter.programs(), searchPath).orElse(null),
                        converter.remedy()))
                .toList();
    }
}
