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

/// What one must know of a trained model to use it, to trust it as far as it deserves, and to make it again (after
/// Mitchell et al., *Model Cards for Model Reporting*, FAT* 2019). Markdown.
public final class ModelCard {
    private ModelCard() {}

    /// Renders an embedder's card.
    ///
    /// @param judgement what the finished model reached on pictures it has not seen, if that was asked for
    /// @param provenance of the run: revision, model, hash, machine; its parameters are not repeated
    public static String render(
            EmbedderTraining options,
            TrainedModel<TrainingStep> trained,
            Optional<Report> judgement,
            Provenance provenance) {
        List<String> data = new ArrayList<>();
        options.data().labelled().forEach(set -> data.add("labelled: `%s`".formatted(set)));
        options.data().unlabelled().forEach(set -> data.add("without labels: `%s`".formatted(set)));
        data.add(trained.plan().dataDescription());
        if (options.distillation().isEnabled()) {
            data.add("directions of the changed pictures by the teacher `%s`"
                    .formatted(options.distillation().teacher()));
        }
        return render(
                new Contents(
                        "A face embedder: %s, width %d, %,d learned numbers, %d components, %s weights. It takes aligned faces of 112×112 pixels."
                                .formatted(
                                        word(options.backbone().architecture()),
                                        options.backbone().width(),
                                        trained.plan().parameters(),
                                        options.backbone().dimension(),
                                        word(options.run().precision())),
                        data,
                        new EmbedderTrainingReport(trained.curve()),
                        judgement,
                        "Not configured (`evaluation.images`, `evaluation.pairs`)."),
                trained,
                options.run(),
                options.parameters(),
                provenance);
    }

    /// Renders a detector's card.
    ///
    /// @param judgement what the finished model finds of what its teacher finds, on photos kept from it
    public static String render(
            DetectorTraining options,
            TrainedModel<DetectorStep> trained,
            Optional<Report> judgement,
            Provenance provenance) {
        List<String> data = new ArrayList<>();
        options.data().photos().forEach(set -> data.add("photos: `%s`".formatted(set)));
        data.add(trained.plan().dataDescription());
        return render(
                new Contents(
                        "A face detector with five points: width %d, %,d learned numbers, %s weights. It takes pictures of any size and says what YuNet says."
                                .formatted(
                                        options.network().width(),
                                        trained.plan().parameters(),
                                        word(options.run().precision())),
                        data,
                        new DetectorTrainingReport(trained.curve()),
                        judgement,
                        "No photo was held out (`data.holdoutShare`), or the run is not finished."),
                trained,
                options.run(),
                options.parameters(),
                provenance);
    }

    /// What differs from one kind of model to another.
    private record Contents(
            String what,
            List<String> data,
            TrainingCurveReport<?> curve,
            Optional<Report> judgement,
            String withoutJudgement) {}

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
                        : "**Not finished**: %,d of %,d steps. The same command goes on."
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
        contents.judgement.ifPresentOrElse(
                report -> {
                    for (ReportPart part : report.parts()) {
                        if (part instanceof ReportPart.Table shown) {
                            line(card, shown.caption() + ":");
                            table(card, shown);
                        }
                    }
                    report.notes().forEach(note -> item(card, note));
                },
                () -> line(card, contents.withoutJudgement));

        heading(card, "Parameters");
        line(card, "Seed %d.".formatted(run.seed()));
        card.append("```yaml\n");
        parameters.forEach(
                (key, value) -> card.append(key).append(": ").append(value).append('\n'));
        card.append("```\n");

        heading(card, "Made");
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
