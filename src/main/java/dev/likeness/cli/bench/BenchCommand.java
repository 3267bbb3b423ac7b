package dev.likeness.cli.bench;

import dev.likeness.bench.ClusterBenchmark;
import dev.likeness.bench.DuplicateBenchmark;
import dev.likeness.bench.HttpBenchmark;
import dev.likeness.bench.IngestBenchmark;
import dev.likeness.bench.MetricsBenchmark;
import dev.likeness.bench.soak.SoakBenchmark;
import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.options.ModelFlags;
import dev.likeness.cli.terminal.Columns;
import dev.likeness.cli.terminal.CommandGroup;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.TextTable;
import dev.likeness.evaluation.clustering.ClusterScores;
import dev.likeness.extract.Stage;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.inference.runtime.Device;
import dev.likeness.support.Json;
import dev.likeness.training.embedder.Architecture;
import dev.likeness.training.embedder.BackboneOptions;
import dev.likeness.training.embedder.TrainingBenchmark;
import dev.likeness.training.torch.Arithmetic;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "bench",
        description = {"Measure how fast Likeness is on this machine.", ""},
        subcommands = {
            BenchCommand.Ingest.class,
            BenchCommand.Metrics.class,
            BenchCommand.Duplicates.class,
            BenchCommand.Cluster.class,
            BenchEditsCommand.class,
            BenchCommand.Http.class,
            BenchCommand.Soak.class,
            BenchCommand.Train.class
        })
public final class BenchCommand extends CommandGroup {
    @Command(
            name = "ingest",
            description = {
                "Ingest a folder into a temporary gallery, and photos of 12 megapixels made from it; print where the"
                        + " time goes.",
                ""
            })
    static final class Ingest implements Callable<Integer> {
        @Mixin
        private final GlobalOptions global;

        @Mixin
        private final ModelFlags models = new ModelFlags();

        @Parameters(paramLabel = "PATH", description = "A folder of photos.")
        private Path photos = Path.of("");

        Ingest(Console console) {
            this.global = new GlobalOptions(console);
        }

        @Override
        public Integer call() {
            Console console = global.console();
            List<IngestBenchmark.Run> runs =
                    new IngestBenchmark(global.configuration(models.settings()).engine(), console::note).run(photos);
            global.printResult(runs, () -> runs.forEach(this::print));
            return 0;
        }

        private void print(IngestBenchmark.Run run) {
            Console console = global.console();
            console.print(String.format(
                    Locale.ROOT,
                    "%s: %,d photos, %,d faces in %.1f s on %s, %d cores: %.1f photos/s, %.1f faces/s",
                    run.set(),
                    run.photos(),
                    run.faces(),
                    run.wallSeconds(),
                    run.device(),
                    run.cores(),
                    run.photos() / run.wallSeconds(),
                    run.faces() / run.wallSeconds()));
            double total = run.cpuSeconds().values().stream()
                    .mapToDouble(Double::doubleValue)
                    .sum();
            new Columns<Stage>()
                    .column("stage", "%s", stage -> stage.name().toLowerCase(Locale.ROOT))
                    .column("CPU s", "%.2f", stage -> seconds(run, stage))
                    .column("ms/photo", "%.2f", stage -> 1000 * seconds(run, stage) / run.photos())
                    .column("share", "%.1f %%", stage -> 100 * seconds(run, stage) / total)
                    .print(console, "  ", List.of(Stage.values()));
            console.print(String.format(
                    Locale.ROOT,
                    "  stages' CPU ÷ (wall × cores) %.3f; whole process %.3f; embedder alone on ready crops %.2f"
                            + " ms/face, here %.2f",
                    run.stageShare(),
                    run.processShare(),
                    run.embedOnlyMillis(),
                    1000 * seconds(run, Stage.EMBED) / run.faces()));
            if (run.gpu() != null) {
                console.print(String.format(
                        Locale.ROOT,
                        "  %.1f times the CPU's faces/s; GPU busy %.0f %% of the time; cosine of the same crops on"
                                + " both at least %.5f, mean %.5f",
                        run.gpu().cpuWallSeconds() / run.wallSeconds(),
                        100 * run.gpu().busy(),
                        run.gpu().minCosine(),
                        run.gpu().meanCosine()));
            }
        }

        private static double seconds(IngestBenchmark.Run run, Stage stage) {
            return run.cpuSeconds().getOrDefault(stage, 0.0);
        }
    }

    @Command(
            name = "http",
            description = {"Search made-up faces over HTTP and in the process; print what HTTP costs.", ""})
    static final class Http implements Callable<Integer> {
        @Mixin
        private final GlobalOptions global;

        @Option(
                names = "--faces",
                paramLabel = "N",
                defaultValue = "50000",
                description = "How many faces of 512 dimensions the gallery has (default: ${DEFAULT-VALUE}).")
        private int faces;

        @Option(
                names = "--queries",
                paramLabel = "N",
                defaultValue = "20000",
                description = "How many faces are looked for in each way (default: ${DEFAULT-VALUE}).")
        private int queries;

        Http(Console console) {
            this.global = new GlobalOptions(console);
        }

        @Override
        public Integer call() {
            List<HttpBenchmark.Run> runs =
                    HttpBenchmark.run(global.configuration(Map.of()).engine(), faces, queries, global.console()::note);
            global.printResult(runs, () -> print(runs));
            return 0;
        }

        private void print(List<HttpBenchmark.Run> runs) {
            TextTable table =
                    TextTable.of("how", "probes", "queries/s", "CPU µs/query", "× process", "p50 ms", "p99 ms");
            for (HttpBenchmark.Run run : runs) {
                table.row(
                        run.description(),
                        Integer.toString(run.probes()),
                        String.format(Locale.ROOT, "%,.0f", run.queriesPerSecond()),
                        String.format(Locale.ROOT, "%.0f", run.cpuMicros()),
                        run.ratio() == null ? "-" : String.format(Locale.ROOT, "%.2f", run.ratio()),
                        run.latency().p50Millis().text(2),
                        run.latency().p99Millis().text(2));
            }
            table.print(global.console(), "");
        }
    }

    @Command(
            name = "soak",
            description = {
                "Search, upload, delete and name at a real server that is stopped and started again meanwhile; print what"
                        + " failed, what was lost, and whether its heap grows. Exit status 1 if anything failed or was"
                        + " lost.",
                ""
            })
    static final class Soak implements Callable<Integer> {
        /// Options that the server is started with, too.
        private static final Set<String> SERVER_VARIABLES = Set.of(
                "--models",
                "--config",
                "--calibration",
                "--operating-point",
                "--detector",
                "--embedder",
                "--device",
                "--verbose");

        @Mixin
        private final GlobalOptions global;

        @Mixin
        private final ModelFlags models = new ModelFlags();

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Option(
                names = "--minutes",
                paramLabel = "N",
                defaultValue = "10",
                description = "How long, restarts not counted (default: ${DEFAULT-VALUE}).")
        private double minutes;

        @Option(
                names = "--restarts-every",
                paramLabel = "SECONDS",
                defaultValue = "60",
                description = "When the server gets SIGTERM; its last life has two fifths of the time at least, so that"
                        + " its heap can be judged (default: ${DEFAULT-VALUE}).")
        private int restartEvery;

        @Option(
                names = "--port",
                paramLabel = "N",
                defaultValue = "0",
                description = "The server's port (default: any free one).")
        private int port;

        @Option(
                names = "--clients",
                paramLabel = "N",
                defaultValue = "4",
                description = "Clients side by side (default: ${DEFAULT-VALUE}).")
        private int clients;

        @Option(
                names = "--rate",
                paramLabel = "N",
                defaultValue = "40",
                description = "Requests a second of all clients together, at most (default: ${DEFAULT-VALUE}).")
        private int rate;

        @Option(
                names = "--seed",
                paramLabel = "N",
                defaultValue = "1",
                description = "Of what is asked, and in which order (default: ${DEFAULT-VALUE}).")
        private long seed;

        @Parameters(paramLabel = "PHOTOS", description = "A folder of photos to upload.")
        private Path photos = Path.of("");

        Soak(Console console) {
            this.global = new GlobalOptions(console);
        }

        @Override
        public Integer call() {
            // Read here, too, so that a mistake in it is told at once.
            global.configuration(models.settings());
            List<String> options = new ArrayList<>();
            spec.commandLine().getParseResult().matchedOptions().stream()
                    .filter(option -> SERVER_VARIABLES.contains(option.longestName()))
                    .forEach(option -> options.add(
                            option.arity().max() == 0
                                    ? option.longestName()
                                    : option.longestName() + "="
                                            + option.originalStringValues().getLast()));
            SoakBenchmark.SoakReport report = new SoakBenchmark(
                            program(),
                            global.console().environment(),
                            options,
                            new SoakBenchmark.Plan(minutes, restartEvery, port, clients, rate, seed),
                            global.console()::note)
                    .run(photos);
            global.printResult(report, () -> print(report));
            return report.passed() ? 0 : CommandLine.ExitCode.SOFTWARE;
        }

        /// How this program was started.
        private List<String> program() {
            RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
            List<String> program = new ArrayList<>();
            program.add(ProcessHandle.current()
                    .info()
                    .command()
                    .orElse(Path.of(System.getProperty("java.home"), "bin", "java")
                            .toString()));
            // A debugger or profiler of this process is not the server's.
            runtime.getInputArguments().stream()
                    .filter(argument -> !argument.startsWith("-agent") && !argument.startsWith("-javaagent"))
                    .forEach(program::add);
            Object root = spec.root().userObject();
            program.addAll(
                    List.of("-cp", runtime.getClassPath(), root.getClass().getName()));
            return program;
        }

        private void print(SoakBenchmark.SoakReport report) {
            Console console = global.console();
            new Columns<SoakBenchmark.RequestStatistics>()
                    .column("requests", "%s", SoakBenchmark.RequestStatistics::name)
                    .column("answered", "%,d", SoakBenchmark.RequestStatistics::succeeded)
                    .column("p50 ms", "%s", kind -> kind.latency().p50Millis().text(1))
                    .column("p99 ms", "%s", kind -> kind.latency().p99Millis().text(1))
                    .column("429/503", "%,d", SoakBenchmark.RequestStatistics::busy)
                    .column("409", "%,d", SoakBenchmark.RequestStatistics::conflicts)
                    .column("404", "%,d", SoakBenchmark.RequestStatistics::gone)
                    .column("no answer", "%,d", SoakBenchmark.RequestStatistics::lost)
                    .column("no connection", "%,d", SoakBenchmark.RequestStatistics::refused)
                    .print(console, "", report.requests());
            console.print("");
            new Columns<SoakBenchmark.ServerRun>()
                    .column("life s", "%.0f", SoakBenchmark.ServerRun::seconds)
                    .column("start s", "%.1f", SoakBenchmark.ServerRun::startSeconds)
                    .column("stop s", "%.1f", SoakBenchmark.ServerRun::stopSeconds)
                    .column("status", "%d", SoakBenchmark.ServerRun::status)
                    .column("photos there", "%,d", life -> life.consistency().present())
                    .column("deleted", "%,d", life -> life.consistency().deleted())
                    .column("names", "%,d", life -> life.consistency().named())
                    .column("in doubt", "%,d", life -> life.consistency().uncertain())
                    .column("lost", "%,d", life -> life.consistency().lost().size())
                    .column("heap MB first", "%.1f", life -> first(life.heap()))
                    .column("last", "%.1f", life -> first(life.heap().reversed()))
                    .column("MB/min", "%+.2f", SoakBenchmark.ServerRun::heapGrowth)
                    .column("resident MB first", "%,.0f", life -> resident(life.heap()))
                    .column("last", "%,.0f", life -> resident(life.heap().reversed()))
                    .print(console, "", report.serverRuns());
            console.print("");
            report.serverErrors().forEach(line -> console.print("the server: " + line));
            report.firstErrors().forEach(line -> console.print("error: " + line));
            report.lost().forEach(line -> console.print("lost: " + line));
            console.print(String.format(
                    Locale.ROOT,
                    "%,d photos, %d restarts, %,d errors, %,d acknowledged things lost",
                    report.photos(),
                    report.serverRuns().size() - 1,
                    report.errors(),
                    report.lost().size()));
        }

        private static @Nullable Double resident(List<SoakBenchmark.Sample> heap) {
            return heap.isEmpty() ? null : heap.getFirst().resident();
        }

        private static @Nullable Double first(List<SoakBenchmark.Sample> heap) {
            return heap.isEmpty() ? null : (Double) heap.getFirst().megabytes();
        }
    }

    @Command(
            name = "metrics",
            description = {
                "Judge made-up clusterings of a quarter, a half and a whole million of faces; print how the time"
                        + " grows.",
                ""
            })
    static final class Metrics implements Callable<Integer> {
        @Mixin
        private final GlobalOptions global;

        Metrics(Console console) {
            this.global = new GlobalOptions(console);
        }

        @Override
        public Integer call() {
            List<MetricsBenchmark.Run> runs = MetricsBenchmark.run();
            global.printResult(runs, () -> print(runs));
            return 0;
        }

        private void print(List<MetricsBenchmark.Run> runs) {
            new Columns<MetricsBenchmark.Run>()
                    .column("labels", "%,d", MetricsBenchmark.Run::labels)
                    .column("people", "%,d", MetricsBenchmark.Run::people)
                    .column("clusters", "%,d", MetricsBenchmark.Run::clusters)
                    .column("ms", "%.1f", MetricsBenchmark.Run::millis)
                    .column("ns/label", "%.0f", MetricsBenchmark.Run::nanosPerLabel)
                    .column("× half as many", "%.2f", MetricsBenchmark.Run::ratio)
                    .print(global.console(), "", runs);
        }
    }

    @Command(
            name = "duplicates",
            description = {
                "Look for duplicates among made-up identities, a quarter, a half and all of them; print how the time"
                        + " grows.",
                ""
            })
    static final class Duplicates implements Callable<Integer> {
        @Mixin
        private final GlobalOptions global;

        @Option(
                names = "--identities",
                paramLabel = "N",
                defaultValue = "100000",
                description = "How many identities the last run has (default: ${DEFAULT-VALUE}).")
        private int identities;

        Duplicates(Console console) {
            this.global = new GlobalOptions(console);
        }

        @Override
        public Integer call() {
            if (identities < 40_000) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "identities must be at least 40000, for fewer are compared one by one, got: " + identities);
            }
            List<DuplicateBenchmark.Run> runs = DuplicateBenchmark.run(
                    identities,
                    run -> global.console()
                            .note(String.format(
                                    Locale.ROOT, "%,d identities in %.1f s", run.identities(), run.seconds())));
            global.printResult(runs, () -> print(runs));
            return 0;
        }

        private void print(List<DuplicateBenchmark.Run> runs) {
            new Columns<DuplicateBenchmark.Run>()
                    .column("identities", "%,d", DuplicateBenchmark.Run::identities)
                    .column("pairs", "%,d", DuplicateBenchmark.Run::pairs)
                    .column("brought forward", "%,d", DuplicateBenchmark.Run::found)
                    .column("of planted", "%.4f", DuplicateBenchmark.Run::plantedRecall)
                    .column("s", "%.1f", DuplicateBenchmark.Run::seconds)
                    .column("CPU s", "%.1f", DuplicateBenchmark.Run::cpuSeconds)
                    .column("CPU µs/identity", "%.0f", run -> 1e6 * run.cpuSeconds() / run.identities())
                    .column("× half as many", "%.2f", DuplicateBenchmark.Run::ratio)
                    .print(global.console(), "", runs);
        }
    }

    @Command(
            name = "train",
            description = {
                "Train a network on made-up faces for some steps; print pictures/s beside those of forward alone.",
                ""
            })
    static final class Train implements Callable<Integer> {
        @Option(names = "--json", description = "Print the result as JSON.")
        private boolean json;

        @Option(names = "--verbose", description = "Log more, and show where a failure came from.")
        private boolean verbose;

        @Option(
                names = "--architecture",
                paramLabel = "NAME",
                defaultValue = "mobilefacenet",
                description = "mobilefacenet, resnet14, iresnet18, iresnet34, iresnet50 or iresnet100 (default:"
                        + " ${DEFAULT-VALUE}).")
        private Architecture architecture = Architecture.MOBILEFACENET;

        @Option(
                names = "--width",
                paramLabel = "N",
                defaultValue = "32",
                description =
                        "Channels of the first layer; the published networks have 64 (default: ${DEFAULT-VALUE}).")
        private int width;

        @Option(
                names = "--batch",
                paramLabel = "N",
                defaultValue = "128",
                description = "Pictures a step (default: ${DEFAULT-VALUE}).")
        private int batch;

        @Option(
                names = "--steps",
                paramLabel = "N",
                defaultValue = "10",
                description = "Steps of each of three rounds (default: ${DEFAULT-VALUE}).")
        private int steps;

        @Option(
                names = "--threads",
                paramLabel = "N",
                defaultValue = "0",
                description = "Threads of one computation on the CPU; 0: one a core (default: ${DEFAULT-VALUE}).")
        private int threads;

        @Option(
                names = "--device",
                paramLabel = "DEVICE",
                defaultValue = "auto",
                description = "auto, cpu, cuda or cuda:N (default: ${DEFAULT-VALUE}, the GPU where there is one).")
        private String device = "auto";

        @Option(
                names = "--arithmetic",
                paramLabel = "NAME",
                defaultValue = "float32",
                description = "Of the convolutions: float32 or bfloat16 (default: ${DEFAULT-VALUE}).")
        private Arithmetic arithmetic = Arithmetic.FLOAT32;

        private final Console console;

        Train(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            if (verbose) {
                System.setProperty("likeness.log", "DEBUG");
            }
            TrainingBenchmark.Run run = TrainingBenchmark.run(
                    new BackboneOptions(architecture, width, 128, 0.4),
                    batch,
                    Device.parse(device),
                    threads,
                    arithmetic,
                    steps);
            if (json) {
                console.print(Json.line(run));
                return 0;
            }
            console.print(String.format(
                    Locale.ROOT,
                    "%s of width %d, batches of %d, %s, on %s with %d threads",
                    run.architecture().name().toLowerCase(Locale.ROOT),
                    run.width(),
                    run.batchSize(),
                    run.arithmetic().name().toLowerCase(Locale.ROOT),
                    run.device(),
                    run.threads()));
            new Columns<Rate>()
                    .column("", "%s", Rate::what)
                    .column("pictures/s", "%.1f", Rate::rate)
                    .column("of forward alone", "%.0f %%", row -> 100 * row.rate() / run.forwardRate())
                    .print(
                            console,
                            "  ",
                            List.of(
                                    new Rate("forward alone", run.forwardRate()),
                                    new Rate("a step on a ready batch", run.stepRate()),
                                    new Rate("with reading and changing pictures", run.endToEndRate())));
            console.print("  a third is expected of a step: backward is about twice the work of forward");
            return 0;
        }

        private record Rate(String what, double rate) {}
    }

    @Command(
            name = "cluster",
            description = {
                "Group made-up faces, an eighth, a quarter, a half and all of them, in a temporary gallery; print how"
                        + " the time grows.",
                ""
            })
    static final class Cluster implements Callable<Integer> {
        @Mixin
        private final GlobalOptions global;

        @Option(
                names = "--faces",
                paramLabel = "N",
                defaultValue = "200000",
                description = "How many faces the last run has (default: ${DEFAULT-VALUE}).")
        private int faces;

        Cluster(Console console) {
            this.global = new GlobalOptions(console);
        }

        @Override
        public Integer call() {
            if (faces < 16_000) {
                throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "faces must be at least 16000, got: " + faces);
            }
            ClusterBenchmark.Result result =
                    new ClusterBenchmark(global.configuration(Map.of()).engine(), global.console()::note).run(faces);
            global.printResult(result, () -> print(result));
            return 0;
        }

        private void print(ClusterBenchmark.Result result) {
            Console console = global.console();
            List<Row> works = new ArrayList<>();
            for (ClusterBenchmark.Run run : result.runs()) {
                works.add(new Row(run, "index", run.indexing(), run.faces(), null));
                works.add(new Row(run, "cluster", run.clustering(), run.faces(), run.scores()));
                works.add(new Row(run, "add 1,000", run.incremental(), 1_000, run.incrementalScores()));
                works.add(new Row(run, "DBSCAN", run.dbscan(), run.faces(), run.dbscanScores()));
            }
            new Columns<Row>()
                    .column("faces", "%,d", work -> work.run.faces())
                    .column("people", "%,d", work -> work.run.people())
                    .column("work", "%s", Row::what)
                    .column("s", "%.1f", work -> work.cost.seconds())
                    .column("CPU s", "%.1f", work -> work.cost.cpuSeconds())
                    .column("CPU ms/face", "%.2f", work -> 1000 * work.cost.cpuSeconds() / work.each)
                    .column("heap GB", "%.2f", work -> work.cost.heapBytes() / 1e9)
                    .column("F", "%.4f", work -> work.scores == null ? null : work.scores.fScore())
                    .print(console, "", works);
            for (ClusterBenchmark.Run run : result.runs()) {
                console.print(String.format(
                        Locale.ROOT,
                        "%,d faces: %,d people found, %,d faces unclear, precision %.4f, recall %.4f%s",
                        run.faces(),
                        run.peopleFound(),
                        run.unassigned(),
                        run.scores().precision(),
                        run.scores().recall(),
                        run.ratio() == null
                                ? ""
                                : String.format(Locale.ROOT, "; %.2f × the CPU time of half as many", run.ratio())));
            }
            console.print(String.format(
                    Locale.ROOT,
                    "DBSCAN's least cosine, chosen on a small gallery of another seed: %.2f",
                    result.minCosine()));
        }

        /// A row: what was done, to how many faces, and how well.
        private record Row(
                ClusterBenchmark.Run run,
                String what,
                ClusterBenchmark.Cost cost,
                int each,
                @Nullable ClusterScores scores) {}
    }
}
