package dev.likeness.api.v1;

import dev.likeness.api.Backend;
import dev.likeness.api.IngestJob;
import dev.likeness.api.PurgeJob;
import dev.likeness.api.auth.Scope;
import dev.likeness.api.http.Call;
import dev.likeness.api.http.Reply;
import dev.likeness.api.http.Routes;
import dev.likeness.api.jobs.Job;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.engine.duplicates.DuplicatesRequest;
import dev.likeness.engine.ingest.IngestRequest;
import dev.likeness.engine.ingest.PruneMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/v1/galleries/{gallery}/jobs` and `/v1/jobs`: long-running work.
final class JobsResource {
    private static final int MAX_PATHS = 1000;

    private final Backend backend;
    private final IngestJob ingestJob;

    JobsResource(Backend backend) {
        this.backend = backend;
        this.ingestJob = new IngestJob(backend);
    }

    void mount(Routes routes) {
        routes.post("/v1/galleries/:gallery/jobs", "startJob", Scope.WRITE, this::start);
        routes.get("/v1/jobs", "listJobs", Scope.READ, this::list);
        routes.get(
                "/v1/jobs/:job",
                "getJob",
                Scope.READ,
                call -> Reply.ok(job(call).status()));
        routes.delete("/v1/jobs/:job", "cancelJob", Scope.WRITE, this::cancel);
        routes.get("/v1/jobs/:job/events", "watchJob", Scope.READ, call -> new Reply.Events(job(call), Map.of()));
    }

    /// A request to start a job.
    ///
    /// @param kind `ingest`, `cluster`, `duplicates` or `purge`
    /// @param paths of `ingest`: files and folders below an allowed root
    /// @param prune of `ingest`: whether missing paths are removed from the gallery, unless they are so many
    ///     that a disk may be away
    /// @param pruneIgnored of `ingest`: as `prune`, and photos are removed that are left out now
    /// @param pruneAll of `ingest`: whether missing paths are removed, however many they are
    /// @param cluster of `ingest`: whether the new faces are clustered at the end; default true
    /// @param full of `cluster`: whether all faces are clustered, not only new ones
    /// @param minProbability of `duplicates`
    /// @param limit of `duplicates`
    record NewJob(
            @Nullable String kind,
            @Nullable List<String> paths,
            @Nullable Boolean prune,
            @Nullable Boolean pruneIgnored,
            @Nullable Boolean pruneAll,
            @Nullable Boolean cluster,
            @Nullable Boolean full,
            @Nullable Double minProbability,
            @Nullable Integer limit) {}

    record JobList(List<Job.Status> jobs) {}

    private Reply start(Call call) {
        String gallery = backend.requireGallery(call);
        NewJob wanted = call.body(NewJob.class);
        call.audit("gallery", gallery);
        String owner = call.principal().id();
        String kind = wanted.kind() == null ? "" : wanted.kind();
        Job job = switch (kind) {
            case "ingest" -> ingest(gallery, owner, wanted);
            case "cluster" -> {
                boolean full = wanted.full() != null && wanted.full();
                yield backend.jobs().start(kind, gallery, owner, running -> ingestJob.cluster(running, gallery, full));
            }
            case "duplicates" -> {
                DuplicatesRequest request = new DuplicatesRequest(
                        gallery,
                        wanted.minProbability() == null
                                ? DuplicatesRequest.DEFAULT_MIN_PROBABILITY
                                : wanted.minProbability(),
                        wanted.limit() == null ? DuplicatesRequest.DEFAULT_LIMIT : wanted.limit());
                yield backend.jobs()
                        .start(
                                kind,
                                gallery,
                                owner,
                                running -> backend.engine().duplicates(request, running::isCancelled));
            }
            case "purge" -> PurgeJob.start(backend, gallery, owner);
            default ->
                throw new ProblemException(
                        ProblemCode.INVALID_ARGUMENT,
                        "kind must be ingest, cluster, duplicates or purge, got: " + kind);
        };
        return Reply.json(202, job.status()).withHeader("Location", "/v1/jobs/" + job.id());
    }

    private Job ingest(String gallery, String owner, NewJob wanted) {
        List<String> paths = wanted.paths();
        if (paths == null || paths.isEmpty() || paths.size() > MAX_PATHS) {
            throw new ProblemException(
                    ProblemCode.INVALID_ARGUMENT, "paths must be between 1 and %d".formatted(MAX_PATHS));
        }
        List<Path> roots =
                paths.stream().map(path -> backend.roots().resolve(path)).toList();
        IngestRequest request =
                new IngestRequest(gallery, roots, backend.roots().folders(), pruning(wanted));
        boolean thenCluster = wanted.cluster() == null || wanted.cluster();
        return backend.jobs()
                .start("ingest", gallery, owner, running -> ingestJob.ingest(running, request, thenCluster));
    }

    private static PruneMode pruning(NewJob wanted) {
        if (Boolean.TRUE.equals(wanted.pruneAll())) {
            return PruneMode.ALL;
        }
        if (Boolean.TRUE.equals(wanted.pruneIgnored())) {
            return PruneMode.IGNORED;
        }
        return Boolean.TRUE.equals(wanted.prune()) ? PruneMode.CAUTIOUS : PruneMode.NONE;
    }

    private Reply list(Call call) {
        return Reply.ok(new JobList(backend.jobs().list().stream()
                .filter(job -> call.principal().mayAccess(job.gallery()))
                .map(Job::status)
                .toList()));
    }

    private Reply cancel(Call call) {
        Job job = job(call);
        call.audit("gallery", job.gallery());
        call.audit("job", job.id());
        job.cancel();
        return Reply.json(202, job.status());
    }

    private Job job(Call call) {
        return backend.jobs()
                .find(call.parameter("job"))
                .filter(job -> call.principal().mayAccess(job.gallery()))
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "no such job"));
    }
}
