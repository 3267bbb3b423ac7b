package dev.likeness.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The program's own log as JSON, written by the appender that it is shipped with.
class JsonLogTest {
    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

    @BeforeEach
    void change() {
        LogFormat.use(true);
    }

    @AfterEach
    void changeBack() {
        LogFormat.use(false);
        assertThat(text("back", null)).endsWith(" ERROR Some: back\n");
    }

    private String text(String message, @Nullable Throwable failure) {
        ConsoleAppender<ILoggingEvent> appender = (ConsoleAppender<ILoggingEvent>)
                context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender("STDERR");
        Logger log = context.getLogger("dev.likeness.Some");
        ILoggingEvent event =
                new LoggingEvent(JsonLogTest.class.getName(), log, Level.ERROR, message, failure, new Object[0]);
        return new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8);
    }

    private static JsonNode parsed(String line) {
        assertThat(line.lines()).hasSize(1);
        return JsonMapper.shared().readTree(line);
    }

    @Test
    void event_isOneObjectALine() {
        JsonNode event = parsed(text("cannot read a\r\nb\u001b[31m \u202etxt.é", null));

        assertThat(event.propertyNames()).containsExactly("time", "level", "logger", "thread", "message");
        assertThat(Instant.parse(event.get("time").asString()))
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
        assertThat(event.get("level").asString()).isEqualTo("ERROR");
        assertThat(event.get("logger").asString()).isEqualTo("dev.likeness.Some");
        assertThat(event.get("message").asString()).isEqualTo("cannot read a\r\nb\u001b[31m \u202etxt.é");
    }

    @Test
    void line_isAscii() {
        assertThat(text("\u202e é \u2028 \u0007", null)).matches("[\\x20-\\x7e]*\n");
    }

    @Test
    void exception_isInTheSameObject() {
        JsonNode error = parsed(text("failed", new IOException("a\nb", new IllegalStateException("c"))))
                .get("error");

        assertThat(error.get("type").asString()).isEqualTo("java.io.IOException");
        assertThat(error.get("message").asString()).isEqualTo("a\nb");
        assertThat(error.get("stack").asString()).contains("Caused by: java.lang.IllegalStateException: c");
    }

    @ParameterizedTest
    @CsvSource({"--log-format,json", "--log-format=text,--log-format=json"})
    void lineOfALibrary_isAnEventAsWell(String option, String next) {
        JsonNode event = parsed(LogFormatTest.loggedByALibrary("serve", option, next));

        assertThat(event.get("level").asString()).isEqualTo("WARN");
        assertThat(event.get("logger").asString()).isEqualTo("io.opentelemetry.Exporter");
        assertThat(event.get("message").asString()).isEqualTo("lost 3 spans");
    }

    @Test
    void start_takesTheEnvironmentUnlessTheCommandLineSaysAnother() {
        LogFormat.start(new String[] {"serve", "--", "--log-format=text"}, Map.of("LIKENESS_LOG_FORMAT", "json"));
        assertThat(LogFormat.isJson()).isTrue();

        LogFormat.start(new String[] {"serve", "--log-format=text"}, Map.of("LIKENESS_LOG_FORMAT", "json"));
        assertThat(LogFormat.isJson()).isFalse();
    }

    @Test
    void messageOfACommand_isAnEventAsWell() {
        assertThat(parsed(LogFormat.info("Gallery a in b")).get("message").asString())
                .isEqualTo("Gallery a in b");
        assertThat(parsed(LogFormat.error("no", new IOException("x")))
                        .at("/error/type")
                        .asString())
                .isEqualTo("java.io.IOException");
    }
}
