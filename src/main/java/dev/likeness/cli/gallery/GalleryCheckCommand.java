package dev.likeness.cli.gallery;

import dev.likeness.cli.options.EngineCommand;
import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Columns;
import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.Engine;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.index.GalleryCheck;
import dev.likeness.index.GalleryCheck.Generation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "check",
        description = {
            "Check a gallery in full: the file CURRENT, the checksums of every generation, and whether all photos,"
                    + " faces, people, assertions and edits can be read and fit together.",
            "",
            "The exit status is 1 if the gallery is damaged. --repair makes a whole generation the live one again if"
                    + " CURRENT is lost or wrong. Of a damaged generation, it writes what can be read to a new one and"
                    + " says what is lost; the damaged files are kept aside. No other command may write meanwhile.",
            ""
        })
final class GalleryCheckCommand extends EngineCommand {
    @Option(names = "--repair", description = "Repair a damaged gallery.")
    private boolean repair;

    @Option(
            names = "--generation",
            paramLabel = "N",
            description = "With --repair, the generation to use (default: the newest that was in use).")
    private @Nullable Integer generation;

    GalleryCheckCommand(Console console) {
        super(console);
    }

    @Override
    protected int run(Engine engine, GlobalOptions global) {
        if (generation != null && !repair) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "--generation must be combined with --repair, got: " + generation);
        }
        GalleryCheck before = engine.galleries().check(global.gallery());
        GalleryCheck after = repair ? engine.galleries().repair(global.gallery(), generation) : before;
        global.printResult(after, () -> print(global, before, after));
        return after.isSound() ? 0 : CommandLine.ExitCode.SOFTWARE;
    }

    private static void print(GlobalOptions global, GalleryCheck before, GalleryCheck after) {
        Console console = global.console();
        columns().print(console, "", after.generations());
        before.findings().forEach(finding -> console.print(finding.toString()));
        if (before.omittedFindings() > 0) {
            console.print("and %d findings more".formatted(before.omittedFindings()));
        }
        if (!before.isSound() && after.isSound()) {
            console.print("Repaired gallery %s: %s. It is generation-%d%s."
                    .formatted(
                            after.gallery(),
                            before.problem(),
                            after.live(),
                            before.findings().isEmpty() ? " again" : " now"));
        } else if (after.isSound()) {
            console.print("Gallery %s is sound: generation-%d.".formatted(after.gallery(), after.live()));
        } else {
            console.print("Gallery %s is damaged: %s".formatted(after.gallery(), after.problem()));
            if (after.repairWith() != null) {
                console.note("To use generation-%d again: likeness gallery check --repair%s"
                        .formatted(after.repairWith(), global.sameGallery()));
            } else if (!after.findings().isEmpty()) {
                console.note("To repair it: likeness gallery check --repair%s".formatted(global.sameGallery()));
            }
        }
        after.notes().forEach(console::note);
    }

    private static Columns<Generation> columns() {
        return new Columns<Generation>()
                .column("generation", "%s", generation -> "generation-" + generation.number())
                .column("stage", "%s", generation -> Objects.requireNonNullElse(generation.stage(), ""))
                .column("photos", "%d", Generation::photos)
                .column("faces", "%d", Generation::faces)
                .column("people", "%d", Generation::people)
                .column("embedder", "%s", generation -> Objects.requireNonNullElse(generation.embedder(), ""))
                .column(
                        "written",
                        "%s",
                        generation -> generation.written() == null
                                ? ""
                                : generation.written().toString())
                .column("problem", "%s", generation -> Objects.requireNonNullElse(generation.problem(), ""));
    }
}
