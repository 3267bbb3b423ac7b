package dev.likeness.web;

import dev.likeness.api.ContractJourney;
import dev.likeness.api.SquareModels;
import dev.likeness.api.TestServer;
import dev.likeness.api.TestServer.Answer;
import dev.likeness.api.TestServer.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The gallery `test` of a server, with a calibration. Its photos can be shown: the server keeps their files.
final class TestGallery {
    static final String PATH = "/v1/galleries/test";

    private final TestServer server;
    private final List<JsonNode> photos = new ArrayList<>();

    private TestGallery(TestServer server) {
        this.server = server;
    }

    /// A gallery with one photo for each list of people, as of [SquareModels#photo].
    static TestGallery in(TestServer server, int[]... photos) {
        TestGallery gallery = new TestGallery(server);
        server.post("/v1/galleries", "{\"name\":\"test\"}").expect(201);
        ContractJourney.calibrate(server);
        Form form = new Form();
        for (int i = 0; i < photos.length; i++) {
            form.file("image", "photo-" + i + ".jpg", SquareModels.photo(i, photos[i]));
        }
        if (photos.length > 0) {
            gallery.add(form);
        }
        return gallery;
    }

    /// Adds one more photo.
    void add(String name, byte[] photo) {
        add(new Form().file("image", name, photo));
    }

    private void add(Form form) {
        Answer added = server.form(PATH + "/photos?keep=true", form).expect(201);
        added.json().get("photos").forEach(photo -> photos.add(photo.get("photo")));
    }

    /// The id of a photo's first face.
    String face(int photo) {
        return photos.get(photo).at("/faces/0/face").stringValue();
    }

    /// The id of a photo.
    String photo(int photo) {
        return photos.get(photo).get("photo").stringValue();
    }

    /// Makes a person of the first faces of these photos.
    ///
    /// @param name null for a person without a name
    long person(@Nullable String name, int... ofPhotos) {
        return SomePeople.make(
                server,
                name == null ? "" : name,
                IntStream.of(ofPhotos).mapToObj(this::face).toList());
    }
}
