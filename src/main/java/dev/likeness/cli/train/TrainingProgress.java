package dev.likeness.cli.train;

import dev.likeness.cli.terminal.Console;
import dev.likeness.training.run.CurveStep;
import dev.likeness.training.run.TrainingListener;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Shows a training as a progress bar with live figures, or one line per epoch if the output is not a terminal.
final class TrainingProgress<S extends CurveStep> implements TrainingListener<S>, AutoCloseable {
    private final Console console;
    private Console.@Nullable Progress bar;
    private long stepsPerEpoch = 1;

    private final Function<S, String> figures;

    TrainingProgress(Console console, Function<S, String> figures) {
        this.console = console;
        this.figures = figures;
    }

    @Override
    public void started(RunPlan plan) {
        stepsPerEpoch = plan.stepsPerEpoch();
        console.note(String.format(
                Locale.ROOT,
                "%s, %,d parameters, %,d steps (%,d per epoch) on %s%s",
                plan.dataDescription(),
                plan.parameters(),
                plan.steps(),
                plan.stepsPerEpoch(),
                plan.device(),
                plan.firstStep() == 0 ? "" : ", continuing after step " + plan.firstStep()));
        close();
        bar = console.progress("Training", "steps", plan.steps());
        bar.to(plan.firstStep());
    }

    @Override
    public void labelled(long done, long photos) {
        if (bar == null) {
            bar = console.progress("Labelling", "photos", photos);
        }
        bar.to(done);
    }

    @Override
    public void step(S step) {
        if (bar != null) {
            bar.message(figures.apply(step));
            bar.to(step.step());
        }
        if (!console.isTerminal() && step.step() % stepsPerEpoch == 0) {
            console.note("epoch %d: %s".formatted(step.epoch(), figures.apply(step)));
        }
    }

    @Override
    public void note(String sentence) {
        console.note(sentence);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
