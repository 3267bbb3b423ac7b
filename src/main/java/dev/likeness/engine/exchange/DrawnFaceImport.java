package dev.likeness.engine.exchange;

import dev.likeness.face.Box;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PhotoId;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.StoredPhoto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The drawn faces of a people file that a gallery lacks: it has the photo, and no face in the place.
final class DrawnFaceImport {
    private record Missing(PhotoId photo, Box box) {}

    private final Map<PeopleFile.Place, Missing> missing = new LinkedHashMap<>();

    DrawnFaceImport(PeopleFile file, GallerySnapshot snapshot) {
        Set<PeopleFile.Place> drawn = new HashSet<>(file.drawn());
        file.places().values().forEach(places -> {
            if (places.stream().anyMatch(drawn::contains)) {
                PeopleFileImport.photo(places.iterator().next(), snapshot)
                        .ifPresent(photo -> find(photo, List.copyOf(places), drawn, snapshot));
            }
        });
    }

    private void find(
            StoredPhoto photo, List<PeopleFile.Place> places, Set<PeopleFile.Place> drawn, GallerySnapshot snapshot) {
        List<Box> boxes = places.stream()
                .map(place -> PeopleFileImport.pixels(place, photo))
                .toList();
        int[] faceOf = RegionMatching.faceOfEach(
                boxes,
                PeopleFileImport.facesOf(photo, snapshot).stream()
                        .map(face -> face.face().detection().box())
                        .toList());
        for (int i = 0; i < faceOf.length; i++) {
            if (faceOf[i] < 0 && drawn.contains(places.get(i))) {
                missing.put(places.get(i), new Missing(photo.id(), inside(boxes.get(i), photo)));
            }
        }
    }

    /// The box within the photo, which rounding may have left.
    private static Box inside(Box box, StoredPhoto photo) {
        return new Box(
                Math.max(0, box.left()),
                Math.max(0, box.top()),
                Math.min(photo.width(), box.right()),
                Math.min(photo.height(), box.bottom()));
    }

    /// The places of the faces.
    Set<PeopleFile.Place> places() {
        return new HashSet<>(missing.keySet());
    }

    /// Stores the faces. A face that cannot be stored is left out; its place has no face then.
    List<FaceId> store(DrawnFaceStore store) {
        List<FaceId> stored = new ArrayList<>();
        for (Missing face : missing.values()) {
            try {
                stored.add(store.store(face.photo(), face.box()));
            } catch (LikenessException e) {
                if (e.code() != ErrorCode.ALREADY_EXISTS
                        && e.code() != ErrorCode.PHOTO_FILE_MISSING
                        && e.code() != ErrorCode.INVALID_ARGUMENT) {
                    throw e;
                }
            }
        }
        return stored;
    }
}
