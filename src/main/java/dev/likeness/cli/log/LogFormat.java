package dev.likeness.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// How this process writes its log: as text, or as one JSON object a line for programs that collect logs.
/// With JSON, the messages of commands are lines of the log as well, so that the standard error has nothing
/// else.
public final class LogFormat {
    private static final String APPENDER = "STDERR";

    private static @Nullable Encoder<ILoggingEvent> text;
    private static volatile boolean json;

    private LogFormat() {}

    /// Whether the log is JSON.
    public static boolean isJson() {
        return json;
    }

    /// Chooses the format, for this process and from now on.
    public static synchronized void use(boolean asJson) {
        if (json == asJson) {
            return;
        }
        json = asJson;
        if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof ch.qos.logback.classic.Logger root) {
            Appender<ILoggingEvent> appender = root.getAppender(APPENDER);
            if (appender instanceof ConsoleAppender<ILoggingEvent> console) {
                text = text == null ? console.getEncoder() : text;
                Encoder<ILoggingEvent> encoder = asJson ? new JsonEncoder() : text;
                encoder.setContext(root.getLoggerContext());
                console.stop();
                console.setEncoder(encoder);
                encoder.start();
                console.start();
            }
        }
        if (asJson) {
            // Lucene logs through java.util.logging.
            for (Handler handler : Logger.getLogger("").getHandlers()) {
                handler.setFormatter(new JsonFormatter());
            }
            Thread.setDefaultUncaughtExceptionHandler((thread, failure) ->
                    LoggerFactory.getLogger(LogFormat.class).error("thread {} ended", thread.getName(), failure));
        }
    }

    /// A message of a command as a line of the log, without the line end.
    public static String info(String message) {
        return JsonLine.now("INFO", "likeness", message, null);
    }

    /// An error of a command as a line of the log, without the line end.
    public static String error(String message, @Nullable Throwable failure) {
        return JsonLine.now("ERROR", "likeness", message, failure);
    }

    private static final class JsonFormatter extends Formatter {
        @Override
        public String format(LogRecord event) {
            int level = event.getLevel().intValue();
            String name = level >= Level.SEVERE.intValue()
                    ? "ERROR"
                    : level >= Level.WARNING.intValue() ? "WARN" : level >= Level.INFO.intValue() ? "INFO" : "DEBUG";
            return JsonLine.of(
                            event.getInstant(),
                            name,
                            String.valueOf(event.getLoggerName()),
                            Thread.currentThread().getName(),
                            formatMessage(event),
                            event.getThrown())
                    + "\n";
        }
    }
}
