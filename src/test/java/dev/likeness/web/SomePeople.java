package dev.likeness.web;

import dev.likeness.api.TestServer;
import dev.likeness.api.TestServer.Answer;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Makes people of the gallery `test` without waiting for a clustering.
final class SomePeople {
    private SomePeople() {}

    /// Makes a person of the first faces of these photos.
    ///
    /// @param added what the server answered when the photos were added
    /// @param name empty for none
    /// @return the person's number
    static long make(TestServer server, Answer added, String name, int... photos) {
        return make(
                server,
                name,
                IntStream.of(photos).mapToObj(photo -> face(added, photo)).toList());
    }

    /// Makes a person of these faces.
    ///
    /// @param name empty for none
    /// @return the person's number
    static long make(TestServer server, String name, List<String> faceIds) {
        String faces = faceIds.stream().map(face -> "\"" + face + "\"").collect(Collectors.joining(","));
        String naming = name.isEmpty() ? "" : ",\"name\":\"" + name + "\"";
        return server.post("/v1/galleries/test/people/split", "{\"faces\":[" + faces + "]" + naming + "}")
                .expect(201)
                .json()
                .get("person")
                .longValue();
    }

    /// The id of the first face of a photo.
    static String face(Answer added, int photo) {
        return added.text("/photos/%d/photo/faces/0/face".formatted(photo));
    }

    /// The id of a photo.
    static String photo(Answer added, int photo) {
        return added.text("/photos/%d/photo/photo".formatted(photo));
    }
}
