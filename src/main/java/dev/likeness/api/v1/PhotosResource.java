package dev.likeness.api.v1;

import dev.likeness.api.Backend;
import dev.likeness.api.PurgeJob;
import dev.likeness.api.auth.Scope;
import dev.likeness.api.http.Call;
import dev.likeness.api.http.Cost;
import dev.likeness.api.http.Reply;
import dev.likeness.api.http.Routes;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.api.v1.request.PhotoListRequest;
import dev.likeness.engine.contents.GalleryContents;
import dev.likeness.engine.contents.GalleryContents.PhotoList;
import dev.likeness.engine.contents.PhotoDetails;
import dev.likeness.face.PhotoId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `/v1/galleries/{gallery}/photos`: read, turn, delete.
final class PhotosResource {
    private final Backend backend;

    PhotosResource(Backend backend) {
        this.backend = backend;
    }

    void mount(Routes routes) {
        String photos = "/v1/galleries/:gallery/photos";
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

    /// @param count number of photos of the whole list
    record PhotoPage(
            List<PhotoDetails> photos, int count, @Nullable String next) {}

    private Reply list(Call call) {
        GalleryContents contents = backend.engine().contents(backend.requireGallery(call));
        PhotoListRequest request = PhotoListRequest.of(call);
        PhotoList list = contents.photos(request.query(), request.after(), request.offset(), request.limit());
        return Reply.ok(new PhotoPage(list.photos(), list.count(), request.next(list.photos())));
    }

    private Reply get(Call call) {
        return Reply.ok(details(backend.requireGallery(call), new PhotoId(call.parameter("photo"))));
    }

    /// A photo as it is answered alone: with the contexts of its faces.
    private PhotoDetails details(String gallery, PhotoId id) {
        PhotoDetails photo = backend.engine().contents(gallery).photo(id);
        return photo.with(backend.engine().people(gallery).relations().contexts(photo.photo()));
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
            call.requireMatch(() -> details(gallery, photo));
            return contents.erasePhotos(Set.of(photo));
        });
        return PurgeJob.deletedReply(backend, call, gallery, faces);
    }
}
