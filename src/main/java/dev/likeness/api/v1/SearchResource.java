package dev.likeness.api.v1;

import dev.likeness.api.Backend;
import dev.likeness.api.auth.Scope;
import dev.likeness.api.http.Call;
import dev.likeness.api.http.FormParts;
import dev.likeness.api.http.Reply;
import dev.likeness.api.http.RequestJson;
import dev.likeness.api.http.Routes;
import dev.likeness.api.http.body.Upload;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.api.v1.request.ProbeForm;
import dev.likeness.api.v1.request.SearchForm;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `/v1/galleries/{gallery}/search` and `/verify`: search and verification.
///
/// The body is JSON, or a form whose field `request` is that JSON and whose files `image` are further probes,
/// or, for a
/// search, one picture. The result has the form that `likeness search --json` and `likeness verify --json`
/// print.
final class SearchResource {
    private static final FormParts PARTS = new FormParts(Set.of("image"), "request");

    private final Backend backend;

    SearchResource(Backend backend) {
        this.backend = backend;
    }

    void mount(Routes routes) {
        String gallery = "/v1/galleries/:gallery";
        routes.add(
                List.of(HttpMethod.POST), gallery + "/search", "search", Scope.READ, Routes.Body.UPLOAD, this::search);
        routes.add(
                List.of(HttpMethod.POST), gallery + "/verify", "verify", Scope.READ, Routes.Body.UPLOAD, this::verify);
    }

    /// The two faces of a comparison.
    record Comparison(@Nullable ProbeForm first, @Nullable ProbeForm second) {}

    private Reply search(Call call) {
        String gallery = backend.requireGallery(call);
        SearchForm form = form(call);
        List<ProbeForm> probes = new ArrayList<>(form.allProbes());
        if (call.isImage()) {
            probes.add(ProbeForm.ofPicture(call.body()));
        } else if (call.isForm()) {
            call.uploads().stream()
                    .limit(SearchForm.MAX_PROBES + 1)
                    .forEach(image -> probes.add(ProbeForm.ofPicture(call.load(image))));
        }
        if (probes.isEmpty() || probes.size() > SearchForm.MAX_PROBES) {
            throw new ProblemException(
                    ProblemCode.INVALID_ARGUMENT,
                    "a search must have between 1 and %d probes, got: %d"
                            .formatted(SearchForm.MAX_PROBES, probes.size()));
        }
        call.audit("gallery", gallery);
        call.audit("probes", probes.size());
        return Reply.ok(new ProbeSearch(backend, form.request(gallery)).search(probes, form.includes()));
    }

    private static SearchForm form(Call call) {
        if (call.isImage()) {
            return SearchForm.EMPTY;
        }
        if (!call.isForm()) {
            return call.body(SearchForm.class);
        }
        PARTS.require(call);
        return call.formField("request")
                .map(text -> RequestJson.parse(text.getBytes(StandardCharsets.UTF_8), SearchForm.class))
                .orElse(SearchForm.EMPTY);
    }

    private Reply verify(Call call) {
        String gallery = backend.requireGallery(call);
        boolean isForm = call.isForm();
        if (isForm) {
            FormParts.ofFiles("first", "second").require(call);
        }
        Comparison pair =
                isForm ? new Comparison(picture(call, "first"), picture(call, "second")) : call.body(Comparison.class);
        ProbeForm first = pair.first();
        ProbeForm second = pair.second();
        if (first == null || second == null) {
            throw new ProblemException(ProblemCode.INVALID_ARGUMENT, "first and second must be given");
        }
        call.audit("gallery", gallery);
        call.audit("probes", 2);
        return Reply.ok(backend.engine()
                .verification()
                .verify(
                        gallery,
                        first.largestFace(backend, gallery, "the first image"),
                        second.largestFace(backend, gallery, "the second image")));
    }

    private static @Nullable ProbeForm picture(Call call, String part) {
        List<Upload> images = call.uploads().stream()
                .filter(upload -> upload.part().equals(part))
                .toList();
        if (images.size() > 1) {
            throw new ProblemException(
                    ProblemCode.INVALID_ARGUMENT, "%s must be one file, got: %d".formatted(part, images.size()));
        }
        return images.isEmpty() ? null : ProbeForm.ofPicture(call.load(images.getFirst()));
    }
}
