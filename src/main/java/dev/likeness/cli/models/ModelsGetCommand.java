package dev.likeness.cli.models;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Columns;
import dev.likeness.cli.terminal.Console;
import dev.likeness.config.Configuration;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.inference.model.ModelCatalog;
import dev.likeness.inference.model.ModelFileStatus;
import dev.likeness.inference.model.ModelManifest;
import dev.likeness.onnx.download.KnownModel;
import dev.likeness.onnx.download.KnownModels;
import dev.likeness.onnx.download.ModelDownload;
import dev.likeness.onnx.download.PinnedFile;
import dev.likeness.onnx.importer.CheckpointImport;
import dev.likeness.onnx.importer.ImportOptions;
import dev.likeness.support.AtomicFile;
import dev.likeness.support.WebAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "get",
        description = {
            "Download a model from its makers and import it; without MODEL, list those that can be downloaded.",
            "",
            "The SHA-256 of every file is checked. A download that broke goes on where it ended when the command is repeated.",
            ""
        })
final class ModelsGetCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    @Parameters(
            arity = "0..1",
            paramLabel = "MODEL",
            description = "A model or pack of models, such as buffalo_l or yunet.")
    private @Nullable String name;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "Take the makers' file, downloaded by other means, instead of the network; repeatable.")
    private List<Path> from = List.of();

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            description = "Download from this folder of a mirror, which holds copies of the makers' files.")
    private @Nullable String baseUrl;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Directory to write to (default: the first model directory).")
    private @Nullable Path output;

    @Option(names = "--force", description = "Overwrite models with the same ids.")
    private boolean force;

    /// Result of a download, for JSON.
    ///
    /// @param models all models of the pack
    private record Result(String id, String address, String licence, String use, List<Row> models) {}

    /// A model of the pack.
    ///
    /// @param state `imported`, `installed` as a model of the built-in list, or `present` from the beginning
    private record Row(String id, String state, String role, Path file, String sha256) {}

    ModelsGetCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() throws IOException {
        if (name == null) {
            global.printTable(KnownModels.all(), columns());
            return 0;
        }
        KnownModel known = KnownModels.require(name);
        requireFiles();
        URI mirror = mirror();
        Configuration configuration = global.configuration(Map.of());
        ModelImport models = ModelImport.of(configuration, global.console());
        if (!global.json()) {
            introduce(known, mirror);
        }
        List<Row> rows = new ArrayList<>();
        for (PinnedFile file : known.files()) {
            present(models, file).ifPresent(rows::add);
        }
        if (rows.size() < known.files().size() || force) {
            rows = get(known, Optional.ofNullable(mirror), models);
        }
        Result result = new Result(known.id(), known.address().toString(), known.licence(), known.use(), rows);
        global.printResult(result, () -> print(result));
        return 0;
    }

    private void requireFiles() {
        for (Path file : from) {
            if (file.toString().matches("(?i)https?:/.*")) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "--from must be a file, got: %s; to download from the folder of a mirror: --base-url URL"
                                .formatted(WebAddress.masked(file.toString())));
            }
        }
    }

    private @Nullable URI mirror() {
        if (baseUrl == null) {
            return null;
        }
        if (!from.isEmpty()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "--from and --base-url must not be given together, got: both");
        }
        URI mirror = WebAddress.parse(baseUrl).orElseThrow(() -> wrongMirror("must be an http or https address", ""));
        String otherwise = "; to use such a mirror, download the file by other means and name it with --from FILE";
        if (mirror.getRawUserInfo() != null) {
            throw wrongMirror("must have no user and no password", otherwise);
        }
        if (mirror.getRawQuery() != null || mirror.getRawFragment() != null) {
            throw wrongMirror("must be the address of a folder, without ? and #", otherwise);
        }
        return mirror;
    }

    private LikenessException wrongMirror(String rule, String wayOut) {
        return new LikenessException(
                ErrorCode.INVALID_ARGUMENT,
                "--base-url %s, got: %s%s".formatted(rule, WebAddress.masked(String.valueOf(baseUrl)), wayOut));
    }

    private void introduce(KnownModel known, @Nullable URI mirror) {
        Console console = global.console();
        PinnedFile offered = known.offered();
        console.print("model       %s: %s".formatted(known.id(), known.description()));
        console.print("licence     " + known.licence());
        console.print("use         " + known.use());
        console.print("source      " + known.address());
        if (from.isEmpty()) {
            console.print(String.format(
                    Locale.ROOT,
                    "download    %s, %.1f MB, sha256 %s",
                    mirror == null ? offered.name() : "%s from %s".formatted(offered.name(), mirror),
                    offered.bytes() / 1e6,
                    offered.sha256()));
        }
    }

    /// The model of this file, if it is there already, under whatever name.
    private static Optional<Row> present(ModelImport models, PinnedFile file) {
        ModelCatalog catalog = ModelCatalog.of(models.directories());
        return catalog.manifests().stream()
                .filter(manifest -> manifest.sha256().equals(Optional.of(file.sha256())))
                .map(catalog::inspect)
                .filter(status -> status.state() == ModelFileStatus.State.PRESENT)
                .findFirst()
                .map(status -> row(status.manifest(), "present", status.path().orElseThrow(), file));
    }

    private static Row row(ModelManifest manifest, String state, Path file, PinnedFile pinned) {
        return new Row(manifest.id(), state, manifest.role().name().toLowerCase(Locale.ROOT), file, pinned.sha256());
    }

    private List<Row> get(KnownModel known, Optional<URI> mirror, ModelImport models) throws IOException {
        Path directory = models.directory(output);
        try (ModelDownload download = ModelDownload.in(directory, known)) {
            Map<PinnedFile, Path> files = from.isEmpty() ? fetch(download, mirror) : download.take(from);
            List<Row> rows = new ArrayList<>();
            for (PinnedFile file : known.files()) {
                Optional<Row> present = force ? Optional.empty() : present(models, file);
                rows.add(present.isPresent() ? present.get() : add(known, file, files, models, directory));
            }
            download.finish();
            return rows;
        }
    }

    private Map<PinnedFile, Path> fetch(ModelDownload download, Optional<URI> mirror) throws IOException {
        try (DownloadProgress progress = new DownloadProgress(global.console())) {
            return download.fetch(mirror, progress);
        }
    }

    private Row add(KnownModel known, PinnedFile file, Map<PinnedFile, Path> files, ModelImport models, Path directory)
            throws IOException {
        Path content = files.get(file);
        if (content == null) {
            throw new LikenessException(ErrorCode.INTERNAL, "no content for " + file.name());
        }
        Optional<ModelManifest> builtIn = ModelCatalog.of(List.of()).manifests().stream()
                .filter(manifest -> manifest.sha256().equals(Optional.of(file.sha256())))
                .findFirst();
        if (builtIn.isPresent()) {
            Path target = directory.resolve(builtIn.get().file());
            AtomicFile.write(target, stream -> Files.copy(content, stream));
            return row(builtIn.get(), "installed", target, file);
        }
        String id = CheckpointImport.idOf(Path.of(file.name()), ImportOptions.defaults());
        ImportOptions.Provenance provenance = new ImportOptions.Provenance(
                known.licence() + ": " + known.use(),
                known.address() + (known.archive().isPresent() ? ", " + file.name() : ""));
        ImportResult result = models.run(content, directory, ImportOptions.of(id, provenance, force));
        if (!global.json()) {
            result.print(global.console());
        }
        return new Row(result.id(), "imported", result.role(), result.model(), result.sha256());
    }

    private void print(Result result) {
        Console console = global.console();
        for (Row row : result.models()) {
            if (!row.state().equals("imported")) {
                console.print(
                        String.format(Locale.ROOT, "%-12s%s %s: %s", row.state(), row.role(), row.id(), row.file()));
            }
        }
        console.print("use         " + result.use());
    }

    private static Columns<KnownModel> columns() {
        return new Columns<KnownModel>()
                .column("model", "%s", KnownModel::id)
                .column("MB", "%.1f", known -> known.offered().bytes() / 1e6)
                .column("use", "%s", KnownModel::use)
                .column("description", "%s", KnownModel::description);
    }
}
