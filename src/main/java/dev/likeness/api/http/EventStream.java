package dev.likeness.api.http;

import dev.likeness.support.Json;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Server-sent events on their way to one client. A client that reads too slowly is disconnected; it may reconnect.
///
/// A stream may last for days, so whether the caller may still read it is asked again and again: it ends soon after
/// a sign-out, after the end of the session and after the key was revoked.
final class EventStream {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final int MAX_QUEUED_BYTES = 1 << 20;
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration CHECK = Duration.ofMillis(500);

    private final HttpServerResponse response;
    private final BooleanSupplier stillAllowed;

    private EventStream(HttpServerResponse response, BooleanSupplier stillAllowed) {
        this.response = response;
        this.stillAllowed = stillAllowed;
    }

    /// Sends the events of a source until it ends, the client leaves, or the caller may not read them any more.
    static void open(Vertx vertx, RoutingContext context, EventSource source, BooleanSupplier stillAllowed) {
        HttpServerResponse response = context.response();
        EventStream stream = new EventStream(response, stillAllowed);
        Context loop = vertx.getOrCreateContext();
        response.setChunked(true)
                .putHeader("Content-Encoding", "identity")
                // nginx passes each event on at once.
                .putHeader("X-Accel-Buffering", "no")
                .setWriteQueueMaxSize(MAX_QUEUED_BYTES);
        long heartbeat = vertx.setPeriodic(HEARTBEAT.toMillis(), _ -> response.write(": heartbeat\n\n"));
        long check = vertx.setPeriodic(CHECK.toMillis(), _ -> stream.endIfForbidden());
        AutoCloseable subscription = source.subscribe(
                event -> {
                    String text = "data: " + Json.line(event) + "\n\n";
                    loop.runOnContext(_ -> stream.write(text));
                },
                () -> loop.runOnContext(_ -> stream.end()));
        context.addEndHandler(_ -> {
            vertx.cancelTimer(heartbeat);
            vertx.cancelTimer(check);
            try {
                subscription.close();
            } catch (Exception e) {
                LOG.warn("cannot cancel a subscription to events", e);
            }
        });
    }

    private void write(String text) {
        endIfForbidden();
        if (response.writeQueueFull()) {
            response.reset();
        } else if (!response.ended()) {
            response.write(text);
        }
    }

    private void endIfForbidden() {
        if (!stillAllowed.getAsBoolean()) {
            end();
        }
    }

    private void end() {
        if (!response.ended()) {
            response.end();
        }
    }
}
