package dev.likeness.api.trace;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.support.WebAddress;
import java.net.URI;

/// Where traces of requests go.
///
/// @param endpoint address of an OpenTelemetry collector that accepts OTLP over HTTP, such as
///     `http://localhost:4318`; `none` for no traces
/// @param service name of this server in the traces
/// @param share share of the requests that are traced, if their callers do not decide, 0 to 1
public record TracingOptions(String endpoint, String service, double share) {
    private static final String NONE = "none";

    /// @throws LikenessException `INVALID_ARGUMENT` if a value is out of its range
    public TracingOptions {
        if (!endpoint.equals(NONE) && !WebAddress.isEndpoint(endpoint)) {
            throw invalid("endpoint must be none or an http or https address without user and fragment, got: "
                    + WebAddress.masked(endpoint));
        }
        if (service.isBlank()) {
            throw invalid("service must not be empty");
        }
        if (!(share >= 0 && share <= 1)) {
            throw invalid("share must be between 0 and 1, got: " + share);
        }
    }

    public static TracingOptions defaults() {
        return new TracingOptions(NONE, "likeness", 1);
    }

    boolean isOff() {
        return endpoint.equals(NONE);
    }

    /// The address for traces: an endpoint without a path is that of all signals, as
    /// `OTEL_EXPORTER_OTLP_ENDPOINT` is.
    URI address() {
        URI address = URI.create(endpoint);
        String path = address.getPath() == null ? "" : address.getPath();
        return path.isEmpty() || path.equals("/") ? address.resolve("/v1/traces") : address;
    }

    private static LikenessException invalid(String message) {
        return new LikenessException(ErrorCode.INVALID_ARGUMENT, message);
    }
}
