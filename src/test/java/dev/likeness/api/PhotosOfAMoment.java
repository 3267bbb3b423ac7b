package dev.likeness.api;

import dev.likeness.api.TestServer.Form;
import dev.likeness.face.Assignment;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.IndexOptions;
import dev.likeness.index.lucene.GalleryDirectory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// A gallery `test` with five photos of Ann, on the left, and Ben, on the right. Everybody is clear but Ann in
/// photo 0: that face joined her, as a clustering decides that is not certain. Photo 1 was taken forty seconds
/// before it, the others in other years.
public final class PhotosOfAMoment {
    /// Their names say when they were taken.
    private static final List<String> FILES = List.of(
            "20200701_120040.jpg",
            "20200701_120000.jpg",
            "20210701_120000.jpg",
            "20220701_120000.jpg",
            "20230701_120000.jpg");

    private static final String GALLERY = "/v1/galleries/test";
    private static final int LEFT = 0;
    private static final int RIGHT = 1;

    private final TestServer server;
    private final List<JsonNode> photos = new ArrayList<>();
    private final long ann;
    private final long ben;

    private PhotosOfAMoment(TestServer server) {
        this.server = server;
        server.post("/v1/galleries", "{\"name\":\"test\"}").expect(201);
        Form form = new Form();
        for (int i = 0; i < FILES.size(); i++) {
            form.file("image", FILES.get(i), SquareModels.photo(i, 1, 2));
        }
        server.form(GALLERY + "/photos?keep=true", form)
                .expect(201)
                .json()
                .get("photos")
                .forEach(photo -> photos.add(photo.get("photo")));
        this.ann = person("Ann", LEFT);
        this.ben = person("Ben", RIGHT);
        join();
    }

    public static PhotosOfAMoment addTo(TestServer server) {
        return new PhotosOfAMoment(server);
    }

    /// The number of Ann.
    public long ann() {
        return ann;
    }

    /// The number of Ben.
    public long ben() {
        return ben;
    }

    /// The id of a photo.
    public String photo(int photo) {
        return photos.get(photo).get("photo").stringValue();
    }

    /// The id of Ann's face in a photo.
    public String faceOfAnn(int photo) {
        return face(photos.get(photo), LEFT);
    }

    /// The id of Ben's face in a photo.
    public String faceOfBen(int photo) {
        return face(photos.get(photo), RIGHT);
    }

    private static String face(JsonNode photo, int place) {
        return photo.get("faces")
                .valueStream()
                .sorted(Comparator.comparingDouble(
                        face -> face.at("/detection/box/left").doubleValue()))
                .toList()
                .get(place)
                .get("face")
                .stringValue();
    }

    private long person(String name, int place) {
        String faces =
                photos.stream().map(photo -> "\"" + face(photo, place) + "\"").collect(Collectors.joining(","));
        return server.post(GALLERY + "/people/split", "{\"faces\":[%s],\"name\":\"%s\"}".formatted(faces, name))
                .expect(201)
                .json()
                .get("person")
                .longValue();
    }

    private void join() {
        EmbedderStamp stamp;
        try (GallerySnapshot snapshot = server.engine().galleries().snapshot("test")) {
            stamp = snapshot.embedder();
        }
        try (GalleryDirectory galleries =
                        GalleryDirectory.of(IndexOptions.defaults().in(server.galleries()));
                GalleryWriter writer = galleries.open("test").writer(stamp)) {
            writer.assignWithReason(
                    Map.of(FaceId.parse(faceOfAnn(0)), new Assignment(Assignment.Reason.JOINED, 2)), new PersonId(ann));
            writer.commit();
        }
    }
}
