package dev.likeness.index.lucene;

import dev.likeness.face.LikenessException;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/// Which generation of each gallery is the live one. The commits are opened again only if the folder changed.
final class LiveGenerations {
    /// The galleries that were found to be sound, as they looked then.
    private final Map<String, SoundGallery> sound = new ConcurrentHashMap<>();

    private record SoundGallery(GalleryFolder.Shape shape, int generation) {}

    /// The live generation; empty if there is no gallery.
    ///
    /// @throws LikenessException `GALLERY_CORRUPT`
    OptionalInt of(GalleryFolder folder) throws IOException {
        GalleryFolder.Shape shape = folder.shape();
        SoundGallery before = sound.get(folder.name());
        if (before != null && before.shape().equals(shape)) {
            return OptionalInt.of(before.generation());
        }
        return switch (folder.state()) {
            case FolderState.Live(int live) -> {
                sound.put(folder.name(), new SoundGallery(shape, live));
                yield OptionalInt.of(live);
            }
            case FolderState.Damaged(String why) -> throw folder.damaged(why);
            case FolderState.Vacant _, FolderState.Foreign _ -> OptionalInt.empty();
        };
    }

    /// Forgets a gallery that was repaired.
    void forget(String gallery) {
        sound.remove(gallery);
    }
}
