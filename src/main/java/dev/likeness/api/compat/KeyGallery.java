package dev.likeness.api.compat;

import dev.likeness.api.Backend;
import dev.likeness.api.PurgeJob;
import dev.likeness.api.auth.Principal;
import dev.likeness.api.http.Call;
import dev.likeness.engine.contents.GalleryContents;
import dev.likeness.engine.contents.NewPhoto;
import dev.likeness.engine.contents.PhotoDetails;
import dev.likeness.engine.people.People;
import dev.likeness.engine.people.PeopleEditor;
import dev.likeness.extract.AnalysedPhoto;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// The gallery of a key, for APIs whose requests name none: the only gallery that the key may access,
/// otherwise the gallery `default`. It need not exist: until the first write it is empty.
///
/// @param gallery the gallery's name
public record KeyGallery(Backend backend, Call call, String gallery) {
    private static final String DEFAULT_GALLERY = "default";

    /// The gallery of a call: the key's only one, else `default`.
    ///
    /// @throws dev.likeness.api.problem.ProblemException 403 `FORBIDDEN` if the key is for several
    ///     galleries, and none of them is `default`
    public static KeyGallery of(Backend backend, Call call) {
        Principal principal = call.principal();
        String gallery = principal.galleries().size() == 1
                ? principal.galleries().iterator().next()
                : DEFAULT_GALLERY;
        principal.requireGallery(gallery);
        call.audit("gallery", gallery);
        return new KeyGallery(backend, call, gallery);
    }

    public boolean exists() {
        return backend.engine().galleries().exists(gallery);
    }

    public GalleryContents contents() {
        return backend.engine().contents(gallery);
    }

    public People people() {
        return backend.engine().people(gallery);
    }

    /// Analyses an image through the inference queue.
    ///
    /// @param name what messages call the image
    public AnalysedPhoto analyse(String name, byte[] picture) {
        return backend.inference().run(() -> backend.engine().analyse(gallery, name, picture));
    }

    /// Changes the gallery under its write lock. Creates it if it does not exist.
    public <T> T write(Supplier<T> work) {
        return backend.writeLock().withLock(gallery, () -> {
            if (!exists()) {
                backend.engine().galleries().create(gallery, null);
            }
            return work.get();
        });
    }

    /// Queues the purge after a deletion, and names the backups that still hold what was deleted.
    public void purge() {
        PurgeJob.startFollowUp(backend, call, gallery);
    }

    /// The person with this label; empty if there is none. See [PersonLabel].
    public Optional<Person> person(String label) {
        return exists() ? PersonLabel.find(people(), label) : Optional.empty();
    }

    /// Adds one face of a photo and assigns it to a person, who is added under this name if there is none. The
    /// latest request wins: a face is one person's only. Runs within [#write].
    ///
    /// @param photoName what the photo's file is called
    /// @param ordinal of the face in the photo
    /// @param known the person who is meant; empty to add one
    public PhotoDetails.PhotoFace enrol(
            String photoName, AnalysedPhoto photo, int ordinal, String name, Optional<Person> known) {
        PhotoDetails details = contents()
                .addFaces(
                        new NewPhoto(NewPhoto.UPLOAD + photoName, Instant.now().truncatedTo(ChronoUnit.MILLIS), photo),
                        Set.of(ordinal));
        PhotoDetails.PhotoFace face = details.faces().stream()
                .filter(stored -> stored.face().ordinal() == ordinal)
                .findFirst()
                .orElseThrow();
        assign(face, name, known);
        return face;
    }

    private void assign(PhotoDetails.PhotoFace face, String name, Optional<Person> known) {
        PeopleEditor editor = people().editor(call.principal().actor());
        PersonId person = known.map(Person::id)
                .orElseGet(() -> Objects.requireNonNull(editor.add(name).person()));
        boolean elsewhere = face.person() != null && !face.person().equals(person);
        if (elsewhere || people().get(person).rejected().contains(face.face())) {
            editor.release(List.of(face.face()));
        }
        editor.confirm(List.of(face.face()), person);
    }
}
