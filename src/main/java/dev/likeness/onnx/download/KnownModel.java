package dev.likeness.onnx.download;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/// A model, or a detector and an embedder together, that its makers offer for download.
///
/// @param id the name by which users ask for it; its makers' name
/// @param description what it is
/// @param address where its makers offer it
/// @param archive the archive at that address; empty if the address is that of the only file
/// @param files the models
/// @param licence licence of the weights
/// @param use what the weights may be used for
public record KnownModel(
        String id,
        String description,
        URI address,
        Optional<PinnedFile> archive,
        List<PinnedFile> files,
        String licence,
        String use) {
    public KnownModel {
        files = List.copyOf(files);
    }

    /// The file at the address.
    public PinnedFile offered() {
        return archive.orElseGet(files::getFirst);
    }

    /// The address on another server that holds copies of the makers' files, side by side.
    ///
    /// @param base address of the folder
    URI addressAt(URI base) {
        String folder = base.toString();
        return URI.create(
                (folder.endsWith("/") ? folder : folder + "/") + offered().name());
    }
}
