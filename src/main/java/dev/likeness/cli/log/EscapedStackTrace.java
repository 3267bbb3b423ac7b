package dev.likeness.cli.log;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;

/// The stack trace of a log event. Every line of it is indented, so that a message with line breaks cannot
/// pass for another event, which begins with its time.
public final class EscapedStackTrace extends ThrowableProxyConverter {
    @Override
    protected String throwableProxyToString(IThrowableProxy failure) {
        String trace = LogText.escaped(super.throwableProxyToString(failure), "\n\t");
        return trace.isEmpty() ? trace : trace.stripTrailing().indent(2);
    }
}
