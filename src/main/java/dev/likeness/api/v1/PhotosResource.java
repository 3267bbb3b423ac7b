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
import dev.likeness.api.http.body.Upload;
import dev.likeness.api.jobs.Job;
import dev.likeness.api.problem.ItemProblem;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.api.v1.request.PhotoListRequest;
import dev.likeness.engine.contents.AddPhotoResult;
import dev.likeness.engine.contents.GalleryContents;
import dev.likeness.engine.contents.GalleryContents.PhotoList;
import dev.likeness.engine.contents.NewPhoto;
import dev.likeness.engine.contents.PhotoDetails;
import dev.likeness.engine.contents.UploadedFiles;
import dev.likeness.extract.AnalysedPhoto;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PhotoId;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `/v1/galleries/{gallery}/photos`: add, read, turn, delete.
final class PhotosResource {
    private static final int MAX_PATHS = 64;
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
        routes.query("cluster", "clusterAfter", "keep")
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

    /// Photos by their paths on the server.
    record ServerPhotos(@Nullable List<String> paths) {}

    /// @param turned 0, 90, 180 or 270 degrees
    record TurnRequest(@Nullable Integer turned) {}

    /// The result for each photo, in the order of the request.
    ///
    /// @param job id of the job that clusters the new faces; null if there is none
    record AddedPhotos(List<AddedPhoto> photos, @Nullable String job) {}

    /// The result for one photo: either `photo` or `problem`.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AddedPhoto(
            String name,
            boolean added,
            @Nullable PhotoDetails photo,
            @Nullable ItemProblem problem) {}

    /// @param count number of photos of the whole list
    record PhotoPage(
            List<PhotoDetails> photos, int count, @Nullable String next) {}

    /// A photo to add. Its bytes are read when they are needed.
    ///
    /// @param kept where its file is kept if it is a photo; null to keep no file
    private record IncomingPhoto(
            String name,
            Instant changed,
            Supplier<byte[]> bytes,
            @Nullable UploadedFiles kept) {

        /// The analysed photo, which keeps its file when it is added.
        NewPhoto analysed(Function<byte[], AnalysedPhoto> analysis) {
            AnalysedPhoto photo = analysis.apply(bytes.get());
            return new NewPhoto(
                    name,
                    changed,
                    photo,
                    kept == null
                            ? null
                            : () -> kept.keep(photo.id(), name.substring(NewPhoto.UPLOAD.length()), bytes.get()));
        }
    }

    private Reply add(Call call) throws IOException {
        String gallery = backend.requireGallery(call);
        Duration idle = idleTime(call);
        call.audit("gallery", gallery);
        return idempotency.once(call, gallery, () -> {
            List<IncomingPhoto> incoming = call.isJson() ? serverPhotos(call) : uploadedPhotos(call, gallery);
            call.audit("photos", incoming.size());
            return add(call, gallery, incoming, idle);
        });
    }

    /// The time without a photo after which new faces are clustered; zero if they are not.
    private static Duration idleTime(Call call) {
        return Duration.ofSeconds(call.query("clusterAfter", 0, 1, MAX_IDLE_SECONDS));
    }

    private List<IncomingPhoto> uploadedPhotos(Call call, String gallery) {
        if (!call.contentType().equals("multipart/form-data")) {
            throw new ProblemException(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "photos must be sent as multipart/form-data, or their paths as application/json, got: "
                            + call.contentType());
        }
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        UploadedFiles kept = call.flag("keep")
                ? new UploadedFiles(backend.engine().galleries().folder(gallery))
                : null;
        call.requireParts(Set.of("image"), Set.of());
        List<IncomingPhoto> incoming = new ArrayList<>();
        for (Upload upload : call.uploads()) {
            incoming.add(new IncomingPhoto(NewPhoto.UPLOAD + upload.safeName(), now, upload::bytes, kept));
        }
        if (incoming.isEmpty()) {
            throw new ProblemException(
                    ProblemCode.INVALID_ARGUMENT, "the form must have at least one file image, got: 0");
        }
        return incoming;
    }

    private List<IncomingPhoto> serverPhotos(Call call) {
        List<String> paths = call.body(ServerPhotos.class).paths();
        if (paths == null || paths.isEmpty() || paths.size() > MAX_PATHS) {
            throw new ProblemException(
                    ProblemCode.INVALID_ARGUMENT,
                    "paths must be between 1 and %d; use a job of kind ingest for folders".formatted(MAX_PATHS));
        }
        List<IncomingPhoto> incoming = new ArrayList<>();
        for (String text : paths) {
            Path file = backend.roots().resolve(text);
            if (!Files.isRegularFile(file)) {
                throw new ProblemException(
                        ProblemCode.INVALID_ARGUMENT, "paths must be of files; use a job of kind ingest for folders");
            }
            try {
                long size = Files.size(file);
                if (size > backend.options().maxUploadBytes()) {
                    throw new ProblemException(
                            ProblemCode.BODY_TOO_LARGE,
                            "a photo must have at most %d bytes, got: %d"
                                    .formatted(backend.options().maxUploadBytes(), size));
                }
                Instant changed = Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.MILLIS);
                incoming.add(new IncomingPhoto(file.toString(), changed, () -> read(file), null));
            } catch (IOException e) {
                throw new LikenessException(dev.likeness.face.ErrorCode.IO_FAILED, "cannot read " + file, e);
            }
        }
        return incoming;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new LikenessException(dev.likeness.face.ErrorCode.IO_FAILED, "cannot read " + file, e);
        }
    }

    /// @param idle the time without a photo after which new faces are clustered; zero if they are not
    private Reply.Json add(Call call, String gallery, List<IncomingPhoto> incoming, Duration idle) {
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
        List<AddPhotoResult> kept = valid.isEmpty()
                ? List.of()
                : backend.writeLock()
                        .withLock(
                                gallery,
                                () -> backend.engine().contents(gallery).add(valid));
        List<AddedPhoto> results = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < incoming.size(); i++) {
            ItemProblem problem = problems.get(i);
            AddPhotoResult photo = problem == null ? kept.get(next++) : null;
            results.add(new AddedPhoto(
                    incoming.get(i).name(),
                    photo != null && photo.added(),
                    photo == null ? null : photo.photo(),
                    problem));
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
