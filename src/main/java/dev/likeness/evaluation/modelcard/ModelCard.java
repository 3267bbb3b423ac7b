package dev.likeness.evaluation.modelcard;

import dev.likeness.evaluation.report.Provenance;
import dev.likeness.evaluation.report.Report;
import dev.likeness.evaluation.report.ReportPart;
import dev.likeness.training.detector.DetectorStep;
import dev.likeness.training.detector.DetectorTraining;
import dev.likeness.training.embedder.EmbedderTraining;
import dev.likeness.training.embedder.TrainingStep;
import dev.likeness.training.run.RunOptions;
import dev.likeness.training.run.TrainedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Renders a model card in Markdown: what is needed to use a trained model, to judge its reliability and to
/// reproduce it (after Mitchell et al., *Model Cards for Model Reporting*, FAT* 2019).
public final class ModelCard {
    private static final String WITHOUT_GROUPS =
            "Errors by skin tone, sex and age are not measured: the data have no such labels. An evaluation by group of people measures them on your own photos.";

    private ModelCard() {}

    /// Renders an embedder's card.
    ///
    /// @param evaluation evaluation of the finished model on pictures outside the training set, if configured
    /// @param provenance revision, model, hash and machine of the run; its parameters are not repeated
    public static String render(
            EmbedderTraining options,
            TrainedModel<TrainingStep> trained,
            Optional<Report> evaluation,
            Provenance provenance) {
        List<String> data = new ArrayList<>();
        options.data().labelled().forEach(set -> data.add("labelled: `%s`".formatted(set)));
        options.data().unlabelled().forEach(set -> data.add("without labels: `%s`".formatted(set)));
        data.add(trained.plan().dataDescription());
        if (options.distillation().isEnabled()) {
            data.add("embeddings of the augmented pictures by the teacher %s"
                    .formatted(options.distillation().teachers().stream()
                            .map("`%s`"::formatted)
                            .collect(Collectors.joining(" joined with "))));
        }
        return render(
                new Contents(
                        "A face embedder: %s, width %d, %,d weights, %d components, stored in %s. It takes aligned faces of 112×112 pixels."
                                .formatted(
                                        word(options.backbone().architecture()),
                                        options.backbone().width(),
                                        trained.plan().parameters(),
                                        options.backbone().dimension(),
                                        word(options.run().precision())),
                        data,
                        new EmbedderTrainingReport(trained.curve()),
                        evaluation,
                        "Not configured (`evaluation.images`, `evaluation.pairs`)."),
                trained,
                options.run(),
                options.parameters(),
                provenance);
    }

    /// Renders a detector's card.
    ///
    /// @param evaluation comparison of the finished model with its teacher on held-out photos
    public static String render(
            DetectorTraining options,
            TrainedModel<DetectorStep> trained,
            Optional<Report> evaluation,
            Provenance provenance) {
        List<String> data = new ArrayList<>();
        options.data().photos().forEach(set -> data.add("photos: `%s`".formatted(set)));
        data.add(trained.plan().dataDescription());
        return render(
                new Contents(
                        "A face detector with five points: width %d, %,d weights, stored in %s. It takes pictures of any size and has the same outputs as YuNet."
                                .formatted(
                                        options.network().width(),
                                        trained.plan().parameters(),
                                        word(options.run().precision())),
                        data,
                        new DetectorTrainingReport(trained.curve()),
                        evaluation,
                        "No photo was held out (`data.holdoutShare`), or the run is not finished."),
                trained,
                options.run(),
                options.parameters(),
                provenance);
    }

    /// The parts of a card that depend on the kind of model.
    private record Contents(
            String what,
            List<String> data,
            TrainingCurveReport<?> curve,
            Optional<Report> evaluation,
            String withoutEvaluation) {}

    private static String render(
            Contents contents,
            TrainedModel<?> trained,
            RunOptions run,
            Map<String, String> parameters,
            Provenance provenance) {
        StringBuilder card = new StringBuilder();
        card.append("# ").append(run.id()).append("\n\n");
        line(card, contents.what);
        line(
                card,
                trained.finished()
                        ? "Trained by Likeness to the end of its schedule."
                        : "**Not finished**: %,d of %,d steps. The same command resumes the run."
                                .formatted(
                                        contents.curve.curve().size(),
                                        trained.plan().steps()));
        line(card, "Licence: %s. SHA-256 of the model: `%s`.".formatted(run.licence(), trained.sha256()));

        heading(card, "Data");
        contents.data.forEach(item -> item(card, item));

        heading(card, "Curve");
        table(card, contents.curve.table());
        line(card, "Every step is in `curve.csv`, its plots in `curve.html`.");

        heading(card, "Evaluation");
        contents.evaluation.ifPresentOrElse(
                report -> {
                    for (ReportPart part : report.parts()) {
                        if (part instanceof ReportPart.Table shown) {
                            line(card, shown.caption() + ":");
                            table(card, shown);
                        }
                    }
                    report.notes().forEach(note -> item(card, note));
                },
                () -> line(card, contents.withoutEvaluation));
        item(card, WITHOUT_GROUPS);

        heading(card, "Parameters");
        line(card, "Seed %d.".formatted(run.seed()));
        card.append("```yaml\n");
        parameters.forEach(
                (key, value) -> card.append(key).append(": ").append(value).append('\n'));
        card.append("```\n");

        heading(card, "Origin");
        item(card, "by Likeness at revision %s".formatted(provenance.revision()));
        item(card, "on %s; %s".formatted(trained.plan().device(), provenance.machine()));
        item(
                card,
                String.format(
                        Locale.ROOT,
                        "this part of the run took %.0f s; `%s` holds the weights for a warm start",
                        trained.seconds(),
                        trained.weightsFile().getFileName()));
        return card.toString();
    }

    private static void heading(StringBuilder card, String text) {
        card.append("\n## ").append(text).append("\n\n");
    }

    private static void line(StringBuilder card, String text) {
        card.append(text).append("\n\n");
    }

    private static void item(StringBuilder card, String text) {
        card.append("- ").append(text).append('\n');
    }

    private static void table(StringBuilder card, ReportPart.Table table) {
        row(card, table.header());
        row(card, table.header().stream().map(_ -> "---").toList());
        table.rows().forEach(row -> row(card, row));
        card.append('\n');
    }

    private static void row(StringBuilder card, List<String> cells) {
        card.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
