package dev.likeness.onnx.importer;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.onnx.ModelDescription.Input;
import dev.likeness.onnx.ModelDescription.Role;
import dev.likeness.onnx.checkpoint.PyTorchCheckpoint.Family;
import dev.likeness.onnx.checkpoint.TorchPickleReader;
import dev.likeness.onnx.graph.WeightPrecision;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Options for importing a model.
///
/// @param id id of the model, 1 to 64 lower-case letters, digits, `-`, `_` and `.`; empty to use the file
///     name, adapted to these rules
/// @param precision precision of a checkpoint's weights in the new file
/// @param replace whether existing files with the same names may be overwritten
/// @param overrides values that override those detected in the file
/// @param provenance where the file comes from, for the manifest; empty if only the file is known
public record ImportOptions(
        Optional<String> id,
        WeightPrecision precision,
        boolean replace,
        Overrides overrides,
        Optional<Provenance> provenance) {
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    public ImportOptions {
        if (id.isPresent() && !ID.matcher(id.get()).matches()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a model's id must be 1 to 64 lower-case letters, digits, '-', '_' and '.', a letter or digit first, got: \"%s\""
                            .formatted(TorchPickleReader.printable(id.get())));
        }
    }

    /// Options for a file of which only the file is known.
    public ImportOptions(Optional<String> id, WeightPrecision precision, boolean replace, Overrides overrides) {
        this(id, precision, replace, overrides, Optional.empty());
    }

    /// The default options: the file's name, float32, no overwriting, no overrides.
    public static ImportOptions defaults() {
        return new ImportOptions(Optional.empty(), WeightPrecision.FLOAT32, false, Overrides.none());
    }

    /// The options for a file of a known model, which is run as its makers do.
    public static ImportOptions of(String id, Provenance provenance, boolean replace) {
        return new ImportOptions(
                Optional.of(id), WeightPrecision.FLOAT32, replace, Overrides.none(), Optional.of(provenance));
    }

    /// The same options with another precision.
    public ImportOptions withPrecision(WeightPrecision other) {
        return new ImportOptions(id, other, replace, overrides, provenance);
    }

    /// Where the file of a known model comes from.
    ///
    /// @param licence licence of the weights, with what they may be used for
    /// @param source address of the file
    public record Provenance(String licence, String source) {}

    /// Values that override those detected in the file. An empty value is detected.
    ///
    /// @param role role of an `.onnx` model
    /// @param family project whose conventions an embedder follows
    /// @param channels order of the input's planes: `RGB` or `BGR`
    /// @param mean three numbers subtracted from the bytes 0–255; present together with `std`
    /// @param std three positive numbers that the difference is divided by
    public record Overrides(
            Optional<Role> role,
            Optional<Family> family,
            Optional<String> channels,
            Optional<List<Float>> mean,
            Optional<List<Float>> std) {
        private static final int CHANNELS = 3;

        /// Checks the values.
        ///
        /// @throws LikenessException `INVALID_ARGUMENT` if a value violates its rule
        public Overrides {
            mean = mean.map(List::copyOf);
            std = std.map(List::copyOf);
            require(
                    channels.map(List.of("RGB", "BGR")::contains).orElse(true),
                    "channels must be RGB or BGR",
                    channels);
            require(mean.map(Overrides::isTriple).orElse(true), "mean must be three numbers", mean);
            require(
                    std.map(values -> isTriple(values) && values.stream().allMatch(value -> value > 0))
                            .orElse(true),
                    "std must be three positive numbers",
                    std);
            require(mean.isPresent() == std.isPresent(), "mean and std must be given together", Optional.empty());
        }

        /// No overrides.
        public static Overrides none() {
            return new Overrides(
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }

        Input appliedTo(Input detected) {
            return new Input(
                    detected.name(),
                    detected.size(),
                    channels.orElse(detected.channels()),
                    mean.isPresent() ? "1" : detected.scale(),
                    mean.orElse(detected.mean()),
                    std.orElse(detected.std()));
        }

        private static boolean isTriple(List<Float> values) {
            return values.size() == CHANNELS && values.stream().allMatch(Float::isFinite);
        }

        private static void require(boolean holds, String rule, Optional<?> value) {
            if (!holds) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        rule + ", got: " + value.map(Object::toString).orElse("one of them"));
            }
        }
    }
}
