package dev.likeness.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestJsonTest {
    enum Colour {
        RED,
        GREEN
    }

    record Part(int count) {}

    record Body(
            String name,
            int size,
            double share,
            boolean open,
            List<String> faces,
            Map<String, Integer> counts,
            Colour colour,
            List<Part> parts) {}

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'size':'many'}            | size must be a whole number, got: text",
                "{'size':1.5}               | size must be a whole number, got: 1.5",
                "{'size':'1'}               | size must be a whole number, got: text",
                "{'size':[1]}               | size must be a whole number, got: a list",
                "{'size':null}              | size must be a whole number, got: null",
                "{'share':'much'}           | share must be a number, got: text",
                "{'share':'0.5'}            | share must be a number, got: text",
                "{'open':1}                 | open must be true or false, got: 1",
                "{'open':'true'}            | open must be true or false, got: text",
                "{'colour':0}               | colour must be one of RED, GREEN, got: 0",
                "{'name':true}              | name must be text, got: true",
                "{'name':5}                 | name must be text, got: 5",
                "{'name':1.5}               | name must be text, got: 1.5",
                "{'open':{}}                | open must be true or false, got: an object",
                "{'faces':7}                | faces must be a list, got: a number",
                "{'faces':{}}               | faces must be a list, got: an object",
                "{'counts':[]}              | counts must be an object, got: a list",
                "{'colour':'blue'}          | colour must be one of RED, GREEN, got: blue",
                "{'name':{'first':'Ada'}}   | name must be text, got: an object",
                "{'parts':[{'count':1},{'count':'x'}]} | parts[1].count must be a whole number, got: text",
                "{'parts':[{'number':1}]}   | parts[0].number is no key of this object; there are: count",
                "[]                         | the body must be an object, got: a list",
                "7                          | the body must be an object, got: a number",
                "{'size':9999999999999}     | size must be a smaller number",
            })
    void parse_valueOfAnotherType_isSaidInTheWordsOfJson(String json, String detail) {
        assertRefused(json, ProblemCode.INVALID_ARGUMENT, detail);
    }

    @Test
    void parse_keyThatIsThereTwice_isRefused() {
        assertRefused(
                "{'size':1,'size':2}",
                ProblemCode.MALFORMED_REQUEST,
                "the body must be JSON in UTF-8; at line 1, column 17 the key \"size\" is there for the second time");
    }

    @Test
    void parse_textThatIsNotJson_saysWhere() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> RequestJson.parse("{\n  size: 1}".getBytes(UTF_8), Body.class))
                .withMessage("the body must be JSON in UTF-8; at line 2, column 3 it is not")
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ProblemCode.MALFORMED_REQUEST));
    }

    @Test
    void parse_textWithoutEndOrPlace_isRefused() {
        for (String json : List.of(
                "[".repeat(100_000),
                "{'parts':" + "[".repeat(1000),
                "{'size':'" + "9".repeat(80) + "'}",
                "",
                "{'size':")) {
            assertThatExceptionOfType(ProblemException.class)
                    .as(json)
                    .isThrownBy(() -> RequestJson.parse(json.replace('\'', '"').getBytes(UTF_8), Body.class));
        }
    }

    private static void assertRefused(String json, ProblemCode code, String detail) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> RequestJson.parse(json.replace('\'', '"').getBytes(UTF_8), Body.class))
                .withMessage(detail)
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(code));
    }
}
