package dev.likeness.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// How this process writes its log: as text, or as one JSON object a line for programs that collect logs.
/// With JSON, the messages of commands are lines of the log as well, so that the standard error has nothing
/// else.
public final class LogFormat {
    private static final String APPENDER = "STDERR";
    private static final String OPTION = "--log-format";
    private static final String VARIABLE = "LIKENESS_LOG_FORMAT";

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
            Thread.setDefaultUncaughtExceptionHandler((thread, failure) ->
                    LoggerFactory.getLogger(LogFormat.class).error("thread {} ended", thread.getName(), failure));
        }
    }

    /// Chooses format and level before anything is logged, from what is known before the configuration is
    /// read: the command line, else the environment. From now on, libraries that log through
    /// `java.util.logging` write to the same log.
    ///
    /// @param arguments the command line, which need not be valid
    public static void start(String[] arguments, Map<String, String> environment) {
        if (List.of(arguments).contains("--verbose")) {
            // logback.xml reads it, once.
            System.setProperty("likeness.log", "DEBUG");
        }
        JavaLogging.redirect();
        String format = Objects.requireNonNullElse(environment.get(VARIABLE), "");
        for (int i = 0; i < arguments.length && !arguments[i].equals("--"); i++) {
            if (arguments[i].equals(OPTION) && i + 1 < arguments.length) {
                format = arguments[i + 1];
            } else if (arguments[i].startsWith(OPTION + "=")) {
                format = arguments[i].substring(OPTION.length() + 1);
            }
        }
        use(format.equalsIgnoreCase("json"));
    }

    /// A message of a command as a line of the log, without the line end.
    public static String info(String message) {
        return JsonLine.now("INFO", "likeness", message, null);
    }

    /// An error of a command as a line of the log, without the line end.
    public static String error(String message, @Nullable Throwable failure) {
        return JsonLine.now("ERROR", "likeness", message, failure);
    }
}
