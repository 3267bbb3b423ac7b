package dev.likeness.cli.train;

import dev.likeness.cli.terminal.CommandGroup;
import picocli.CommandLine.Command;

@Command(
        name = "train",
        description = {
            "Train models of your own: embedders with the MagFace loss and a teacher's directions, detectors on a teacher's boxes.",
            "",
            "It needs a build with PyTorch: mvn -Ptraining package.",
            ""
        },
        subcommands = {TrainEmbedderCommand.class, TrainDetectorCommand.class})
public final class TrainCommand extends CommandGroup {}
