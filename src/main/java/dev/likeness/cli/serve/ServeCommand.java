package dev.likeness.cli.serve;

import dev.likeness.api.ApiServer;
import dev.likeness.api.IngestJob;
import dev.likeness.api.compreface.CompreFace;
import dev.likeness.api.deepstack.DeepStack;
import dev.likeness.api.rekognition.Rekognition;
import dev.likeness.api.v1.NativeApi;
import dev.likeness.api.web.WebInterface;
import dev.likeness.cli.options.GalleryOptions;
import dev.likeness.cli.options.ModelFlags;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.Interruption;
import dev.likeness.config.Configuration;
import dev.likeness.config.Setting;
import dev.likeness.engine.Engine;
import dev.likeness.engine.ingest.IngestRequest;
import dev.likeness.engine.ingest.PruneMode;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "serve",
        description = {
            "Serve the web page and the HTTP API; ingest PATHs in the background.",
            "",
            "Photos are added to the gallery while the server answers requests. On the loopback address it needs no"
                    + " API keys; any other address needs at least one (likeness keys create). Ctrl-C finishes running"
                    + " requests and stops.",
            "",
            "To open the page on a phone: likeness keys create phone --scope write, then likeness serve --host"
                    + " 0.0.0.0, which prints the address for the phone. Keys and photos are sent unencrypted unless"
                    + " the server has a certificate (server.tlsCertificate), so do this in a network of your own.",
            ""
        })
public final class ServeCommand implements Callable<Integer> {
    /// Time for the engine to close after the last request.
    private static final Duration CLOSING = Duration.ofSeconds(30);

    /// Time between two lines about photos that are being added.
    private static final Duration LOG_PERIOD = Duration.ofSeconds(10);

    @Mixin
    private final GalleryOptions global;

    @Mixin
    private final ModelFlags models = new ModelFlags();

    @Parameters(arity = "0..*", paramLabel = "PATH", description = "Photos, or folders of photos.")
    private List<Path> paths = List.of();

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "Address to listen on (default: 127.0.0.1; 0.0.0.0 for other devices, too).")
    private @Nullable String host;

    @Option(names = "--port", paramLabel = "N", description = "Port to listen on (default: 8080; 0 for any free port).")
    private @Nullable String port;

    ServeCommand(Console console) {
        this.global = new GalleryOptions(console);
    }

    @Override
    public Integer call() {
        for (Path path : paths) {
            if (!Files.exists(path)) {
                throw new LikenessException(ErrorCode.NOT_FOUND, "a path to serve must exist, got: " + path);
            }
        }
        Map<String, Setting> flags = new HashMap<>(models.settings());
        GalleryOptions.put(flags, "server.host", host, "--host");
        GalleryOptions.put(flags, "server.port", port, "--port");
        Configuration configuration = global.configuration(flags);
        Console console = global.console();
        Duration patience = configuration.server().shutdownGrace().plus(CLOSING);
        try (Interruption interruption = Interruption.onCtrlC(patience);
                Engine engine = Engine.open(configuration.engine(), console::note)) {
            if (interruption.happened()) {
                return Interruption.EXIT_STATUS;
            }
            try (ApiServer server = ApiServer.start(
                    engine,
                    configuration.indexDirectory(),
                    configuration.server(),
                    configuration.duplicates(),
                    configuration.tracing(),
                    paths,
                    List.of(
                            new NativeApi(),
                            new WebInterface(),
                            new Rekognition(),
                            new CompreFace(),
                            new DeepStack()))) {
                server.warmUp(() -> WarmUpRequests.run(engine, configuration.engine()));
                // Clients may use the gallery as soon as the address is printed.
                if (!engine.galleries().exists(global.gallery())) {
                    engine.galleries().create(global.gallery(), null);
                }
                ServerAddresses addresses = ServerAddresses.of(server.address());
                console.announce("Likeness answers at " + addresses.here()
                        + "; open it in a browser. The documentation of" + " its API is " + addresses.here() + "/docs");
                console.note(global.where(configuration));
                if (!server.requiresKey()) {
                    console.note("No API keys: every program on this machine has full access, other machines have"
                            + " none.");
                }
                otherDevices(addresses, server.requiresKey()).forEach(console::note);
                ingest(server);
                engine.mergeInBackground(console::note);
                try (IngestLog _ =
                        new IngestLog(console, () -> server.backend().jobs().list(), LOG_PERIOD)) {
                    interruption.await();
                }
                console.note("Stopping: running requests are finished first.");
            }
        }
        return 0;
    }

    /// How to open the page from another device.
    private List<String> otherDevices(ServerAddresses addresses, boolean hasKeys) {
        if (!addresses.isOnlyHere()) {
            return addresses.others().stream()
                    .map(address -> "From another device, such as a phone: " + address + "; sign in with an API key.")
                    .toList();
        }
        String key = hasKeys ? "" : "likeness keys create phone --scope write%s, then ".formatted(global.sameIndex());
        return List.of("To open it from another device: " + key + "likeness serve --host 0.0.0.0");
    }

    private void ingest(ApiServer server) {
        if (!paths.isEmpty()) {
            IngestRequest request = new IngestRequest(
                    global.gallery(), paths, server.backend().roots().folders(), PruneMode.NONE);
            IngestJob work = new IngestJob(server.backend());
            server.backend().jobs().start("ingest", global.gallery(), "serve", job -> work.ingest(job, request, true));
        }
    }
}
