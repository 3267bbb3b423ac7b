package dev.likeness.bench.crash;

import dev.likeness.engine.Engine;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.StoredFace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// What can be seen of all galleries, by a key for each thing. The key of what belongs to a photo begins with
/// that of the photo.
///
/// @param values by key
record GalleryView(Map<String, String> values) {
    private static final int MAX_SHOWN = 5;

    GalleryView {
        values = Map.copyOf(values);
    }

    static GalleryView of(Engine engine) {
        Map<String, String> values = new TreeMap<>();
        for (String gallery : engine.galleries().names()) {
            try (GallerySnapshot snapshot = engine.galleries().snapshot(gallery)) {
                add(values, gallery, snapshot);
            }
        }
        return new GalleryView(values);
    }

    private static void add(Map<String, String> values, String gallery, GallerySnapshot snapshot) {
        values.put(gallery, snapshot.embedder().id());
        snapshot.forEachPhoto(photo -> {
            values.put(photoKey(gallery, photo.id().sha256()), photo.paths().toString());
        });
        List<StoredFace> faces = new ArrayList<>();
        snapshot.forEachStoredFace(faces::add);
        for (StoredFace face : faces) {
            String key = photoKey(gallery, face.face().id().photo().sha256()) + " face "
                    + face.face().id();
            values.put(key, face.face().detection() + (face.notAFace() ? " not a face" : ""));
            values.put(key + " crop", "" + snapshot.crop(face.face().id()).isPresent());
            values.put(gallery + " person of " + face.face().id(), face.person() + " " + face.assignment());
        }
        snapshot.people().forEach(person -> values.put(gallery + " person " + person.id(), person.toString()));
        snapshot.events()
                .forEach(event -> values.put(
                        gallery + " edit " + event.number(), event.action().toString()));
    }

    private static String photoKey(String gallery, String photo) {
        return gallery + " photo " + photo;
    }

    /// The things that belong to photos, by photo.
    Map<String, Map<String, String>> byPhoto() {
        Map<String, Map<String, String>> photos = new TreeMap<>();
        values.forEach((key, value) -> {
            int photo = key.indexOf(" photo ");
            if (photo >= 0) {
                String own = key.substring(0, photo + " photo ".length() + 64);
                photos.computeIfAbsent(own, _ -> new TreeMap<>()).put(key, value);
            }
        });
        return photos;
    }

    /// How this differs from what it should be, the first differences in words; empty if it does not.
    List<String> differences(GalleryView expected) {
        List<String> differences = new ArrayList<>();
        TreeSet<String> keys = new TreeSet<>(expected.values.keySet());
        keys.addAll(values.keySet());
        for (String key : keys) {
            String now = values.getOrDefault(key, "absent");
            String then = expected.values.getOrDefault(key, "absent");
            if (!now.equals(then) && differences.size() < MAX_SHOWN) {
                differences.add("%s is %s, not %s".formatted(key, now, then));
            }
        }
        return differences;
    }
}
