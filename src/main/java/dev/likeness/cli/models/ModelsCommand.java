package dev.likeness.cli.models;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.CommandGroup;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.ScoreFormatter;
import dev.likeness.cli.terminal.TextTable;
import dev.likeness.engine.Engine;
import dev.likeness.engine.ModelDetails;
import dev.likeness.inference.model.ModelFileStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "models",
        description = {"List, verify and import models.", ""},
        subcommands = {ModelsCommand.ListAll.class, ModelsCommand.Verify.class, ModelsImportCommand.class})
public final class ModelsCommand extends CommandGroup {
    @Command(
            name = "list",
            description = {"List all models with the state of their weights and their calibration.", ""})
    static final class ListAll implements Callable<Integer> {
        @Mixin
        private final GlobalOptions global;

        ListAll(Console console) {
            this.global = new GlobalOptions(console);
        }

        @Override
        public Integer call() {
            try (Engine engine = global.engine()) {
                List<ModelDetails> models = engine.models().list();
                global.printResult(models, () -> ModelsCommand.print(global.console(), models));
                return 0;
            }
        }
    }

    @Command(
            name = "verify",
            description = {"Check every model's weights against its manifest; exit status 1 if one differs.", ""})
    static final class Verify implements Callable<Integer> {
        @Mixin
        private final GlobalOptions global;

        Verify(Console console) {
            this.global = new GlobalOptions(console);
        }

        @Override
        public Integer call() {
            try (Engine engine = global.engine()) {
                List<ModelDetails> models = engine.models().list();
                global.printResult(models, () -> ModelsCommand.print(global.console(), models));
                boolean altered = models.stream().anyMatch(model -> model.state() == ModelFileStatus.State.MODIFIED);
                return altered ? CommandLine.ExitCode.USAGE : 0;
            }
        }
    }

    private static void print(Console console, List<ModelDetails> models) {
        TextTable table = TextTable.of("model", "role", "state", "sha256", "file", "calibration");
        for (ModelDetails model : models) {
            table.row(
                    model.manifest().id(),
                    word(model.manifest().role()),
                    word(model.state()),
                    model.sha256().map(hash -> hash.substring(0, 12)).orElse("-"),
                    model.path().map(Path::toString).orElse(model.manifest().file()),
                    model.manifest().dimension() == 0 ? "-" : ScoreFormatter.calibration(model.calibration()));
        }
        table.print(console, "");
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
