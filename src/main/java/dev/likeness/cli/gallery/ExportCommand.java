package dev.likeness.cli.gallery;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.Engine;
import dev.likeness.support.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "export",
        description = {
            "Print every face of a gallery as a line of JSON.",
            "",
            "Keys: face, photo (path), box [left, top, right, bottom], landmarks [[x, y] × 5], score, magnitude, quality, person (number or null), name; with --vectors also vector (direction × magnitude). Coordinates are pixels of the upright, full-size photo.",
            ""
        })
public final class ExportCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    @Option(names = "--vectors", description = "Include each face's raw vector.")
    private boolean vectors;

    ExportCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        try (Engine engine = global.engine()) {
            engine.contents(global.gallery())
                    .export(vectors, face -> global.console().print(Json.line(face)));
            return 0;
        }
    }
}
