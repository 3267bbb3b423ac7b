package dev.likeness.cli.evaluate;

import dev.likeness.cli.terminal.Console;
import dev.likeness.evaluation.data.FaceReader;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.PersonGroups;
import dev.likeness.evaluation.data.PhotoLabels;
import dev.likeness.evaluation.fairness.FairnessEvaluation;
import dev.likeness.evaluation.fairness.MatchRule;
import dev.likeness.evaluation.report.Bootstrap;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "fairness",
        description = {
            "Measure whether errors differ between groups of people, such as by sex or skin tone, on your own labelled photos.",
            "",
            "Reports for each group, at one rule for a match: photos without a face, missed mates and false matches, with intervals over people; the difference to the other groups; and the ratio of the worst group to the best. The rule is the decision of the calibration (--operating-point), or else --threshold or --fmr.",
            "The photos are those of --labels, a CSV file with the header photo,person, or else of the folders in --images, one per person. A group needs 30 people before anything is said about it.",
            ""
        })
final class EvaluateFairnessCommand implements Callable<Integer> {
    @Mixin
    private final ModelEvaluation evaluation;

    @Mixin
    private final ResampleFlags resamples = new ResampleFlags();

    @Option(
            names = "--groups",
            paramLabel = "FILE",
            required = true,
            description =
                    "The groups of each person: CSV with the header person,ATTRIBUTE,… such as person,sex,skin tone. Several attributes are also evaluated together.")
    private Path groups = Path.of("");

    @Option(names = "--labels", paramLabel = "FILE", description = "Labels: CSV with the header photo,person.")
    private @Nullable Path labels;

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description =
                    "The pictures, one folder per person, as in LFW; with --labels, the folder that the labels' photos are relative to.")
    private @Nullable Path images;

    @ArgGroup
    private @Nullable Rule rule;

    /// What makes a pair a match, instead of the calibration.
    private static final class Rule {
        @Option(names = "--threshold", paramLabel = "C", description = "A pair matches from this cosine on.")
        private @Nullable Double threshold;

        @Option(
                names = "--fmr",
                paramLabel = "RATE",
                description =
                        "A pair matches from the cosine on at which this share of all impostor pairs of these people match.")
        private @Nullable Double falseMatchRate;
    }

    @Option(
            names = "--photos-per-person",
            paramLabel = "N",
            defaultValue = "10",
            description =
                    "Maximum number of photos of one person, evenly spread over their sorted names, so that no person has most of a group's pairs (default: ${DEFAULT-VALUE}).")
    private int photosPerPerson;

    EvaluateFairnessCommand(Console console) {
        this.evaluation = new ModelEvaluation(console);
    }

    @Override
    public Integer call() {
        InvalidInputPolicy badInput = evaluation.badInput();
        Bootstrap bootstrap = resamples.bootstrap();
        PersonGroups people = PersonGroups.read(groups, badInput);
        PhotoLabels photos = photos(badInput);
        evaluation.run(badInput, (reader, parameters) -> {
            // What is wrong with the calibration is said before the photos are read.
            Function<FairnessEvaluation, MatchRule> choice = rule(reader);
            FairnessEvaluation read = evaluation.withProgress(
                    progress -> FairnessEvaluation.read(reader, photos, people, photosPerPerson, badInput, progress));
            MatchRule used = choice.apply(read);
            parameters.put("groups", groups.toString());
            EvaluationFlags.put(parameters, "labels", labels);
            EvaluationFlags.put(parameters, "images", images);
            parameters.put("match", used.description());
            parameters.put("photos per person", Integer.toString(photosPerPerson));
            resamples.describe(parameters);
            return read.report(used, bootstrap);
        });
        return 0;
    }

    private PhotoLabels photos(InvalidInputPolicy badInput) {
        if (labels != null) {
            return PhotoLabels.read(labels, images, badInput);
        }
        if (images == null) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "there must be --labels, or --images with a folder per person, got neither");
        }
        return PhotoLabels.ofFolders(images);
    }

    private Function<FairnessEvaluation, MatchRule> rule(FaceReader reader) {
        Double rate = rule == null ? null : rule.falseMatchRate;
        if (rate != null) {
            return read -> read.ruleAt(rate);
        }
        Double threshold = rule == null ? null : rule.threshold;
        MatchRule fixed = threshold == null
                ? MatchRule.of(
                        evaluation.engineOptions(), reader, evaluation.global().console()::note)
                : new MatchRule.AtCosine(threshold, "as given");
        return _ -> fixed;
    }
}
