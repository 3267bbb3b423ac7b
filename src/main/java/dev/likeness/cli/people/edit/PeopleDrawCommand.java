package dev.likeness.cli.people.edit;

import dev.likeness.cli.options.EngineCommand;
import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.Engine;
import dev.likeness.face.Actor;
import dev.likeness.face.Box;
import dev.likeness.face.PhotoId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "draw",
        description = {
            "Add a face that the detector missed: likeness people draw PHOTO --box LEFT,TOP,RIGHT,BOTTOM --name NAME.",
            "",
            "The box is around the face, in pixels of the upright photo, as in likeness show --json. The face stays when its photo is ingested again or the gallery moves to another model.",
            ""
        })
public final class PeopleDrawCommand extends EngineCommand {
    private static final int SIDES = 4;

    @Option(
            names = "--box",
            required = true,
            split = ",",
            paramLabel = "LEFT,TOP,RIGHT,BOTTOM",
            hideParamSyntax = true,
            description = "The box around the face.")
    private List<Float> box = new ArrayList<>();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name of the person, who is created if there is none. Without it the face is unassigned.")
    private @Nullable String name;

    @Parameters(paramLabel = "PHOTO", description = "A photo's path or the first digits of its hash.")
    private String photo = "";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    PeopleDrawCommand(Console console) {
        super(console);
    }

    @Override
    protected int run(Engine engine, GlobalOptions global) {
        if (box.size() != SIDES) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--box must be LEFT,TOP,RIGHT,BOTTOM, got: " + box);
        }
        String gallery = global.gallery();
        PhotoId id = engine.people(gallery).references().photo(photo);
        Box drawn = new Box(box.get(0), box.get(1), box.get(2), box.get(3));
        EditPrinter.print(global, engine.drawing(gallery, Actor.COMMAND_LINE).draw(id, drawn, name));
        return 0;
    }
}
