package dev.likeness.cli.train;

import dev.likeness.cli.terminal.CommandGroup;
import picocli.CommandLine.Command;

@Command(
        name = "train",
        description = {
            "Train embedders with the MagFace loss or from a teacher, and detectors on a teacher's boxes.",
            "",
            "Needs a build with PyTorch: mvn -Ptraining package.",
            ""
        },
        subcommands = {TrainEmbedderCommand.class, TrainDetectorCommand.class})
public final class TrainCommand extends CommandGroup {}
