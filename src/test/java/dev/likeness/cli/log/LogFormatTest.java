package dev.likeness.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// The lines of the program's own log, with the configuration that it is shipped with.
class LogFormatTest {
    private static String text(Level level, String message, @Nullable Throwable failure, Object... values) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        ConsoleAppender<ILoggingEvent> appender = (ConsoleAppender<ILoggingEvent>)
                context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender("STDERR");
        Logger log = context.getLogger("dev.likeness.Some");
        ILoggingEvent event = new LoggingEvent(LogFormatTest.class.getName(), log, level, message, failure, values);
        return new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8);
    }

    @Test
    void line_hasDateTimeAndOffset() {
        String line = text(Level.WARN, "it is {}", null, 1);

        assertThat(line).matches("\\S+ WARN {2}Some: it is 1\\R");
        assertThat(OffsetDateTime.parse(line.substring(0, line.indexOf(' '))).toInstant())
                .isBetween(Instant.now().minusSeconds(60), Instant.now());
    }

    @Test
    void value_withControlCharacters_staysOnOneLine() {
        String text = text(
                Level.WARN,
                "cannot read {}",
                null,
                "a\r\n2026-11-29T00:00:00.000Z ERROR Some: forged\u001b[31m \u2028 \u202etxt.é");

        assertThat(text.lines())
                .singleElement()
                .asString()
                .endsWith(
                        "cannot read a\\r\\n2026-11-29T00:00:00.000Z ERROR Some: forged\\u001b[31m \\u2028 \\u202etxt.é");
    }

    @Test
    void exception_withLineBreaks_beginsNoLine() {
        String text = text(
                Level.ERROR, "failed", new IOException("a\n2026-11-29T00:00:00.000Z ERROR Some: forged\r\u001b[2J"));

        assertThat(text.lines()).first().asString().endsWith(" ERROR Some: failed");
        assertThat(text.lines().skip(1))
                .hasSizeGreaterThan(2)
                .allMatch(line -> line.startsWith("  "))
                .contains("  2026-11-29T00:00:00.000Z ERROR Some: forged\\r\\u001b[2J");
        assertThat(text).endsWith("\n");
    }

    /// What a library logs through `java.util.logging`, as it arrives on the standard error.
    static String loggedByALibrary(String... arguments) {
        PrintStream errors = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            LogFormat.start(arguments, Map.of());
            java.util.logging.Logger.getLogger("io.opentelemetry.Exporter")
                    .log(java.util.logging.Level.WARNING, "lost {0} spans", 3);
        } finally {
            System.setErr(errors);
        }
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void lineOfALibrary_looksLikeOurOwn() {
        assertThat(loggedByALibrary("serve")).matches("\\S+ WARN {2}Exporter: lost 3 spans\\R");
    }

    @Test
    void line_withoutException_isFollowedByNone() {
        assertThat(text(Level.WARN, "one", null).lines()).hasSize(1);
    }
}
