package dev.likeness.api.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.api.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathRulesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/v1/galleries/a..b/people/1",
                "/v1/galleries/.server",
                "/api/v1/recognition/subjects/Ann%20Lee",
                "/api/v1/recognition/subjects/50%25",
                "/api/v1/recognition/subjects/Ann%3BBob",
                "/api/v1/recognition/subjects/...",
                "/api/v1/recognition/subjects/J%C3%BCrgen"
            })
    void check_pathOfARoute_passes(String path) {
        assertThatCode(() -> PathRules.check("DELETE", path)).doesNotThrowAnyException();
    }

    @Test
    void check_slashAtTheEnd_passesIfTheMethodOnlyReads() {
        assertThatCode(() -> PathRules.check("GET", "/docs/")).doesNotThrowAnyException();
        assertThatThrownBy(() -> PathRules.check("POST", "/docs/")).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> PathRules.check("GET", "/docs//")).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> PathRules.check("GET", "//")).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v1/galleries",
                "//",
                "/v1//galleries",
                "/v1/galleries/",
                "/v1/galleries/.",
                "/v1/galleries/../x",
                "/v1/galleries/%2e%2E",
                "/v1/galleries/.%2e",
                "/v1/galleries/%252e%252e",
                "/v1/galleries/%25252e",
                "/v1/galleries/a%2Fb",
                "/v1/galleries/a%252fb",
                "/v1/galleries/a\\b",
                "/v1/galleries/a%5cb",
                "/v1/galleries/..;x=1",
                "/v1/galleries/..%3Bx",
                "/v1/galleries/a;x=1",
                "/v1/galleries/%20",
                "/v1/galleries/%20..%20"
            })
    void check_hostilePath_isRefused(String path) {
        assertThatThrownBy(() -> PathRules.check("DELETE", path)).isInstanceOf(ProblemException.class);
    }
}
