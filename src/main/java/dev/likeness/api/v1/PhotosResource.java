package dev.likeness.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.likeness.api.Backend;
import dev.likeness.api.IngestJob;
import dev.likeness.api.PurgeJob;
import dev.likeness.api.auth.Scope;
import dev.likeness.api.http.Call;
import dev.likeness.api.http.Cost;
import dev.likeness.api.http.Reply;
import dev.likeness.api.http.Routes;
import dev.likeness.api.jobs.Job;
import dev.likeness.api.problem.ItemProblem;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.api.v1.request.IncomingPhoto;
import dev.likeness.api.v1.request.PhotoListRequest;
import dev.likeness.api.v1.request.ShownPerson;
import dev.likeness.engine.contents.AddPhotoResult;
import dev.likeness.engine.contents.GalleryContents;
import dev.likeness.engine.contents.GalleryContents.PhotoList;
import dev.likeness.engine.contents.NewPhoto;
import dev.likeness.engine.contents.PhotoDetails;
import dev.likeness.engine.people.Enrolment.NamedPhoto;
import dev.likeness.engine.people.EnrolmentResult;
import dev.likeness.engine.people.EnrolmentResult.EnrolledPhoto;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `/v1/galleries/{gallery}/photos`: add, read, turn, delete.
final class PhotosResource {
    private static final int MAX_IDLE_SECONDS = 3600;

    private final Backend backend;
    private final Idempotency idempotency;
    private final IdleClustering idleClustering;
    private final IngestJob ingest;

    PhotosResource(Backend backend, Idempotency idempotency, IdleClustering idleClustering) {
        this.backend = backend;
        this.idempotency = idempotency;
        this.idleClustering = idleClustering;
        this.ingest = new IngestJob(backend);
    }

    void mount(Routes routes) {
        String photos = "/v1/galleries/:gallery/photos";
        routes.query("cluster", "clusterAfter", "keep", "name", "person", "onConflict")
                .add(List.of(HttpMethod.POST), photos, "addPhotos", Scope.WRITE, Routes.Body.UPLOAD, this::add);
        routes.of(Cost.QUERY)
                .query(
                        "person",
                        "without",
                        "captured",
                        "path",
                        "minQuality",
                        "unnamed",
                        "order",
                        "limit",
                        "cursor",
                        "offset")
                .get(photos, "listPhotos", Scope.READ, this::list);
        routes.get(photos + "/:photo", "getPhoto", Scope.READ, this::get);
        routes.patch(photos + "/:photo", "turnPhoto", Scope.WRITE, this::turn);
        routes.delete(photos + "/:photo", "deletePhoto", Scope.WRITE, this::delete);
    }

    /// @param turned 0, 90, 180 or 270 degrees
    record TurnRequest(@Nullable Integer turned) {}

    /// The result for each photo, in the order of the request.
    ///
    /// @param job id of the job that clusters the new faces; null if there is none
    record AddedPhotos(List<AddedPhoto> photos, @Nullable String job) {}

    /// The result for one photo: either `photo` or `problem`. The other keys are there if a person was named.
    ///
    /// @param enrolment what became of the photo's face: a word of [EnrolmentResult.Status]
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AddedPhoto(
            String name,
            boolean added,
            @Nullable PhotoDetails photo,
            @Nullable String enrolment,
            @Nullable PersonId person,
            @Nullable FaceId face,
            @Nullable Integer facesInPhoto,
            @Nullable ItemProblem problem) {
        static AddedPhoto of(String name, AddPhotoResult photo, @Nullable EnrolledPhoto enrolled) {
            return enrolled == null
                    ? new AddedPhoto(name, photo.added(), photo.photo(), null, null, null, null, null)
                    : new AddedPhoto(
                            name,
                            photo.added(),
                            photo.photo(),
                            enrolled.status().word(),
                            enrolled.person(),
                            enrolled.face(),
                            enrolled.facesInPhoto(),
                            null);
        }
    }

    /// @param count number of photos of the whole list
    record PhotoPage(
            List<PhotoDetails> photos, int count, @Nullable String next) {}

    private Reply add(Call call) throws IOException {
        String gallery = backend.requireGallery(call);
        Duration idle = idleTime(call);
        ShownPerson shown = ShownPerson.of(call);
        call.audit("gallery", gallery);
        return idempotency.once(call, gallery, () -> {
            List<IncomingPhoto> incoming = IncomingPhoto.of(call, backend, gallery);
            call.audit("photos", incoming.size());
            return add(call, gallery, incoming, shown, idle);
        });
    }

    /// The time without a photo after which new faces are clustered; zero if they are not.
    private static Duration idleTime(Call call) {
        return Duration.ofSeconds(call.query("clusterAfter", 0, 1, MAX_IDLE_SECONDS));
    }

    /// @param idle the time without a photo after which new faces are clustered; zero if they are not
    private Reply.Json add(Call call, String gallery, List<IncomingPhoto> incoming, ShownPerson shown, Duration idle) {
        List<@Nullable NewPhoto> analysed = new ArrayList<>();
        List<@Nullable ItemProblem> problems = new ArrayList<>();
        for (IncomingPhoto one : incoming) {
            try {
                // Its bytes are read when it is its turn, so that few photos are in memory at the same time.
                analysed.add(backend.inference()
                        .run(() -> one.analysed(
                                content -> backend.engine().analyseTurned(gallery, "the photo", content))));
                problems.add(null);
            } catch (LikenessException e) {
                if (incoming.size() == 1) {
                    throw e;
                }
                analysed.add(null);
                problems.add(ItemProblem.of(e));
            }
        }
        List<NewPhoto> valid = new ArrayList<>();
        for (NewPhoto photo : analysed) {
            if (photo != null) {
                valid.add(photo);
            }
        }
        List<AddPhotoResult> kept = List.of();
        List<EnrolledPhoto> enrolled = List.of();
        if (!valid.isEmpty()) {
            Stored stored = backend.writeLock().withLock(gallery, () -> store(call, gallery, valid, shown));
            kept = stored.photos();
            enrolled = stored.enrolled();
        }
        List<AddedPhoto> results = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < incoming.size(); i++) {
            ItemProblem problem = problems.get(i);
            if (problem != null) {
                results.add(new AddedPhoto(incoming.get(i).name(), false, null, null, null, null, null, problem));
                continue;
            }
            results.add(AddedPhoto.of(
                    incoming.get(i).name(), kept.get(next), enrolled.isEmpty() ? null : enrolled.get(next)));
            next++;
        }
        boolean anyNew = results.stream().anyMatch(AddedPhoto::added);
        Job job = call.flag("cluster") && anyNew
                ? backend.jobs()
                        .startFollowUp(
                                "cluster",
                                gallery,
                                call.principal().id(),
                                running -> ingest.cluster(running, gallery, false))
                : null;
        if (anyNew && job == null && !idle.isZero()) {
            idleClustering.photoAdded(backend, gallery, call.principal().id(), idle);
        }
        return Reply.json(anyNew ? 201 : 200, new AddedPhotos(results, job == null ? null : job.id()));
    }

    /// What a request stored: one entry per photo in each list; `enrolled` is empty if nobody was to be
    /// enrolled.
    private record Stored(List<AddPhotoResult> photos, List<EnrolledPhoto> enrolled) {}

    private Stored store(Call call, String gallery, List<NewPhoto> photos, ShownPerson shown) {
        GalleryContents contents = backend.engine().contents(gallery);
        List<AddPhotoResult> added = contents.add(photos);
        String name = shown.name();
        if (name == null) {
            return new Stored(added, List.of());
        }
        EnrolmentResult result = backend.engine()
                .people(gallery)
                .enrolment(call.principal().actor())
                .enrol(
                        added.stream()
                                .map(photo -> new NamedPhoto(photo.photo().photo(), name))
                                .toList(),
                        shown.onConflict());
        call.audit("enrolled", result.count(EnrolmentResult.Status.ENROLLED));
        List<AddPhotoResult> now = added.stream()
                .map(photo -> new AddPhotoResult(
                        photo.name(),
                        photo.added(),
                        contents.photo(photo.photo().photo())))
                .toList();
        return new Stored(now, result.photos());
    }

    private Reply list(Call call) {
        GalleryContents contents = backend.engine().contents(backend.requireGallery(call));
        PhotoListRequest request = PhotoListRequest.of(call);
        PhotoList list = contents.photos(request.query(), request.after(), request.offset(), request.limit());
        return Reply.ok(new PhotoPage(list.photos(), list.count(), request.next(list.photos())));
    }

    private Reply get(Call call) {
        String gallery = backend.requireGallery(call);
        return Reply.ok(backend.engine().contents(gallery).photo(new PhotoId(call.parameter("photo"))));
    }

    private Reply turn(Call call) {
        String gallery = backend.requireGallery(call);
        PhotoId photo = new PhotoId(call.parameter("photo"));
        Integer turned = call.body(TurnRequest.class).turned();
        if (turned == null) {
            throw new ProblemException(ProblemCode.INVALID_ARGUMENT, "turned must be given");
        }
        call.audit("gallery", gallery);
        call.audit("photo", photo);
        call.audit("turned", turned);
        return Reply.ok(backend.inference()
                .run(() -> backend.writeLock()
                        .withLock(
                                gallery, () -> backend.engine().turning(gallery).turn(photo, turned))));
    }

    private Reply delete(Call call) {
        String gallery = backend.requireGallery(call);
        PhotoId photo = new PhotoId(call.parameter("photo"));
        call.audit("gallery", gallery);
        call.audit("photo", photo);
        GalleryContents contents = backend.engine().contents(gallery);
        int faces = backend.writeLock().withLock(gallery, () -> {
            call.requireMatch(() -> contents.photo(photo));
            return contents.erasePhotos(Set.of(photo));
        });
        return PurgeJob.deletedReply(backend, call, gallery, faces);
    }
}
