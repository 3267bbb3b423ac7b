package dev.likeness.api.http;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// Metrics of the server for Prometheus. The values of a label are few: operations, statuses, kinds of
/// work, and the names of a bounded number of galleries, never ids. `src/docs/operations.md` lists all
/// metrics.
public final class Metrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    /// Cached because building a meter for every request is slow.
    private final ConcurrentMap<String, Timer> timers = new ConcurrentHashMap<>();

    /// Strong references: the registry holds weak ones.
    private final List<Supplier<Number>> counted = new CopyOnWriteArrayList<>();

    /// Updates the gauges whose labels change.
    private final List<Runnable> updates = new CopyOnWriteArrayList<>();

    /// Upper bounds of the buckets of durations.
    private static final Duration[] BOUNDS = LongStream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    /// A label with its value.
    public record Label(String name, String value) {}

    /// One value of a metric.
    public record Figure(List<Label> labels, double value) {
        public Figure {
            labels = List.copyOf(labels);
        }
    }

    public Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        gauge(
                "likeness.heap.after.collection",
                "Heap bytes in use after the last garbage collection, without the young generation; 0 before the first",
                Metrics::heapAfterCollection);
    }

    private static long heapAfterCollection() {
        return ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class).stream()
                .map(GarbageCollectorMXBean::getLastGcInfo)
                .filter(Objects::nonNull)
                .max(Comparator.comparingLong(GcInfo::getEndTime))
                .map(last -> ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP
                                && !pool.getName().contains("Eden"))
                        .map(pool -> last.getMemoryUsageAfterGc().get(pool.getName()))
                        .filter(Objects::nonNull)
                        .mapToLong(MemoryUsage::getUsed)
                        .sum())
                .orElse(0L);
    }

    void recordRequest(String operation, int status, long nanos) {
        timers.computeIfAbsent(
                        operation + " " + status,
                        _ -> Timer.builder("likeness.calls")
                                .description("Requests by operation and status")
                                .tag("operation", operation)
                                .tag("status", Integer.toString(status))
                                .publishPercentileHistogram()
                                .minimumExpectedValue(Duration.ofMillis(1))
                                .maximumExpectedValue(Duration.ofSeconds(30))
                                .register(registry))
                .record(Duration.ofNanos(nanos));
    }

    public void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }

    /// A gauge with labels that come and go.
    ///
    /// @param figures called before each scrape
    public void gauges(String name, String description, Supplier<List<Figure>> figures) {
        MultiGauge gauge = MultiGauge.builder(name).description(description).register(registry);
        updates.add(() -> gauge.register(
                figures.get().stream()
                        .map(figure -> MultiGauge.Row.of(tags(figure.labels()), figure.value()))
                        .collect(Collectors.toList()),
                true));
    }

    /// A counter whose value is computed at each scrape.
    public void counter(String name, String description, Label label, Supplier<Number> value) {
        FunctionCounter.builder(name, value, supplier -> supplier.get().doubleValue())
                .description(description)
                .tag(label.name(), label.value())
                .register(registry);
        counted.add(value);
    }

    /// Increments a counter.
    public void count(String name, String description, Label... labels) {
        Counter.builder(name)
                .description(description)
                .tags(tags(List.of(labels)))
                .register(registry)
                .increment();
    }

    /// Adds a duration to a histogram.
    public void record(String name, String description, Label label, long nanos) {
        timers.computeIfAbsent(
                        name + " " + label.value(),
                        _ -> Timer.builder(name)
                                .description(description)
                                .tag(label.name(), label.value())
                                .serviceLevelObjectives(BOUNDS)
                                .register(registry))
                .record(Duration.ofNanos(nanos));
    }

    private static Tags tags(List<Label> labels) {
        return Tags.of(labels.stream()
                .map(label -> Tag.of(label.name(), label.value()))
                .toList());
    }

    /// All metrics in Prometheus' text format. One scrape at a time: in the middle of an update, a gauge has a
    /// label twice.
    public synchronized String scrape() {
        updates.forEach(Runnable::run);
        return registry.scrape();
    }

    @Override
    public void close() {
        registry.close();
    }
}
