package dev.likeness.cli.models;

import dev.likeness.cli.options.EngineCommand;
import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Columns;
import dev.likeness.cli.terminal.CommandGroup;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.ScoreFormatter;
import dev.likeness.engine.Engine;
import dev.likeness.engine.ModelDetails;
import dev.likeness.inference.model.ModelFileStatus;
import dev.likeness.support.Keywords;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(
        name = "models",
        description = {"List, verify, download and import models.", ""},
        subcommands = {
            ModelsCommand.ListAll.class,
            ModelsCommand.Verify.class,
            ModelsGetCommand.class,
            ModelsImportCommand.class
        })
public final class ModelsCommand extends CommandGroup {
    @Command(
            name = "list",
            description = {"List all models with the state of their weights and their calibration.", ""})
    static final class ListAll extends EngineCommand {
        ListAll(Console console) {
            super(console);
        }

        @Override
        protected int run(Engine engine, GlobalOptions global) {
            global.printTable(engine.models().list(), columns());
            return 0;
        }
    }

    @Command(
            name = "verify",
            description = {"Check every model's weights against its manifest; exit status 1 if one differs.", ""})
    static final class Verify extends EngineCommand {
        Verify(Console console) {
            super(console);
        }

        @Override
        protected int run(Engine engine, GlobalOptions global) {
            List<ModelDetails> models = engine.models().list();
            global.printTable(models, columns());
            boolean altered = models.stream().anyMatch(model -> model.state() == ModelFileStatus.State.MODIFIED);
            return altered ? CommandLine.ExitCode.USAGE : 0;
        }
    }

    private static Columns<ModelDetails> columns() {
        return new Columns<ModelDetails>()
                .column("model", "%s", model -> model.manifest().id())
                .column("role", "%s", model -> Keywords.of(model.manifest().role()))
                .column("state", "%s", model -> Keywords.of(model.state()))
                .column(
                        "sha256",
                        "%s",
                        model -> model.sha256()
                                .map(hash -> hash.substring(0, 12))
                                .orElse(null))
                .column(
                        "file",
                        "%s",
                        model -> model.path()
                                .map(Path::toString)
                                .orElse(model.manifest().file()))
                .column(
                        "calibration",
                        "%s",
                        model -> model.manifest().dimension() == 0
                                ? null
                                : ScoreFormatter.calibration(model.calibration()));
    }
}
