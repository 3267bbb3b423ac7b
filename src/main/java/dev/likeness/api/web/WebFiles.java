package dev.likeness.api.web;

import dev.likeness.face.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The files of the web interface: the sources below `src/main/web` and the modules of Lit, as they are on the
/// class path.
///
/// One version is part of all their addresses, so browsers may keep the files for good, and load new ones after a
/// change.
final class WebFiles {
    /// A file as it is sent.
    ///
    /// @param type media type
    @SuppressWarnings("ArrayRecordComponent") // only passed on to the socket
    record WebFile(byte[] bytes, String type) {}

    private static final String INDEX = "index.html";
    private static final String LIBRARIES = "lib/";

    /// Packages of Lit: name in `import` statements, and name of the webjar.
    private static final Map<String, String> PACKAGES = Map.of(
            "lit",
            "lit",
            "lit-html",
            "lit-html",
            "lit-element",
            "lit-element",
            "@lit/reactive-element",
            "lit__reactive-element");

    /// Modules that an import of the bare package name means.
    private static final Map<String, String> MAIN_MODULES = Map.of(
            "lit", "index.js",
            "lit-html", "lit-html.js",
            "lit-element", "index.js",
            "@lit/reactive-element", "reactive-element.js");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "webmanifest", "application/manifest+json");

    private final Map<String, WebFile> files;
    private final String version;
    private final byte[] page;
    private final String importMapHash;

    private WebFiles(Map<String, byte[]> sources) {
        this.files = new TreeMap<>();
        sources.forEach((path, bytes) -> files.put(path, new WebFile(bytes, type(path))));
        this.version = hash(sources);
        String importMap = importMap(version);
        this.importMapHash =
                "sha256-" + Base64.getEncoder().encodeToString(Sha256.of(importMap.getBytes(StandardCharsets.UTF_8)));
        this.page = new String(Objects.requireNonNull(sources.get(INDEX), INDEX), StandardCharsets.UTF_8)
                .replace("{importMap}", importMap)
                .replace("{version}", version)
                .getBytes(StandardCharsets.UTF_8);
    }

    /// Reads all files from the class path, about 300 KB.
    static WebFiles load() throws IOException {
        Map<String, byte[]> sources = new TreeMap<>();
        addTree(Objects.requireNonNull(WebFiles.class.getResource(INDEX), "the pages are on the class path"), sources);
        for (Map.Entry<String, String> entry : PACKAGES.entrySet()) {
            addLibrary(entry.getKey(), entry.getValue(), sources);
        }
        return new WebFiles(sources);
    }

    /// The page that starts the interface.
    byte[] page() {
        return page;
    }

    /// Hash of the page's import map for `script-src` of a Content-Security-Policy.
    String importMapHash() {
        return importMapHash;
    }

    /// A file by its path below `web/`, such as `1a2b3c4d5e6f/main.js`. Only the current version is known.
    Optional<WebFile> find(String path) {
        String prefix = version + "/";
        return path.startsWith(prefix)
                ? Optional.ofNullable(files.get(path.substring(prefix.length())))
                : Optional.empty();
    }

    /// A file by its path below `src/main/web`.
    WebFile get(String path) {
        return Objects.requireNonNull(files.get(path), path);
    }

    /// Imports of libraries mapped to addresses relative to the page, so that they hold behind a proxy's prefix.
    private static String importMap(String version) {
        StringBuilder imports = new StringBuilder();
        for (String name : PACKAGES.keySet().stream().sorted().toList()) {
            String folder = "./web/%s/%s%s/".formatted(version, LIBRARIES, name);
            imports.append(imports.isEmpty() ? "" : ",")
                    .append("\"%s\":\"%s%s\",\"%s/\":\"%s\""
                            .formatted(name, folder, MAIN_MODULES.get(name), name, folder));
        }
        return "{\"imports\":{" + imports + "}}";
    }

    /// Adds the folder of a resource, whether it lies in a jar or in a folder of classes.
    private static void addTree(URL resource, Map<String, byte[]> sources) throws IOException {
        try {
            URI uri = resource.toURI();
            if (uri.getScheme().equals("file")) {
                addFolder(Objects.requireNonNull(Path.of(uri).getParent()), "", sources);
                return;
            }
            String inside = uri.getSchemeSpecificPart()
                    .substring(uri.getSchemeSpecificPart().indexOf("!/") + 1);
            Path jar = Path.of(URI.create(uri.getSchemeSpecificPart().split("!/", 2)[0]));
            try (FileSystem files = FileSystems.newFileSystem(jar)) {
                addFolder(Objects.requireNonNull(files.getPath(inside).getParent()), "", sources);
            }
        } catch (URISyntaxException e) {
            throw new IOException("a resource has no URI: " + resource, e);
        }
    }

    private static void addFolder(Path folder, String prefix, Map<String, byte[]> sources) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                String path = folder.relativize(file).toString().replace('\\', '/');
                if (TYPES.containsKey(extension(path))) {
                    sources.put(prefix + path, Files.readAllBytes(file));
                }
            }
        }
    }

    private static void addLibrary(String name, String webjar, Map<String, byte[]> sources) throws IOException {
        ClassLoader loader = Objects.requireNonNull(WebFiles.class.getClassLoader());
        Properties pom = new Properties();
        String description = "META-INF/maven/org.webjars.npm/%s/pom.properties".formatted(webjar);
        try (InputStream in = Objects.requireNonNull(loader.getResourceAsStream(description), description)) {
            pom.load(in);
        }
        String main = "META-INF/resources/webjars/%s/%s/%s"
                .formatted(webjar, pom.getProperty("version"), MAIN_MODULES.get(name));
        Map<String, byte[]> all = new TreeMap<>();
        addTree(Objects.requireNonNull(loader.getResource(main), main), all);
        all.forEach((path, bytes) -> {
            boolean needed = path.endsWith(".js")
                    && List.of("development/", "node/", "decorators/").stream().noneMatch(path::startsWith);
            if (needed) {
                sources.put(LIBRARIES + name + "/" + path, bytes);
            }
        });
    }

    private static String extension(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    private static String type(String path) {
        return Objects.requireNonNull(TYPES.get(extension(path)), path);
    }

    private static String hash(Map<String, byte[]> sources) {
        MessageDigest digest = Sha256.newDigest();
        sources.forEach((path, bytes) -> {
            digest.update(path.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(bytes);
        });
        return HexFormat.of().formatHex(digest.digest()).substring(0, 12);
    }
}
