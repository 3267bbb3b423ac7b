package dev.likeness.bench;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/// Measures the load of a GPU: the share of time in which a kernel ran (`utilization.gpu` of `nvidia-smi`),
/// as the mean of five samples per second.
final class GpuLoad implements AutoCloseable {
    private final Process sampler;
    private final Thread reader;
    private final DoubleAdder percent = new DoubleAdder();
    private final LongAdder samples = new LongAdder();

    private GpuLoad(Process sampler) {
        this.sampler = sampler;
        this.reader = Thread.ofVirtual().start(this::read);
    }

    /// Starts sampling.
    ///
    /// @param program `nvidia-smi`, by path or by name
    /// @param ordinal index of the GPU, starting at 0
    static GpuLoad start(String program, int ordinal) {
        try {
            return new GpuLoad(new ProcessBuilder(
                            program,
                            "--id=" + ordinal,
                            "--query-gpu=utilization.gpu",
                            "--format=csv,noheader,nounits",
                            "--loop-ms=200")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            throw new LikenessException(
                    ErrorCode.DEVICE_UNAVAILABLE, "to tell how busy the GPU is, %s must run".formatted(program), e);
        }
    }

    /// Ends sampling. Returns the mean, 0 to 1, if there was a sample.
    OptionalDouble stop() {
        close();
        long taken = samples.sum();
        return taken == 0 ? OptionalDouble.empty() : OptionalDouble.of(percent.sum() / taken / 100);
    }

    @Override
    public void close() {
        sampler.destroy();
        try {
            reader.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try (BufferedReader lines = sampler.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String figure = line.strip().toLowerCase(Locale.ROOT);
                if (figure.matches("\\d+")) {
                    percent.add(Integer.parseInt(figure));
                    samples.increment();
                }
            }
        } catch (IOException _) {
            // The sampler was stopped while a line was read; the samples so far are valid.
        }
    }
}
