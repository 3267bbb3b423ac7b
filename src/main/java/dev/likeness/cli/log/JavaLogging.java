package dev.likeness.cli.log;

import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Passes what libraries log through `java.util.logging`, such as Lucene and OpenTelemetry, to the log of this
/// program.
final class JavaLogging extends Handler {
    /// Puts the parameters of a message in their places.
    private final SimpleFormatter messages = new SimpleFormatter();

    private JavaLogging() {}

    /// Makes this the only handler of the root logger.
    static synchronized void redirect() {
        Logger root = Logger.getLogger("");
        boolean isNew = true;
        for (Handler handler : root.getHandlers()) {
            if (handler instanceof JavaLogging) {
                isNew = false;
            } else {
                root.removeHandler(handler);
            }
        }
        if (isNew) {
            root.addHandler(new JavaLogging());
        }
    }

    @Override
    public void publish(LogRecord event) {
        if (isLoggable(event)) {
            LoggerFactory.getLogger(String.valueOf(event.getLoggerName()))
                    .makeLoggingEventBuilder(level(event.getLevel()))
                    .setCause(event.getThrown())
                    .log(messages.formatMessage(event));
        }
    }

    private static Level level(java.util.logging.Level level) {
        if (level.intValue() >= java.util.logging.Level.SEVERE.intValue()) {
            return Level.ERROR;
        }
        if (level.intValue() >= java.util.logging.Level.WARNING.intValue()) {
            return Level.WARN;
        }
        return level.intValue() >= java.util.logging.Level.INFO.intValue() ? Level.INFO : Level.DEBUG;
    }

    @Override
    public void flush() {
        // The log of this program writes at once.
    }

    @Override
    public void close() {
        // It has nothing to close.
    }
}
