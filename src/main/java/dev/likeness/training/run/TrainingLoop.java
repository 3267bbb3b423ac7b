package dev.likeness.training.run;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.support.Preconditions;
import dev.likeness.training.torch.Optimizer;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// What every training does, whatever is learned: step after step along a schedule, with a curve and
/// checkpoints, from where the run was broken off. Everything that is drawn follows from the seed and
/// the step, so a run that is killed and started again learns the very numbers of one that was not.
///
/// @param run threads, seed, checkpoints
/// @param dataDescription what is learned from, in words
/// @param pictures how many there are
/// @param <B> batch
/// @param <S> what is told of a step
public record TrainingLoop<B, S extends CurveStep>(
        RunDirectory directory,
        RunOptions run,
        ScheduleOptions schedule,
        TrainingCurve.Format<S> format,
        String dataDescription,
        int pictures) {

    /// What is to be learned.
    public interface Learner<B, S> {
        /// Everything that a gradient moves, by name.
        Map<String, Tensor> trainable();

        /// Everything that a checkpoint must hold, but for the optimizer's state.
        Map<String, Tensor> state();

        /// Runs a batch through the network as in training.
        StepResult<S> forward(B batch);
    }

    /// What a batch came to.
    ///
    /// @param loss scalar, still to be followed back
    /// @param value of the loss
    /// @param toStep what is told of the step
    public record StepResult<S>(Tensor loss, double value, Function<StepPosition, S> toStep) {}

    /// Where in a run a step is.
    ///
    /// @param step from 1
    /// @param epoch from 1
    public record StepPosition(long step, int epoch, double learningRate, double picturesPerSecond) {}

    /// How a run ended.
    public record LoopResult<S extends CurveStep>(
            TrainingListener.RunPlan plan, boolean finished, List<S> curve, double seconds) {
        /// The result of the run with its exported model.
        public TrainedModel<S> trained(Export export, RunDirectory directory) {
            return new TrainedModel<>(
                    plan,
                    finished,
                    curve,
                    export.model(),
                    export.manifest(),
                    export.sha256(),
                    directory.weights(),
                    seconds);
        }
    }

    /// Makes the batches from a step on; closed at the end.
    public interface Batches<B> {
        BatchQueue<B> from(long firstStep, long steps);
    }

    /// Whole batches an epoch: what is left over at its end is another part of the pictures each time.
    long stepsPerEpoch() {
        return pictures / schedule.batchSize();
    }

    /// Trains until all steps are done, or until `stop` says so, which is asked after each step.
    ///
    /// @param optimizer of what the learner learns
    /// @param parameters learned numbers of the finished network
    public LoopResult<S> train(
            Learner<B, S> learner,
            Optimizer optimizer,
            Device device,
            long parameters,
            Batches<B> batches,
            TrainingListener<S> listener,
            BooleanSupplier stop) {
        long stepsPerEpoch = stepsPerEpoch();
        Preconditions.require(
                stepsPerEpoch > 0,
                "schedule.batchSize must be at most the number of pictures (%d)".formatted(pictures),
                schedule.batchSize());
        long first = directory.resume(learner.state(), optimizer.state(), run.warmStart(), listener::note);
        long steps = schedule.epochs() * stepsPerEpoch;
        TrainingListener.RunPlan plan = new TrainingListener.RunPlan(
                device.str().getString(), dataDescription, parameters, stepsPerEpoch, first, steps);
        listener.started(plan);
        long start = System.nanoTime();
        long done = first;
        boolean stopped = false;
        try (TrainingCurve<S> curve = TrainingCurve.open(directory.curve(), format, done);
                BatchQueue<B> queue = batches.from(done, steps)) {
            while (done < steps && !stopped) {
                double rate = schedule.learningRate(done, stepsPerEpoch);
                int epoch = Math.toIntExact(done / stepsPerEpoch + 1);
                Function<StepPosition, S> told = step(learner, optimizer, queue.next(), done, epoch, rate);
                done++;
                double seconds = (System.nanoTime() - start) / 1e9;
                double speed = (done - first) * schedule.batchSize() / seconds;
                S step = told.apply(new StepPosition(done, epoch, rate, speed));
                curve.add(step);
                listener.step(step);
                stopped = stop.getAsBoolean();
                if (stopped || done % stepsPerEpoch == 0 || done % run.checkpointSteps() == 0) {
                    directory.save(done, learner.state(), optimizer.state());
                }
            }
        }
        directory.saveWeights(learner.state());
        return new LoopResult<>(
                plan, done == steps, TrainingCurve.read(directory.curve(), format), (System.nanoTime() - start) / 1e9);
    }

    private Function<StepPosition, S> step(
            Learner<B, S> learner, Optimizer optimizer, B batch, long done, int epoch, double learningRate) {
        try (PointerScope _ = new PointerScope()) {
            torch.manual_seed(EpochShuffle.random(run.seed(), -2, done).nextLong());
            StepResult<S> outcome = learner.forward(batch);
            if (!Double.isFinite(outcome.value())) {
                throw new LikenessException(
                        ErrorCode.TRAINING_DIVERGED,
                        "step %d (epoch %d, learning rate %s): the loss must be finite, got: %s. The last checkpoint is kept; a lower schedule.learningRate or a longer schedule.warmUpEpochs may help"
                                .formatted(done + 1, epoch, learningRate, outcome.value()));
            }
            outcome.loss().backward();
            optimizer.step(done + 1, learningRate);
            return outcome.toStep();
        }
    }
}
