package dev.likeness.cli;

import dev.likeness.cli.train.BenchTrainCommand;
import dev.likeness.cli.train.TrainCommand;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The commands `train` and `bench train`. Their classes, PyTorch's and the rest of training are only in a build with
/// the Maven profile `training`, so no annotation may name them.
final class TrainingCommands {
    private static final String NAME = "train";

    private TrainingCommands() {}

    /// Adds both commands, or one that names the build that has them.
    static void addTo(CommandLine likeness) {
        CommandLine bench = Objects.requireNonNull(likeness.getSubcommands().get("bench"));
        try {
            likeness.addSubcommand(NAME, TrainCommand.class);
            bench.addSubcommand(NAME, BenchTrainCommand.class);
        } catch (NoClassDefFoundError _) {
            likeness.addSubcommand(NAME, new Missing());
            bench.addSubcommand(NAME, new Missing());
        }
    }

    @Command(description = {"Not in this build; it needs: " + Missing.BUILD, ""})
    static final class Missing implements Callable<Integer> {
        private static final String BUILD = "mvn -Ptraining -DskipTests package";

        /// Taken and ignored, so that the answer is the same whatever was asked.
        @CommandLine.Unmatched
        @SuppressWarnings("UnusedVariable") // picocli fills it
        private List<String> arguments = new ArrayList<>();

        @Override
        public Integer call() {
            throw new LikenessException(
                    ErrorCode.LIBRARY_MISSING, "this build leaves training out; build one that has it: " + BUILD);
        }
    }
}
