package dev.likeness.api;

import dev.likeness.api.auth.KeyRing;
import dev.likeness.api.auth.Sessions;
import dev.likeness.api.http.Call;
import dev.likeness.api.http.Metrics;
import dev.likeness.api.http.ServerOptions;
import dev.likeness.api.jobs.GalleryWriteLock;
import dev.likeness.api.jobs.Jobs;
import dev.likeness.api.jobs.OperationWorkers;
import dev.likeness.api.jobs.RenderedImages;
import dev.likeness.api.jobs.WorkQueue;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.api.retry.RepeatedRequests;
import dev.likeness.engine.Engine;
import dev.likeness.engine.search.SearchRequest;
import dev.likeness.engine.search.SearchResult;
import dev.likeness.extract.Probe;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// The services that every API of the server uses.
///
/// @param engine its reads may be called directly
/// @param writeLock must be held for every write to a gallery
/// @param workers run operations that compute, as their cost says
/// @param inference must run every analysis of an image
/// @param images renders every image that is not stored as it is served
/// @param jobs work that takes longer than a request
/// @param sessions who has signed in with a browser
/// @param roots folders in which callers may refer to photos by path
/// @param figures measures the work of the engine for `/metrics`
/// @param repeatedRequests answers requests that are sent again under the same key
/// @param warmingUp whether the first requests would still take longer than later ones
/// @param isLoopback whether only this machine can reach the server, so that keys are optional
public record Backend(
        Engine engine,
        GalleryWriteLock writeLock,
        OperationWorkers workers,
        WorkQueue inference,
        RenderedImages images,
        Jobs jobs,
        KeyRing keys,
        Sessions sessions,
        Roots roots,
        Metrics metrics,
        EngineFigures figures,
        RepeatedRequests repeatedRequests,
        ServerOptions options,
        AtomicBoolean warmingUp,
        boolean isLoopback) {

    /// Whether callers need no key: only this machine can reach the server, and it has never had keys or its
    /// operator decided that it needs none. The only rule by which anybody is let in without a key.
    public boolean admitsWithoutKey() {
        return isLoopback && keys.isKeyless();
    }

    /// What tells a gallery from an earlier one of its name.
    public String incarnation(String gallery) {
        return gallery + " "
                + engine.galleries().created(gallery).map(String::valueOf).orElse("");
    }

    /// Searches a gallery, when it is this call's turn to compute.
    ///
    /// @param probes the faces of each probe
    public SearchResult search(SearchRequest request, List<? extends List<? extends Probe>> probes) {
        return workers.query(() -> figures.timeSearch(probes, () -> engine.search(request, probes)));
    }

    /// The gallery in a call's path, which exists and which the caller may access.
    ///
    /// @throws ProblemException 403 `FORBIDDEN`; 404 `NOT_FOUND`
    public String requireGallery(Call call) {
        String gallery = call.gallery();
        if (!engine.galleries().exists(gallery)) {
            throw new ProblemException(ProblemCode.NOT_FOUND, "there is no gallery " + gallery);
        }
        return gallery;
    }
}
