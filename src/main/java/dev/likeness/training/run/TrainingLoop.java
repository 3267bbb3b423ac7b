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

/// The loop that all trainings share: it runs the steps of a schedule, records the curve, saves checkpoints
/// and resumes an interrupted run. All random values follow from the seed and the step, so an interrupted and
/// resumed run yields the same weights as an uninterrupted one.
///
/// @param directory files of the run
/// @param run threads, seed and checkpoints
/// @param schedule batch size, epochs and learning rate
/// @param format format of the curve
/// @param dataDescription description of the training data
/// @param pictures number of training pictures
/// @param <B> the type of a batch
/// @param <S> the figures of one step
public record TrainingLoop<B, S extends CurveStep>(
        RunDirectory directory,
        RunOptions run,
        ScheduleOptions schedule,
        TrainingCurve.Format<S> format,
        String dataDescription,
        int pictures) {

    /// The model to train.
    public interface Learner<B, S> {
        /// The tensors that the optimizer changes, by name.
        Map<String, Tensor> trainable();

        /// The tensors of a checkpoint, except the optimizer's state.
        Map<String, Tensor> state();

        /// Runs a batch through the network in training mode.
        StepResult<S> forward(B batch);
    }

    /// The result of a forward pass.
    ///
    /// @param loss scalar with its computation graph, for the backward pass
    /// @param value value of the loss
    /// @param toStep creates the recorded figures of the step
    public record StepResult<S>(Tensor loss, double value, Function<StepPosition, S> toStep) {}

    /// The position of a step in its run.
    ///
    /// @param step number of completed steps, starting at 1
    /// @param epoch the epoch, starting at 1
    public record StepPosition(long step, int epoch, double learningRate, double picturesPerSecond) {}

    /// The state at the end of the loop.
    public record LoopResult<S extends CurveStep>(
            TrainingListener.RunPlan plan, boolean finished, List<S> curve, double seconds) {
        /// Adds the exported model to the result.
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

    /// Creates the queue of batches.
    public interface Batches<B> {
        BatchQueue<B> from(long firstStep, long steps);
    }

    /// The number of complete batches of an epoch. The pictures left over differ from epoch to epoch.
    long stepsPerEpoch() {
        return pictures / schedule.batchSize();
    }

    /// Trains until all steps are completed or `stop` returns true; `stop` is checked after each step.
    ///
    /// @param optimizer optimizer of the learner's tensors
    /// @param parameters number of trained weights of the finished network
    /// @param batches creates the queue of batches, which is closed at the end
    /// @throws LikenessException `INVALID_ARGUMENT` if there are fewer pictures than a batch needs;
    ///     `TRAINING_DIVERGED` if the loss is not finite; the errors of reading and writing
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
                Function<StepPosition, S> toStep = step(learner, optimizer, queue.next(), done, epoch, rate);
                done++;
                double seconds = (System.nanoTime() - start) / 1e9;
                double speed = (done - first) * schedule.batchSize() / seconds;
                S step = toStep.apply(new StepPosition(done, epoch, rate, speed));
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
            StepResult<S> result = learner.forward(batch);
            if (!Double.isFinite(result.value())) {
                throw new LikenessException(
                        ErrorCode.TRAINING_DIVERGED,
                        "step %d (epoch %d, learning rate %s): the loss must be finite, got: %s. The last checkpoint is kept; a lower schedule.learningRate or a longer schedule.warmUpEpochs may help"
                                .formatted(done + 1, epoch, learningRate, result.value()));
            }
            result.loss().backward();
            optimizer.step(done + 1, learningRate);
            return result.toStep();
        }
    }
}
