package dev.likeness.training.detector;

import dev.likeness.training.run.TrainingListener;
import java.util.ArrayList;
import java.util.List;

/// Keeps what it is told.
public final class RecordingListener<S> implements TrainingListener<S> {
    public final List<S> steps = new ArrayList<>();
    final List<String> notes = new ArrayList<>();
    final List<String> labelled = new ArrayList<>();

    @Override
    public void started(RunPlan plan) {}

    @Override
    public void labelled(long done, long photos) {
        labelled.add(done + " of " + photos);
    }

    @Override
    public void step(S step) {
        steps.add(step);
    }

    @Override
    public void note(String sentence) {
        notes.add(sentence);
    }
}
