package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.image.RgbImage;
import dev.likeness.image.content.PictureHash;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// HTTPS with certificates from the JDK's keytool.
class TlsTest {
    private static final String PASSWORD = "password";
    private static final int PHOTOS = 40;

    @TempDir
    private Path folder;

    @Test
    void server_withACertificate_isReachedByThoseWhoTrustItAndByNobodyInPlain() throws Exception {
        Pair pair = pair("own");
        try (TestServer server = TestServer.start(folder, pair.settings());
                HttpClient trusting = HttpClient.newBuilder()
                        .sslContext(trusting(pair.store()))
                        .build();
                HttpClient stranger = HttpClient.newHttpClient()) {
            URI address = URI.create("https://localhost:" + server.port() + "/v1/galleries");

            assertThat(server.server().address()).isEqualTo("https://127.0.0.1:" + server.port());
            HttpResponse<String> made = trusting.send(
                    HttpRequest.newBuilder(address)
                            .header("Content-Type", "application/json")
                            // as the documentation's page sends it
                            .header("Origin", "https://localhost:" + server.port())
                            .POST(BodyPublishers.ofString("{\"name\":\"family\"}"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(made.statusCode()).isEqualTo(201);
            assertThat(made.version()).isEqualTo(HttpClient.Version.HTTP_2);
            HttpResponse<String> foreign = trusting.send(
                    HttpRequest.newBuilder(address)
                            .header("Origin", "http://localhost:" + server.port())
                            .build(),
                    BodyHandlers.ofString());
            assertThat(foreign.statusCode()).isEqualTo(403);
            assertThat(foreign.body()).contains("ORIGIN_NOT_ALLOWED");
            assertThatThrownBy(
                            () -> stranger.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()))
                    .isInstanceOf(SSLHandshakeException.class);
            assertThatThrownBy(() -> stranger.send(
                            HttpRequest.newBuilder(server.uri("/health")).build(), BodyHandlers.ofString()))
                    .isInstanceOf(java.io.IOException.class);
        }
    }

    @Test
    void original_overTls_isTheWholeFile() throws Exception {
        Pair pair = pair("own");
        byte[] noise = new byte[3 * 1000 * 1000];
        new Random(1).nextBytes(noise);
        byte[] photo = new RgbImage(1000, 1000, noise).toJpeg(95);
        Files.write(folder.resolve("a.jpg"), photo);
        Map<String, Object> settings = new HashMap<>(pair.settings());
        settings.put("server.photoRoots", List.of(folder.toString()));
        try (TestServer server = TestServer.start(folder, settings)) {
            for (HttpClient.Version version : List.of(HttpClient.Version.HTTP_1_1, HttpClient.Version.HTTP_2)) {
                try (HttpClient client = HttpClient.newBuilder()
                        .sslContext(trusting(pair.store()))
                        .version(version)
                        .build()) {
                    String gallery = "https://localhost:%d/v1/galleries".formatted(server.port());
                    String name = version.name().toLowerCase(Locale.ROOT);
                    post(client, gallery, "{\"name\":\"%s\"}".formatted(name));
                    post(client, gallery + "/" + name + "/photos", "{\"paths\":[\"a.jpg\"]}");
                    URI original =
                            URI.create("%s/%s/photos/%s/original".formatted(gallery, name, PictureHash.of(photo)));

                    HttpResponse<byte[]> answer =
                            client.send(HttpRequest.newBuilder(original).build(), BodyHandlers.ofByteArray());

                    assertThat(answer.version()).isEqualTo(version);
                    assertThat(answer.body()).isEqualTo(photo);
                }
            }
        }
    }

    /// The gallery is larger than what a connection sends at once.
    @Test
    void backup_overHttp2_arrivesWhole() throws Exception {
        Pair pair = pair("own");
        Map<String, Object> settings = new HashMap<>(pair.settings());
        settings.put("server.photoRoots", List.of(folder.toString()));
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < PHOTOS; i++) {
            paths.add("\"photo-%d.jpg\"".formatted(i));
            Files.write(folder.resolve("photo-%d.jpg".formatted(i)), SquareModels.photo(i, 1, 2));
        }
        try (TestServer server = TestServer.start(folder, settings);
                HttpClient client = HttpClient.newBuilder()
                        .sslContext(trusting(pair.store()))
                        .build()) {
            String gallery = "https://localhost:%d/v1/galleries".formatted(server.port());
            post(client, gallery, "{\"name\":\"one\"}");
            post(client, gallery + "/one/photos", "{\"paths\":[%s]}".formatted(String.join(",", paths)));

            HttpResponse<byte[]> backup = client.send(
                    HttpRequest.newBuilder(URI.create(gallery + "/one/backup"))
                            .timeout(Duration.ofSeconds(30))
                            .build(),
                    BodyHandlers.ofByteArray());

            assertThat(backup.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(backup.body()).hasSizeGreaterThan(100_000);
            List<String> names = new ArrayList<>();
            try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(backup.body()))) {
                for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    names.add(entry.getName());
                    zip.transferTo(OutputStream.nullOutputStream());
                }
            }
            assertThat(names).contains("CURRENT");
        }
    }

    private static void post(HttpClient client, String uri, String json) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(uri))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build();
        assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(201);
    }

    @Test
    void server_withTheKeyOfAnotherCertificate_isRefused() throws Exception {
        Pair one = pair("one");
        Pair other = pair("other");

        assertThatThrownBy(() -> TestServer.start(
                        folder, Map.of("server.tlsCertificate", one.certificate(), "server.tlsKey", other.key())))
                .hasMessage("server.tlsKey must be the private key of server.tlsCertificate, got: %s and %s"
                        .formatted(other.key(), one.certificate()));
    }

    @Test
    void server_withFilesThatAreNone_isRefusedByTheirNames() throws Exception {
        Pair pair = pair("own");
        Path nothing = folder.resolve("nothing.pem");
        Path text = Files.writeString(folder.resolve("text.pem"), "no certificate");

        assertThatThrownBy(() -> TestServer.start(
                        folder, Map.of("server.tlsCertificate", nothing.toString(), "server.tlsKey", pair.key())))
                .hasMessage("server.tlsCertificate must be a readable file, got: " + nothing);
        assertThatThrownBy(() -> TestServer.start(
                        folder, Map.of("server.tlsCertificate", text.toString(), "server.tlsKey", pair.key())))
                .hasMessageStartingWith("server.tlsCertificate and server.tlsKey must be PEM files of a certificate and"
                        + " of its unencrypted private key, got: " + text + " and ");
    }

    /// A certificate for localhost and its key, as PEM files.
    private record Pair(KeyStore store, String certificate, String key) {
        Map<String, Object> settings() {
            return Map.of("server.tlsCertificate", certificate, "server.tlsKey", key);
        }
    }

    private Pair pair(String name) throws Exception {
        Path file = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString()))
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
        return new Pair(
                store,
                pem(name + ".crt", "CERTIFICATE", store.getCertificate(name).getEncoded()),
                pem(
                        name + ".key",
                        "PRIVATE KEY",
                        Objects.requireNonNull(store.getKey(name, PASSWORD.toCharArray()))
                                .getEncoded()));
    }

    private String pem(String name, String kind, byte[] content) throws Exception {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(
                        folder.resolve(name), "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(kind, text, kind))
                .toString();
    }

    private static SSLContext trusting(KeyStore store) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        String alias = store.aliases().nextElement();
        trusted.setCertificateEntry(alias, store.getCertificate(alias));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
