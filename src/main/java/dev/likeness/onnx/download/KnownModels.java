package dev.likeness.onnx.download;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.support.TextLimits;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// The models of other projects that can be downloaded from their makers. `known-models.yaml` is the table; a
/// file with another hash than there is never used.
public final class KnownModels {
    private static final String TABLE = "known-models.yaml";
    private static final List<KnownModel> ALL = read();

    private KnownModels() {}

    /// All known models, in the order of the table.
    public static List<KnownModel> all() {
        return ALL;
    }

    public static Optional<KnownModel> find(String id) {
        return ALL.stream().filter(model -> model.id().equals(id)).findFirst();
    }

    /// The model with this id.
    ///
    /// @throws LikenessException `NOT_FOUND` if there is none; the message lists all ids
    public static KnownModel require(String id) {
        return find(id).orElseThrow(() -> new LikenessException(
                ErrorCode.NOT_FOUND,
                "a model to download must be one of %s, got: %s"
                        .formatted(ALL.stream().map(KnownModel::id).collect(Collectors.joining(", ")), id)));
    }

    private static List<KnownModel> read() {
        try (InputStream stream = KnownModels.class.getResourceAsStream(TABLE)) {
            if (stream == null) {
                throw new LikenessException(
                        ErrorCode.INTERNAL, "the table of models is not on the class path: " + TABLE);
            }
            List<KnownModel> models = new ArrayList<>();
            for (JsonNode row : TextLimits.yaml().readTree(stream)) {
                List<PinnedFile> files = new ArrayList<>();
                row.required("files").forEach(file -> files.add(pinned(file)));
                models.add(new KnownModel(
                        row.required("id").asString(),
                        row.required("description").asString(),
                        URI.create(row.required("address").asString()),
                        row.has("archive") ? Optional.of(pinned(row.get("archive"))) : Optional.empty(),
                        files,
                        row.required("licence").asString(),
                        row.required("use").asString()));
            }
            return List.copyOf(models);
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.INTERNAL, "cannot read the table of models " + TABLE, e);
        }
    }

    private static PinnedFile pinned(JsonNode file) {
        return new PinnedFile(
                file.required("name").asString(),
                file.required("bytes").asLong(),
                file.required("sha256").asString());
    }
}
