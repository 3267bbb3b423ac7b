package dev.likeness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.cli.Shell.Result;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `likeness keys` and the words of its options.
class KeysCommandTest {
    @TempDir
    private Path folder;

    private Result keys(String... arguments) {
        return Shell.run(Stream.of(new String[] {"keys"}, arguments, new String[] {"--index=" + folder})
                .flatMap(Stream::of)
                .toArray(String[]::new));
    }

    private String created(String name) {
        return keys("create", name).output().getFirst().replaceFirst("key id +", "");
    }

    @Test
    void revoke_acceptsWhatTheListShows() {
        String phone = created("phone");
        String laptop = created("laptop");

        assertThat(keys("revoke", "phone").output()).containsExactly("Revoked phone (" + phone + ")");
        assertThat(keys("revoke", laptop).status()).isZero();
        Result unknown = keys("revoke", "phone");
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.errors())
                .containsExactly(
                        "likeness: there is no key of this name or id, got: phone; likeness keys list shows them");
    }

    @Test
    void revoke_aNameOfTwoKeys_isRefusedWithBoth() {
        String one = created("phone");
        String other = created("phone");

        Result refused = keys("revoke", "phone");

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.errors())
                .singleElement()
                .asString()
                .contains("a name must be that of one key, got: phone", one + " (read, ", other + " (read, ");
        assertThat(keys("revoke", other).status()).isZero();
        assertThat(keys("revoke", "phone").output()).containsExactly("Revoked phone (" + one + ")");
    }

    @Test
    void wrongWord_isAnsweredWithTheWordsAsTheyAreTyped() {
        assertThat(keys("create", "phone", "--scope", "wrte").errors())
                .contains("likeness: Invalid value for option '--scope': must be one of read, write, admin,"
                        + " got: wrte; did you mean write?");
        assertThat(keys("create", "phone", "--scope", "everything").errors().getFirst())
                .endsWith("must be one of read, write, admin, got: everything");
        assertThat(keys("create", "phone", "--scope", "Write").status()).isZero();
        assertThat(Shell.run("ingest", "--prune=al", ".").errors().getFirst())
                .endsWith("must be one of none, cautious, ignored, all, got: al; did you mean all?");
        assertThat(Shell.run("people", "--sort", "nme").errors().getFirst()).endsWith("did you mean name?");
        assertThat(Shell.run("keys", "list", "--log-format=jsn").errors().getFirst())
                .endsWith("log.format: must be one of text, json, got: jsn; did you mean json?");
    }
}
