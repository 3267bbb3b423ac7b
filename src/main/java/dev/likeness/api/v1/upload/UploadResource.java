package dev.likeness.api.v1.upload;

import dev.likeness.api.Backend;
import dev.likeness.api.IngestJob;
import dev.likeness.api.auth.Scope;
import dev.likeness.api.http.Call;
import dev.likeness.api.http.Reply;
import dev.likeness.api.http.Routes;
import dev.likeness.api.v1.request.IncomingPhoto;
import dev.likeness.api.v1.request.ShownPerson;
import dev.likeness.face.PersonId;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `POST /v1/galleries/{gallery}/photos` and `POST /v1/galleries/{gallery}/people`: add photos, and a person
/// with photos.
public final class UploadResource {
    private static final int MAX_IDLE_SECONDS = 3600;

    private final Backend backend;
    private final Idempotency idempotency;
    private final IdleClustering idleClustering = new IdleClustering();
    private final IngestJob ingest;

    public UploadResource(Backend backend) {
        this.backend = backend;
        this.idempotency = new Idempotency(backend);
        this.ingest = new IngestJob(backend);
    }

    public void mount(Routes routes) {
        String gallery = "/v1/galleries/:gallery";
        routes.query("cluster", "clusterAfter", "keep", "name", "person", "externalId", "onConflict")
                .add(
                        List.of(HttpMethod.POST),
                        gallery + "/photos",
                        "addPhotos",
                        Scope.WRITE,
                        Routes.Body.UPLOAD,
                        this::addPhotos);
        routes.query("cluster", "clusterAfter", "keep", "name", "externalId", "sameName", "onConflict")
                .add(
                        List.of(HttpMethod.POST),
                        gallery + "/people",
                        "addPerson",
                        Scope.WRITE,
                        Routes.Body.UPLOAD,
                        this::addPerson);
    }

    /// The result for each photo, in the order of the request.
    ///
    /// @param job id of the job that clusters the new faces; null if there is none
    record AddedPhotos(List<AddedPhoto> photos, @Nullable String job) {}

    /// A new person, and the result for each photo, in the order of the request.
    ///
    /// @param job id of the job that clusters the new faces; null if there is none
    record AddedPerson(
            PersonId person,
            List<AddedPhoto> photos,
            @Nullable String job) {}

    private Reply addPhotos(Call call) throws IOException {
        String gallery = backend.requireGallery(call);
        Duration idle = idleTime(call);
        ShownPerson shown = ShownPerson.of(call);
        call.audit("gallery", gallery);
        return idempotency.once(call, gallery, () -> {
            List<AddedPhoto> photos = add(call, gallery, IncomingPhoto.of(call, true, backend, gallery), shown);
            String job = cluster(call, gallery, photos, idle);
            boolean anyNew = photos.stream().anyMatch(AddedPhoto::added);
            return Reply.json(anyNew ? 201 : 200, new AddedPhotos(photos, job));
        });
    }

    private Reply addPerson(Call call) throws IOException {
        String gallery = backend.requireGallery(call);
        Duration idle = idleTime(call);
        ShownPerson shown = ShownPerson.newPerson(call);
        call.audit("gallery", gallery);
        return idempotency.once(call, gallery, () -> {
            List<AddedPhoto> photos = add(call, gallery, IncomingPhoto.of(call, false, backend, gallery), shown);
            PersonId person = photos.stream()
                    .map(AddedPhoto::person)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElseThrow();
            call.audit("person", person.value());
            call.replyHeader("Location", "/v1/galleries/%s/people/%s".formatted(gallery, person));
            return Reply.json(201, new AddedPerson(person, photos, cluster(call, gallery, photos, idle)));
        });
    }

    /// The time without a photo after which new faces are clustered; zero if they are not.
    private static Duration idleTime(Call call) {
        return Duration.ofSeconds(call.query("clusterAfter", 0, 1, MAX_IDLE_SECONDS));
    }

    private List<AddedPhoto> add(Call call, String gallery, List<IncomingPhoto> incoming, ShownPerson shown) {
        call.audit("photos", incoming.size());
        return new PhotoUpload(backend, call, gallery, incoming, shown).add();
    }

    /// Starts what clusters the new faces, if the caller wants it.
    ///
    /// @param idle the time without a photo after which new faces are clustered; zero if they are not
    /// @return the id of the job that begins at once, if there is one
    private @Nullable String cluster(Call call, String gallery, List<AddedPhoto> photos, Duration idle) {
        if (photos.stream().noneMatch(AddedPhoto::added)) {
            return null;
        }
        String owner = call.principal().id();
        if (call.flag("cluster")) {
            return backend.jobs()
                    .startFollowUp("cluster", gallery, owner, running -> ingest.cluster(running, gallery, false))
                    .id();
        }
        if (!idle.isZero()) {
            idleClustering.photoAdded(backend, gallery, owner, idle);
        }
        return null;
    }
}
