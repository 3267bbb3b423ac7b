package dev.likeness.api.v1;

import dev.likeness.api.http.Reply;
import dev.likeness.api.http.Routes;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/// `/docs`: the contract in Swagger UI. All assets are served by this server.
final class DocsResource {
    static final String CONTRACT = "openapi.yaml";

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data: blob:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action"
            + " 'none'";

    private static final String PAGE = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Likeness API</title>
        <link rel="stylesheet" href="{assets}swagger-ui.css">
        </head>
        <body>
        <div id="swagger-ui"></div>
        <script src="{assets}swagger-ui-bundle.js"></script>
        <script src="{assets}start.js"></script>
        </body>
        </html>
        """;

    private static final String START = """
        const contract = new URL("../v1/openapi.yaml", document.currentScript.src).href;
        window.onload = () => SwaggerUIBundle({url: contract, dom_id: "#swagger-ui", deepLinking: true});
        """;

    /// Assets of Swagger UI with their media types.
    private static final Map<String, String> ASSETS = Map.of(
            "swagger-ui.css", "text/css; charset=utf-8",
            "swagger-ui-bundle.js", "text/javascript; charset=utf-8");

    void mount(Routes routes) {
        routes.getPublic(
                "/v1/openapi.yaml",
                "getContract",
                call -> contract(call.source().prefix()));
        routes.getPublic(
                "/docs", "getDocumentation", call -> documentation(call.path().endsWith("/")));
        routes.getPublic("/docs/:asset", "getDocumentationPart", call -> part(call.parameter("asset")));
    }

    /// The contract, from the class path.
    static byte[] contract() throws IOException {
        return resource(DocsResource.class.getResourceAsStream(CONTRACT));
    }

    /// The contract, whose server is this one below a proxy's prefix.
    private static Reply contract(String prefix) throws IOException {
        byte[] contract = contract();
        if (!prefix.isEmpty()) {
            contract = new String(contract, StandardCharsets.UTF_8)
                    .replaceFirst("(?m)^- url: /$", "- url: " + prefix)
                    .getBytes(StandardCharsets.UTF_8);
        }
        return Reply.bytes(contract, "application/yaml");
    }

    /// The page. Its addresses are relative, so that they hold below a proxy's prefix.
    ///
    /// @param asFolder whether it was asked for as `/docs/`
    private static Reply documentation(boolean asFolder) {
        String page = PAGE.replace("{assets}", asFolder ? "" : "docs/");
        return page(page.getBytes(StandardCharsets.UTF_8), "text/html; charset=utf-8");
    }

    private static Reply part(String name) throws IOException {
        if (name.equals("start.js")) {
            return page(START.getBytes(StandardCharsets.UTF_8), "text/javascript; charset=utf-8");
        }
        String type = ASSETS.get(name);
        if (type == null) {
            throw new ProblemException(ProblemCode.NOT_FOUND, "no resource at this path");
        }
        return page(resource(loader().getResourceAsStream(webjar() + name)), type);
    }

    private static Reply page(byte[] body, String type) {
        return Reply.bytes(body, type).withHeader("Content-Security-Policy", POLICY);
    }

    /// The folder of Swagger UI on the class path.
    private static String webjar() throws IOException {
        Properties pom = new Properties();
        try (InputStream in = loader().getResourceAsStream("META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
            pom.load(Objects.requireNonNull(in, "Swagger UI is on the class path"));
        }
        return "META-INF/resources/webjars/swagger-ui/" + pom.getProperty("version") + "/";
    }

    private static ClassLoader loader() {
        return Objects.requireNonNull(DocsResource.class.getClassLoader());
    }

    private static byte[] resource(@org.jspecify.annotations.Nullable InputStream in) throws IOException {
        try (InputStream open = Objects.requireNonNull(in, "a resource of this program")) {
            return open.readAllBytes();
        }
    }
}
