package dev.likeness.api.v1;

import dev.likeness.api.Backend;
import dev.likeness.api.http.Call;
import dev.likeness.api.http.Reply;
import dev.likeness.api.v1.request.ImageSizes;
import dev.likeness.engine.contents.GalleryPictures;
import dev.likeness.face.Box;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import java.util.List;

/// The picture of one face: the stored crop, or with `size` or `context`, the face and what is around it in
/// the photo.
final class FaceCrops {
    static final List<Integer> SIZES = List.of(128, 256, 512);
    private static final int DEFAULT_SIZE = 256;
    private static final int DEFAULT_CONTEXT = 2;
    private static final int MAX_CONTEXT = 4;

    private final Backend backend;

    FaceCrops(Backend backend) {
        this.backend = backend;
    }

    /// A rendered crop.
    private record Key(FaceId face, Box box, int context, int size) {}

    Reply reply(Call call, String gallery, FaceId face) {
        if (call.query("size").isEmpty() && call.query("context").isEmpty()) {
            return storedCrop(gallery, face);
        }
        int size = ImageSizes.choose(call, "size", SIZES, DEFAULT_SIZE);
        int context = call.query("context", DEFAULT_CONTEXT, 1, MAX_CONTEXT);
        GalleryPictures pictures = backend.engine().pictures(gallery);
        // The same id may get another box when the photo is analysed again.
        Key key = new Key(face, pictures.box(face), context, size);
        try {
            return call.versioned(
                    key.toString(),
                    () -> Reply.bytes(
                            backend.images().get(gallery, key, () -> pictures.faceInContext(face, context, size)),
                            "image/jpeg"));
        } catch (LikenessException _) {
            // The photo's file is gone or cannot be decoded any more. The stored crop has another tag.
            return storedCrop(gallery, face);
        }
    }

    private Reply storedCrop(String gallery, FaceId face) {
        return Reply.bytes(backend.engine().contents(gallery).crop(face), "image/jpeg");
    }
}
