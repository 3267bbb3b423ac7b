package dev.likeness.cli.log;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/// The message of a log event on one line, whatever the logged values contain.
public final class EscapedMessage extends MessageConverter {
    @Override
    public String convert(ILoggingEvent event) {
        return LogText.escaped(String.valueOf(super.convert(event)), "");
    }
}
