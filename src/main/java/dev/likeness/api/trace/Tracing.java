package dev.likeness.api.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Traces of requests for OpenTelemetry: a span for each request, and spans in it for the search and the
/// inference. A request with a `traceparent` header (W3C Trace Context) belongs to its caller's trace.
///
/// Spans are named by the operation's route, `POST /v1/galleries/{gallery}/search`, and have no ids of
/// photos, faces or people. Vert.x's own tracer would send whole paths, which do.
public final class Tracing implements AutoCloseable {
    private static final String SCOPE = "dev.likeness";
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("likeness.operation");
    private static final AttributeKey<String> REQUEST = AttributeKey.stringKey("likeness.request_id");

    private final Tracer tracer;
    private final @Nullable SdkTracerProvider provider;

    private Tracing(TracerProvider traces, @Nullable SdkTracerProvider provider) {
        this.tracer = traces.get(SCOPE);
        this.provider = provider;
    }

    /// Sends traces as the options say; does nothing if they name no endpoint.
    public static Tracing of(TracingOptions options) {
        if (options.isOff()) {
            return new Tracing(TracerProvider.noop(), null);
        }
        Resource resource = Resource.getDefault()
                .merge(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), options.service())));
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(resource)
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(options.share())))
                .addSpanProcessor(BatchSpanProcessor.builder(OtlpHttpSpanExporter.builder()
                                .setEndpoint(options.address().toString())
                                .build())
                        .build())
                .build();
        return new Tracing(provider, provider);
    }

    /// Begins the span of a request.
    ///
    /// @param route path of the operation with its parameters in braces
    /// @param header the request's header of a name, or null
    public RequestSpan request(
            String method, String route, String operation, String requestId, UnaryOperator<@Nullable String> header) {
        Context caller = W3CTraceContextPropagator.getInstance().extract(Context.root(), header, Headers.INSTANCE);
        return new RequestSpan(tracer.spanBuilder(method + " " + route)
                .setSpanKind(SpanKind.SERVER)
                .setParent(caller)
                .setAttribute(METHOD, method)
                .setAttribute(ROUTE, route)
                .setAttribute(OPERATION, operation)
                .setAttribute(REQUEST, requestId)
                .startSpan());
    }

    /// Adds a part that just ended to the request that the current thread works for.
    ///
    /// @param attributes names and values, alternating
    public void part(String name, long nanos, String... attributes) {
        if (!Span.current().isRecording()) {
            return;
        }
        Instant end = Instant.now();
        Span span = tracer.spanBuilder(name)
                .setStartTimestamp(end.minusNanos(nanos))
                .startSpan();
        for (int i = 0; i + 1 < attributes.length; i += 2) {
            span.setAttribute(attributes[i], attributes[i + 1]);
        }
        span.end(end);
    }

    /// Sends what is left.
    @Override
    public void close() {
        if (provider != null) {
            provider.shutdown().join(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /// Reads the headers of the caller's trace.
    private enum Headers implements TextMapGetter<UnaryOperator<@Nullable String>> {
        INSTANCE;

        @Override
        public Iterable<String> keys(UnaryOperator<@Nullable String> carrier) {
            return List.of();
        }

        @Override
        public @Nullable String get(@Nullable UnaryOperator<@Nullable String> carrier, String key) {
            return carrier == null ? null : carrier.apply(key);
        }
    }
}
