package dev.likeness.cli.evaluate;

import dev.likeness.cli.terminal.CommandGroup;
import picocli.CommandLine.Command;

@Command(
        name = "evaluate",
        description = {
            "Measure the accuracy of Likeness on your own photos, with standard protocols.",
            "",
            "Every report names the number of comparisons, the model and the machine.",
            ""
        },
        subcommands = {
            EvaluateVerificationCommand.class,
            EvaluateQualityCommand.class,
            EvaluateMagnitudeCommand.class,
            EvaluateTemplatesCommand.class,
            EvaluateCalibrationCommand.class,
            EvaluateFairnessCommand.class,
            EvaluateClusteringCommand.class,
            EvaluateContextCommand.class,
            EvaluateDuplicatesCommand.class,
            EvaluateCopiesCommand.class,
            EvaluateSearchCommand.class,
            EvaluateDetectorCommand.class,
            EvaluateLandmarksCommand.class,
            EvaluateTurnsCommand.class,
            EvaluateTilesCommand.class
        })
public final class EvaluateCommand extends CommandGroup {}
