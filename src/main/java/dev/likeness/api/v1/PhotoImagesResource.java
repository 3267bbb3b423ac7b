package dev.likeness.api.v1;

import dev.likeness.api.Backend;
import dev.likeness.api.auth.Scope;
import dev.likeness.api.http.Call;
import dev.likeness.api.http.ContentDisposition;
import dev.likeness.api.http.Reply;
import dev.likeness.api.http.Routes;
import dev.likeness.api.v1.request.ImageSizes;
import dev.likeness.engine.contents.GalleryPictures;
import dev.likeness.engine.contents.OriginalFiles.OpenOriginal;
import dev.likeness.face.PhotoId;
import java.util.List;
import java.util.Map;

/// `/v1/galleries/{gallery}/photos/{photo}/image` and `/original`: a photo to look at, and its file.
final class PhotoImagesResource {
    private static final List<Integer> WIDTHS = List.of(320, 640, 1280, 1920, 2560);
    private static final int DEFAULT_WIDTH = 1280;

    private final Backend backend;

    PhotoImagesResource(Backend backend) {
        this.backend = backend;
    }

    void mount(Routes routes) {
        String photo = "/v1/galleries/:gallery/photos/:photo";
        // `turned` makes another address of a photo that was turned.
        routes.query("width", "turned").get(photo + "/image", "getPhotoImage", Scope.READ, this::image);
        // The file tells where and when the photo was taken, which the image does not.
        routes.get(photo + "/original", "getPhotoOriginal", Scope.WRITE, this::original);
    }

    /// A rendered preview. It depends on the photo's picture, which its id names, and on how it is turned.
    private record Key(String picture, int width) {}

    private Reply image(Call call) {
        String gallery = backend.requireGallery(call);
        GalleryPictures pictures = backend.engine().pictures(gallery);
        PhotoId photo = new PhotoId(call.parameter("photo"));
        int width = ImageSizes.choose(call, "width", WIDTHS, DEFAULT_WIDTH);
        Key key = new Key(pictures.picture(photo), width);
        return call.versioned(
                key.toString(),
                () -> Reply.bytes(
                        backend.images().get(gallery, key, () -> pictures.preview(photo, width)), "image/jpeg"));
    }

    private Reply original(Call call) {
        String gallery = backend.requireGallery(call);
        GalleryPictures pictures = backend.engine().pictures(gallery);
        PhotoId photo = new PhotoId(call.parameter("photo"));
        call.audit("gallery", gallery);
        call.audit("photo", photo);
        return call.versioned(pictures.files(photo), () -> {
            OpenOriginal original = pictures.original(photo);
            return new Reply.OpenFile(200, original.channel(), "application/octet-stream", Map.of())
                    .withHeader(ContentDisposition.HEADER, ContentDisposition.attachment(original.name()));
        });
    }
}
