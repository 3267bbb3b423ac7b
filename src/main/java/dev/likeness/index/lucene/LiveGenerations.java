package dev.likeness.index.lucene;

import dev.likeness.face.LikenessException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/// Which generation of each gallery is the live one. The commits are opened again only if the folder changed.
final class LiveGenerations {
    /// A folder that changed since may still bear the same times: those of some file systems count in steps of
    /// two seconds.
    static final Duration SETTLED = Duration.ofSeconds(5);

    /// The galleries that were found to be sound, as they looked then.
    private final Map<String, SoundGallery> sound = new ConcurrentHashMap<>();

    /// @param times when the folder changed; empty if that was too short a time ago to tell a later change
    private record SoundGallery(Optional<GalleryFolder.Times> times, GalleryFolder.Shape shape, int generation) {}

    /// The live generation as it was when the folder last changed, by the times of the file system; empty if
    /// there is no gallery. For readers, to whom it makes no difference if a change is seen a moment later.
    ///
    /// @throws LikenessException `GALLERY_CORRUPT`
    OptionalInt settled(GalleryFolder folder) throws IOException {
        SoundGallery before = sound.get(folder.name());
        if (before != null && before.times().isPresent() && before.times().equals(folder.times())) {
            return OptionalInt.of(before.generation());
        }
        return of(folder);
    }

    /// The live generation; empty if there is no gallery.
    ///
    /// @throws LikenessException `GALLERY_CORRUPT`
    OptionalInt of(GalleryFolder folder) throws IOException {
        Instant settled = Instant.now().minus(SETTLED);
        Optional<GalleryFolder.Times> times = folder.times().filter(seen -> seen.areBefore(settled));
        GalleryFolder.Shape shape = folder.shape();
        SoundGallery before = sound.get(folder.name());
        if (before != null && before.shape().equals(shape)) {
            sound.put(folder.name(), new SoundGallery(times, shape, before.generation()));
            return OptionalInt.of(before.generation());
        }
        return switch (folder.state()) {
            case FolderState.Live(int live) -> {
                sound.put(folder.name(), new SoundGallery(times, shape, live));
                yield OptionalInt.of(live);
            }
            case FolderState.Damaged(String why) -> throw folder.damaged(why);
            case FolderState.Vacant _, FolderState.Foreign _ -> OptionalInt.empty();
        };
    }

    /// Whether there are generations before the live one.
    boolean hasFormer(GalleryFolder folder, int live) {
        SoundGallery known = sound.get(folder.name());
        return known == null || known.shape().generations().getFirst() < live;
    }

    /// Forgets a gallery that was repaired.
    void forget(String gallery) {
        sound.remove(gallery);
    }
}
