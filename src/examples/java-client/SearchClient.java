import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;

/// Prints the people of a gallery who are in a picture, as JSON. Needs nothing but a JDK:
///
///     java SearchClient.java http://127.0.0.1:8080 someone.jpg [GALLERY]
///
/// A server with keys needs one of scope read in LIKENESS_KEY.
public class SearchClient {
    private static final int ATTEMPTS = 5;

    public static void main(String[] arguments) throws Exception {
        String gallery = arguments.length > 2 ? arguments[2] : "default";
        byte[] picture = Files.readAllBytes(Path.of(arguments[1]));
        String body = """
            {"probes": [{"image": "%s"}], "k": 5, "include": "people"}
            """.formatted(Base64.getEncoder().encodeToString(picture));
        HttpRequest request = HttpRequest.newBuilder(URI.create(arguments[0] + "/v1/galleries/" + gallery + "/search"))
                .header("Content-Type", "application/json")
                .header("X-Api-Key", System.getenv().getOrDefault("LIKENESS_KEY", "none"))
                .timeout(Duration.ofSeconds(60))
                .POST(BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            // 429 and 503 say when the same request may succeed.
            for (int i = 1; i < ATTEMPTS && response.headers().firstValue("Retry-After").isPresent(); i++) {
                Thread.sleep(Duration.ofSeconds(response.headers().firstValueAsLong("Retry-After").getAsLong()));
                response = client.send(request, BodyHandlers.ofString());
            }
            if (response.statusCode() != 200) {
                System.err.println(response.body()); // a problem with `code` and `detail`
                System.exit(1);
            }
            System.out.println(response.body());
        }
    }
}
