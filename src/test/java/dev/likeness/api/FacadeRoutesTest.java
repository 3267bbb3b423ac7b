package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.compreface.CompreFace;
import dev.likeness.api.deepstack.DeepStack;
import dev.likeness.api.rekognition.Rekognition;
import dev.likeness.api.web.WebInterface;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// All APIs of the server side by side, as `likeness serve` starts them: no request has two meanings.
class FacadeRoutesTest {
    private static final String OWN_PREFIX = "/v1/vision";

    @TempDir
    private Path folder;

    /// @param path with parameters in braces
    private record Route(String method, String path, String operation) {
        static Route of(String text) {
            String[] parts = text.split(" ", -1);
            return new Route(parts[0], parts[1], parts[2]);
        }

        boolean isOfDeepStack() {
            return operation.startsWith("deepstack.");
        }

        /// Whether a path of the other route, with its parameters as they stand, is a path of this one.
        boolean takes(Route other) {
            String pattern = path.replaceAll("\\{\\w+}", "[^/]+").replace("*", ".*");
            return method.equals(other.method) && other.path.matches(pattern);
        }
    }

    @Test
    void deepStack_sharesThePrefixV1_withoutCollision() {
        try (TestServer server = TestServer.start(
                folder, Map.of(), new WebInterface(), new Rekognition(), new CompreFace(), new DeepStack())) {
            List<Route> routes =
                    server.server().operations().stream().map(Route::of).toList();
            Set<Route> own = routes.stream().filter(Route::isOfDeepStack).collect(Collectors.toSet());

            assertThat(own)
                    .extracting(Route::path)
                    .containsExactlyInAnyOrder(
                            "/v1/vision/face",
                            "/v1/vision/face/recognize",
                            "/v1/vision/face/register",
                            "/v1/vision/face/list",
                            "/v1/vision/face/delete",
                            "/v1/vision/face/match");
            assertThat(routes)
                    .filteredOn(route -> !route.isOfDeepStack())
                    .noneMatch(route -> route.path().startsWith(OWN_PREFIX))
                    .allSatisfy(route -> assertThat(own).noneMatch(mine -> route.takes(mine) || mine.takes(route)));
            server.get("/v1/galleries").expect(200);
            server.get("/v1/vision/face").expect(405);
            server.post("/v1/vision/detection", "{}").expect(404);
        }
    }
}
