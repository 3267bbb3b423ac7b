package dev.likeness.api.web;

import dev.likeness.api.Backend;
import dev.likeness.api.Facade;
import dev.likeness.api.http.Call;
import dev.likeness.api.http.Reply;
import dev.likeness.api.http.Routes;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.api.web.WebFiles.WebFile;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The web interface: one page at `/`, its modules and styles below `/web/`. Everything it shows comes from
/// the `/v1` API.
public final class WebInterface implements Facade {
    private static final String KEEP = "public, max-age=31536000, immutable";

    private @Nullable WebFiles loaded;

    /// What this server is, for programs that open its address.
    record ServerDescription(String name, String page, String api, String contract, String documentation) {}

    @Override
    public void mount(Routes routes, Backend backend) {
        routes.anyQuery().getFile("/", "getPage", this::page);
        routes.anyQuery().getFile("/favicon.ico", "getIcon", _ -> {
            WebFile icon = files().get("icon.svg");
            return Reply.bytes(icon.bytes(), icon.type());
        });
        routes.anyQuery().getFile("/web/*", "getPageFile", this::file);
    }

    private Reply page(Call call) throws IOException {
        String accepted = call.header("Accept").orElse("*/*");
        if (!accepted.contains("text/html") && accepted.contains("json")) {
            return Reply.ok(new ServerDescription("Likeness", "./", "v1", "v1/openapi.yaml", "docs"));
        }
        WebFiles files = files();
        return Reply.bytes(files.page(), "text/html; charset=utf-8")
                .withHeader("Content-Security-Policy", policy(files.importMapHash()))
                .withHeader("Vary", "Accept");
    }

    private Reply file(Call call) throws IOException {
        String path = call.path().substring("/web/".length());
        WebFile file = files().find(path)
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "no resource at this path"));
        return Reply.bytes(file.bytes(), file.type()).withHeader("Cache-Control", KEEP);
    }

    /// Scripts and styles only from this server; pictures also from memory, where the page draws what is
    /// dropped on it.
    private static String policy(String importMapHash) {
        return "default-src 'none'; script-src 'self' '%s'; style-src 'self'; img-src 'self' blob: data:;"
                        .formatted(importMapHash)
                + " connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    /// The files, read when the page is opened first: commands that only call the API do not pay for them.
    private synchronized WebFiles files() throws IOException {
        WebFiles files = loaded;
        if (files == null) {
            files = WebFiles.load();
            loaded = files;
        }
        return files;
    }
}
