package dev.likeness.api.deepstack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.SquareModels;
import dev.likeness.api.TestServer;
import dev.likeness.api.TestServer.Answer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Requests byte by byte as programs send them, by their sources: double-take's `deepstack.js` and
/// `aiserver.js` (axios and form-data), `deepstack-python` of Home Assistant's integration (requests), and the
/// examples of DeepStack's documentation.
class DeepStackClientsTest {
    private static final String RECOGNIZE = "/v1/vision/face/recognize";
    private static final String REGISTER = "/v1/vision/face/register";
    private static final byte[] ANN = SquareModels.photo(1, 1);
    private static final byte[] ANN_AGAIN = SquareModels.photo(2, 1);

    @TempDir
    private Path folder;

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(folder, Map.of(), new DeepStack());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /// A multipart body with the headers of its parts as a library writes them.
    private static final class Multipart {
        private final String boundary;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Multipart(String boundary) {
            this.boundary = boundary;
        }

        Multipart part(String headers, byte[] content) {
            text("--" + boundary + "\r\n" + headers + "\r\n\r\n");
            bytes.writeBytes(content);
            text("\r\n");
            return this;
        }

        Multipart part(String headers, String content) {
            return part(headers, content.getBytes(StandardCharsets.UTF_8));
        }

        private void text(String text) {
            bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        }

        byte[] end(String end) {
            text("--" + boundary + "--" + end);
            return bytes.toByteArray();
        }
    }

    /// As axios sends a stream of form-data: in chunks, without a length.
    private Answer axios(String path, Multipart form) {
        byte[] body = form.end("\r\n");
        return server.send(
                path,
                request -> request.POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                        .header("Accept", "application/json, text/plain, */*")
                        .header("User-Agent", "axios/0.27.2")
                        .header("Content-Type", "multipart/form-data; boundary=" + form.boundary));
    }

    private static Multipart nodeForm() {
        return new Multipart("--------------------------515890814546601021194782");
    }

    private static final String NODE_IMAGE =
            "Content-Disposition: form-data; name=\"image\"; filename=\"ann.jpg\"\r\n" + "Content-Type: image/jpeg";

    @Test
    void doubleTake_trainsRecognisesAndRemoves() {
        Answer trained = axios(
                REGISTER,
                nodeForm()
                        .part(NODE_IMAGE, ANN)
                        .part("Content-Disposition: form-data; name=\"userid\"", "ann")
                        .part("Content-Disposition: form-data; name=\"api_key\"", "secret"));
        assertThat(trained.expect(200).json().get("success").booleanValue()).isTrue();

        Answer seen = axios(RECOGNIZE, nodeForm().part(NODE_IMAGE, ANN_AGAIN)).expect(200);
        // What its function `normalize` reads.
        assertThat(seen.json().get("success").booleanValue()).isTrue();
        assertThat(seen.text("/predictions/0/userid")).isEqualTo("ann");
        assertThat(seen.json().at("/predictions/0/confidence").doubleValue()).isBetween(0.9, 1.0);
        assertThat(seen.json().at("/predictions/0/x_max").intValue())
                .isGreaterThan(seen.json().at("/predictions/0/x_min").intValue());

        axios("/v1/vision/face/delete", nodeForm().part("Content-Disposition: form-data; name=\"userid\"", "ann"))
                .expect(200);
        assertThat(axios(RECOGNIZE, nodeForm().part(NODE_IMAGE, ANN_AGAIN)).text("/predictions/0/userid"))
                .isEqualTo("unknown");
    }

    /// As the library requests sends `files` and `data`: fields first, files without a type.
    private Answer python(String path, Multipart form) {
        byte[] body = form.end("\r\n");
        return server.send(
                path,
                request -> request.POST(BodyPublishers.ofByteArray(body))
                        .header("User-Agent", "python-requests/2.32.3")
                        .header("Accept", "*/*")
                        .header("Content-Type", "multipart/form-data; boundary=" + form.boundary));
    }

    private static Multipart pythonForm() {
        return new Multipart("0d5e6a0f5f1f4b3f8f5f1e6e3c9d1a2b");
    }

    private static String pythonImage(String name) {
        return "Content-Disposition: form-data; name=\"%s\"; filename=\"%s\"".formatted(name, name);
    }

    @Test
    void homeAssistant_teachesAndRecognises() {
        python(
                        REGISTER,
                        pythonForm()
                                .part("Content-Disposition: form-data; name=\"userid\"", "Ann")
                                .part("Content-Disposition: form-data; name=\"api_key\"", "")
                                .part(pythonImage("image"), ANN))
                .expect(200);

        Answer seen = python(
                        RECOGNIZE,
                        pythonForm()
                                .part("Content-Disposition: form-data; name=\"api_key\"", "")
                                .part(pythonImage("image"), ANN_AGAIN))
                .expect(200);

        assertThat(seen.text("/predictions/0/userid")).isEqualTo("Ann");
    }

    @Test
    void documentation_registersListsAndDeletes() {
        python(
                        REGISTER,
                        pythonForm()
                                .part("Content-Disposition: form-data; name=\"userid\"", "Tom Cruise")
                                .part(pythonImage("image1"), ANN)
                                .part(pythonImage("image2"), ANN_AGAIN))
                .expect(200);

        // requests.post(url).json()
        Answer list = server.send("/v1/vision/face/list", request -> request.POST(BodyPublishers.noBody()));
        assertThat(list.expect(200).text("/faces/0")).isEqualTo("Tom Cruise");

        // requests.post(url, data={"userid": "Tom Cruise"})
        Answer deleted = server.send(
                "/v1/vision/face/delete",
                request -> request.POST(BodyPublishers.ofString("userid=Tom+Cruise"))
                        .header("Content-Type", "application/x-www-form-urlencoded"));
        assertThat(deleted.expect(200).json().get("success").booleanValue()).isTrue();
        assertThat(server.send("/v1/vision/face/list", request -> request.POST(BodyPublishers.noBody()))
                        .json()
                        .get("faces"))
                .isEmpty();
    }

    @Test
    void form_urlEncodedWrongly_isRefused() {
        Answer answer = server.send(
                "/v1/vision/face/delete",
                request -> request.POST(BodyPublishers.ofString("userid=%zz"))
                        .header("Content-Type", "application/x-www-form-urlencoded"));

        assertThat(answer.expect(400).text("/error")).isEqualTo("the form must be URL-encoded UTF-8");
    }
}
