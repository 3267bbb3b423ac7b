package dev.likeness.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

class TextLimitsTest {
    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "[{\"a\":"})
    void json_deeperThanTheLimit_isRefused(String opening) {
        assertThatThrownBy(() -> TextLimits.json().readTree(opening.repeat(200_000)))
                .isInstanceOf(JacksonException.class)
                .satisfies(refused -> assertThat(TextLimits.problem((JacksonException) refused))
                        .contains("nesting depth"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- "})
    void yaml_deeperThanTheLimit_isRefused(String opening) {
        assertThatThrownBy(() -> TextLimits.yaml().readTree(opening.repeat(200_000)))
                .isInstanceOf(JacksonException.class)
                .satisfies(refused -> assertThat(TextLimits.problem((JacksonException) refused))
                        .isNotBlank());
    }

    @Test
    void yaml_longestText_isReadInSeconds() {
        String text = IntStream.range(0, 20_000)
                .mapToObj("key%d: [a, b]\n"::formatted)
                .collect(Collectors.joining())
                .substring(0, TextLimits.MAX_YAML_BYTES);
        long start = System.nanoTime();

        try {
            assertThat(TextLimits.yaml().readTree(text).size()).isPositive();
        } catch (JacksonException _) {
            // The last line may be cut anywhere.
        }

        assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
    }

    @Test
    void yaml_aliasesOfAliases_areNotExpanded() {
        StringBuilder text = new StringBuilder("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (int i = 1; i < 30; i++) {
            String alias = "*a" + (i - 1);
            text.append("a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", Collections.nCopies(9, alias))));
        }
        text.append("loop: &loop [*loop, *loop]\n");

        assertThat(TextLimits.yaml().readTree(text.toString()).toString()).hasSizeLessThan(100_000);
        assertThat(TextLimits.yaml().readValue(text.toString(), Object.class).toString())
                .hasSizeLessThan(100_000);
    }

    @Test
    void json_ofTheLimit_isRead() {
        assertThat(TextLimits.json()
                        .readTree("[".repeat(TextLimits.MAX_DEPTH) + "]".repeat(TextLimits.MAX_DEPTH))
                        .isArray())
                .isTrue();
    }
}
