package dev.likeness.evaluation;

import dev.likeness.training.EmbedderTraining;
import dev.likeness.training.TrainedEmbedder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What one must know of a trained model to use it, to trust it as far as it deserves, and to make it again (after
/// Mitchell et al., *Model Cards for Model Reporting*, FAT* 2019). Markdown.
public final class ModelCard {
    private ModelCard() {}

    /// Renders the card.
    ///
    /// @param judgement what the finished model reached on pictures it has not seen, if that was asked for
    /// @param provenance of the run: revision, model, hash, machine; its parameters are not repeated
    public static String render(
            EmbedderTraining options, TrainedEmbedder trained, Optional<Report> judgement, Provenance provenance) {
        StringBuilder card = new StringBuilder();
        card.append("# ").append(options.run().id()).append("\n\n");
        line(
                card,
                "A face embedder: %s, width %d, %,d learned numbers, %d components, %s weights. It takes aligned faces of 112×112 pixels."
                        .formatted(
                                word(options.backbone().architecture()),
                                options.backbone().width(),
                                trained.plan().parameters(),
                                options.backbone().dimension(),
                                word(options.run().precision())));
        line(
                card,
                trained.finished()
                        ? "Trained by Likeness to the end of its schedule."
                        : "**Not finished**: %,d of %,d steps. The same command goes on."
                                .formatted(
                                        trained.curve().size(), trained.plan().steps()));
        line(
                card,
                "Licence: %s. SHA-256 of the model: `%s`."
                        .formatted(options.run().licence(), trained.sha256()));

        heading(card, "Data");
        options.data().labelled().forEach(set -> item(card, "labelled: `%s`".formatted(set)));
        options.data().unlabelled().forEach(set -> item(card, "without labels: `%s`".formatted(set)));
        item(
                card,
                "%,d pictures of %,d labelled identities"
                        .formatted(trained.plan().pictures(), trained.plan().identities()));
        if (options.distillation().isWanted()) {
            item(
                    card,
                    "directions of the changed pictures by the teacher `%s`"
                            .formatted(options.distillation().teacher()));
        }

        heading(card, "Curve");
        table(card, TrainingReport.of(trained.curve()).table());
        line(card, "Every step is in `curve.csv`, its plots in `curve.html`.");

        heading(card, "Evaluation");
        judgement.ifPresentOrElse(
                report -> {
                    for (ReportPart part : report.parts()) {
                        if (part instanceof ReportPart.Table shown) {
                            line(card, shown.caption() + ":");
                            table(card, shown);
                        }
                    }
                    report.notes().forEach(note -> item(card, note));
                },
                () -> line(card, "None was asked for (`judging.images`, `judging.pairs`)."));

        heading(card, "Parameters");
        line(card, "Seed %d.".formatted(options.run().seed()));
        card.append("```yaml\n");
        options.parameters()
                .forEach((key, value) ->
                        card.append(key).append(": ").append(value).append('\n'));
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
