package dev.likeness.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Log events as one JSON object a line.
final class JsonEncoder extends EncoderBase<ILoggingEvent> {
    @Override
    public byte @Nullable [] headerBytes() {
        return null;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        IThrowableProxy failure = event.getThrowableProxy();
        String line = JsonLine.of(
                event.getInstant(),
                event.getLevel().toString(),
                event.getLoggerName(),
                event.getThreadName(),
                event.getFormattedMessage(),
                failure == null
                        ? null
                        : new JsonLine.Failure(
                                failure.getClassName(), failure.getMessage(), ThrowableProxyUtil.asString(failure)));
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte @Nullable [] footerBytes() {
        return null;
    }
}
