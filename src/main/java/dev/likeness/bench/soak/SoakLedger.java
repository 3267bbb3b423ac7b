package dev.likeness.bench.soak;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the server acknowledged to one client: the last state of each of its photos and faces. A change whose
/// response was lost is uncertain, and is not checked.
///
/// Not safe for use by several threads. The client writes it; the benchmark reads it while the client waits
/// or is over.
final class SoakLedger {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final List<SoakPhoto> photos;
    private final Map<SoakPhoto, State> states = new HashMap<>();
    private final Map<SoakPhoto, List<String>> faces = new HashMap<>();
    private final Map<String, Long> personOf = new HashMap<>();
    private final Map<Long, String> nameOf = new HashMap<>();

    /// The photo and the faces that the current request changes.
    private @Nullable SoakPhoto changedPhoto;

    private Set<String> changedFaces = Set.of();
    private boolean uncertain;

    private enum State {
        NEVER_SENT,
        PRESENT,
        DELETED
    }

    SoakLedger(List<SoakPhoto> photos) {
        this.photos = List.copyOf(photos);
    }

    List<SoakPhoto> photos() {
        return photos;
    }

    boolean isPresent(SoakPhoto photo) {
        return state(photo) == State.PRESENT;
    }

    List<SoakPhoto> present() {
        return photos.stream().filter(this::isPresent).toList();
    }

    List<SoakPhoto> missing() {
        return photos.stream().filter(photo -> !isPresent(photo)).toList();
    }

    /// Photos that were uploaded at least once.
    List<SoakPhoto> sent() {
        return photos.stream().filter(photo -> state(photo) != State.NEVER_SENT).toList();
    }

    List<String> faces(SoakPhoto photo) {
        return faces.getOrDefault(photo, List.of());
    }

    List<String> unnamedFaces(SoakPhoto photo) {
        return faces(photo).stream().filter(face -> !personOf.containsKey(face)).toList();
    }

    List<String> namedFaces() {
        return personOf.keySet().stream().sorted().toList();
    }

    /// The named faces of a person.
    Set<String> facesOf(long person) {
        Set<String> own = new HashSet<>(personOf.keySet());
        own.removeIf(face -> person(face) != person);
        return own;
    }

    /// The person of a named face.
    long person(String face) {
        return personOf.getOrDefault(face, 0L);
    }

    String name(String face) {
        return nameOf.getOrDefault(person(face), "");
    }

    void uploaded(SoakPhoto photo, List<String> facesFound) {
        states.put(photo, State.PRESENT);
        faces.put(photo, List.copyOf(facesFound));
    }

    void deleted(SoakPhoto photo) {
        states.put(photo, State.DELETED);
        faces(photo).forEach(personOf::remove);
    }

    void named(String face, long person, String name) {
        personOf.put(face, person);
        nameOf.put(person, name);
    }

    void renamed(long person, String name) {
        nameOf.put(person, name);
    }

    /// The face's person is unknown now: the next clustering decides.
    void retracted(String face) {
        personOf.remove(face);
    }

    /// Begins a request that changes a photo.
    void begin(SoakPhoto photo) {
        begin(photo, Set.of());
    }

    /// Begins a request that changes the names of faces.
    void begin(Set<String> named) {
        begin(null, named);
    }

    private void begin(@Nullable SoakPhoto photo, Set<String> named) {
        changedPhoto = photo;
        changedFaces = named;
        uncertain = false;
    }

    /// The response to the current request was lost, so that the server may have executed it or not.
    void markUncertain() {
        uncertain = true;
    }

    /// Ends the current request.
    void end() {
        begin(null, Set.of());
    }

    /// Compares the server with everything that it acknowledged.
    ///
    /// @param read requests a photo
    SoakBenchmark.Consistency check(Function<SoakPhoto, HttpResponse<String>> read) {
        List<String> lost = new ArrayList<>();
        int present = 0;
        int deleted = 0;
        int named = 0;
        int skipped = 0;
        for (SoakPhoto photo : sent()) {
            if (uncertain && photo.equals(changedPhoto)) {
                skipped++;
                continue;
            }
            HttpResponse<String> response = read.apply(photo);
            int expected = isPresent(photo) ? 200 : 404;
            if (response.statusCode() != expected) {
                lost.add("expected %d: %s"
                        .formatted(
                                expected,
                                SoakSession.problem(response.request(), response.statusCode(), response.body())));
            } else if (isPresent(photo)) {
                present++;
                for (JsonNode face : JSON.readTree(response.body()).get("faces")) {
                    String id = face.get("face").stringValue();
                    if (uncertain && changedFaces.contains(id)) {
                        skipped++;
                    } else if (personOf.containsKey(id)) {
                        named++;
                        String stored = face.get("name").asString();
                        if (!name(id).equals(stored)) {
                            lost.add(
                                    "face %s was last named %s, and is told to be: %s".formatted(id, name(id), stored));
                        }
                    }
                }
            } else {
                deleted++;
            }
        }
        return new SoakBenchmark.Consistency(present, deleted, named, skipped, List.copyOf(lost));
    }

    private State state(SoakPhoto photo) {
        return states.getOrDefault(photo, State.NEVER_SENT);
    }
}
