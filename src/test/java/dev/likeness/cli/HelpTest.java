package dev.likeness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.cli.LikenessTest.Result;
import org.junit.jupiter.api.Test;

/// The help of commands: their own options, and the shared ones once.
class HelpTest {
    @Test
    void help_ofACommand_explainsItsOwnOptionsAndNamesTheSharedOnes() {
        Result result = LikenessTest.run("search", "--help");

        assertThat(result.status()).isZero();
        assertThat(result.output())
                .contains("[SHARED OPTIONS] IMAGE", "--min-quality=Q", "Only faces of this quality or more")
                .containsPattern("Shared options, explained by likeness help options:\\R  .*--calibration, --config")
                .doesNotContain("Directory of all galleries", "--index=DIR", "Print the result as JSON");
        assertThat(LikenessTest.run("people", "--help").output())
                .contains("--sort=WORD", "Commands:", "birth-date")
                .doesNotContain("--detector");
    }

    @Test
    void help_ofACommandWithAnOptionOfTheSameName_explainsIt() {
        assertThat(LikenessTest.run("people", "import", "--help").output()).contains("--json=FILE");
        assertThat(LikenessTest.run("gallery", "reembed", "--help").output()).containsPattern("--embedder=ID +\\S");
    }

    @Test
    void helpOptions_explainsTheSharedOptionsOnce() {
        Result result = LikenessTest.run("help", "options");

        assertThat(result.status()).isZero();
        assertThat(result.output())
                .contains("--index=DIR", "Directory of all galleries", "--device=DEVICE", "--json", "--log-format=WORD")
                .containsOnlyOnce("--gallery=NAME");
    }

    @Test
    void helpOfAWord_isTheHelpOfThatCommand() {
        assertThat(LikenessTest.run("help", "people", "name").output())
                .isEqualTo(LikenessTest.run("people", "name", "--help").output());
        assertThat(LikenessTest.run("help").output())
                .isEqualTo(LikenessTest.run("--help").output());
        Result unknown = LikenessTest.run("help", "peple");
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.errors()).startsWith("likeness: help must be asked for a command or options, got: peple");
    }

    @Test
    void completion_knowsTheSharedOptionsOfEveryCommand() {
        String script = LikenessTest.run("completion").output();

        assertThat(script).containsPattern("'--index'[^\\n]*'--path-prefix'|'--path-prefix'[^\\n]*'--index'");
    }
}
