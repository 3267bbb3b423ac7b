package dev.likeness.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.api.auth.Sessions.NewSession;
import dev.likeness.api.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsTest {
    @TempDir
    private Path folder;

    private KeyRing keys;
    private Sessions sessions;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @BeforeEach
    void setUp() {
        keys = KeyRing.of(folder);
        sessions = restarted();
    }

    private Sessions restarted() {
        return new Sessions(keys, folder.resolve(".server"), Duration.ofHours(1), Duration.ofHours(10), () -> now);
    }

    private KeyRing.NewKey key(Scope scope) {
        return keys.create("one", ApiKeyKind.BEARER, scope, Set.of(), 0);
    }

    @Test
    void session_hasTheRightsOfItsKey() {
        KeyRing.NewKey key = key(Scope.WRITE);

        NewSession begun = sessions.begin(key.secret()).orElseThrow();

        assertThat(sessions.find(begun.id()).orElseThrow().principal())
                .isEqualTo(key.key().principal());
        assertThat(begun.id()).hasSize(43).doesNotContain(key.secret());
        assertThat(begun.session().csrfToken()).hasSize(43).isNotEqualTo(begun.id());
    }

    @Test
    void unknownKeyAndUnknownId_giveNothing() {
        assertThat(sessions.begin("lk_nothing")).isEmpty();
        assertThat(sessions.find("nothing")).isEmpty();
    }

    @Test
    void session_notUsedForLong_ends() {
        String id = sessions.begin(key(Scope.READ).secret()).orElseThrow().id();
        now = now.plus(Duration.ofMinutes(59));
        assertThat(sessions.find(id)).isPresent();
        now = now.plus(Duration.ofMinutes(59));
        assertThat(sessions.find(id)).isPresent();
        now = now.plus(Duration.ofMinutes(60));
        assertThat(sessions.find(id)).isEmpty();
    }

    @Test
    void session_usedAllTheTime_endsAfterItsLifetime() {
        String id = sessions.begin(key(Scope.READ).secret()).orElseThrow().id();
        for (int i = 0; i < 19; i++) {
            now = now.plus(Duration.ofMinutes(30));
            assertThat(sessions.find(id)).isPresent();
        }
        now = now.plus(Duration.ofMinutes(30));
        assertThat(sessions.find(id)).isEmpty();
    }

    @Test
    void session_ofARevokedKey_ends() {
        KeyRing.NewKey key = key(Scope.READ);
        key(Scope.READ);
        String id = sessions.begin(key.secret()).orElseThrow().id();

        keys.revoke(key.key().id());

        assertThat(sessions.find(id)).isEmpty();
    }

    @Test
    void session_ofAKeyWhoseScopeChanges_ends() throws Exception {
        String id = sessions.begin(key(Scope.READ).secret()).orElseThrow().id();
        Path file = folder.resolve(".server").resolve("keys.json");

        Files.writeString(file, Files.readString(file).replace("READ", "ADMIN"));
        keys.refresh();

        assertThat(sessions.find(id)).isEmpty();
    }

    @Test
    void session_afterARestart_isAsBefore() {
        NewSession begun = sessions.begin(key(Scope.READ).secret()).orElseThrow();
        now = now.plus(Duration.ofMinutes(50));
        sessions.find(begun.id());
        sessions.save();
        now = now.plus(Duration.ofMinutes(50));

        assertThat(restarted().find(begun.id())).contains(begun.session());
        now = now.plus(Duration.ofMinutes(11));
        assertThat(restarted().find(begun.id())).isEmpty();
    }

    @Test
    void sessionFile_showsNoIdAndNoTokenAndIsForTheOwnerOnly() throws Exception {
        KeyRing.NewKey key = key(Scope.READ);
        NewSession begun = sessions.begin(key.secret()).orElseThrow();

        Path file = folder.resolve(".server").resolve("sessions.json");
        assertThat(Files.readString(file))
                .contains(key.key().id())
                .doesNotContain(begun.id(), begun.session().csrfToken(), key.secret());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void sessionsThatHaveEnded_areGoneAfterARestart() throws Exception {
        KeyRing.NewKey revoked = key(Scope.READ);
        key(Scope.READ);
        String ofRevoked = sessions.begin(revoked.secret()).orElseThrow().id();
        String signedOut =
                sessions.begin(key(Scope.READ).secret()).orElseThrow().id();
        String expired = sessions.begin(key(Scope.READ).secret()).orElseThrow().id();
        String changed = sessions.begin(key(Scope.WRITE).secret()).orElseThrow().id();
        keys.revoke(revoked.key().id());
        sessions.end(signedOut);
        Path file = folder.resolve(".server").resolve("keys.json");
        Files.writeString(file, Files.readString(file).replace("WRITE", "ADMIN"));
        keys.refresh();

        Sessions next = restarted();

        assertThat(next.find(ofRevoked)).isEmpty();
        assertThat(next.find(signedOut)).isEmpty();
        assertThat(next.find(changed)).isEmpty();
        assertThat(next.find(expired)).isPresent();
        next.save();
        now = now.plus(Duration.ofHours(1));
        next.save();
        assertThat(Files.readString(folder.resolve(".server").resolve("sessions.json")))
                .contains("\"sessions\":[]");
    }

    @Test
    void sessionFile_thatIsDamaged_endsAllSessions() throws Exception {
        String id = sessions.begin(key(Scope.READ).secret()).orElseThrow().id();
        Path file = folder.resolve(".server").resolve("sessions.json");

        for (String damaged : new String[] {
            "",
            "null",
            "{",
            "{\"version\":1}",
            "{\"version\":1,\"sessions\":[null]}",
            "{\"version\":1,\"sessions\":[{}]}"
        }) {
            Files.writeString(file, damaged);
            assertThat(restarted().find(id)).as(damaged).isEmpty();
        }
    }

    @Test
    void failures_ofOneAddress_areLimitedAndThoseOfAnotherAreNot() {
        SignInLimit limit = new SignInLimit();
        for (int i = 0; i < 10; i++) {
            assertThat(limit.attempt("192.0.2.1", Optional::empty)).isEmpty();
        }

        assertThatThrownBy(() -> limit.attempt("192.0.2.1", Optional::empty)).isInstanceOf(ProblemException.class);
        assertThat(limit.attempt("192.0.2.2", Optional::empty)).isEmpty();
    }

    @Test
    void successes_areNotLimited_notEvenAfterFailuresOfTheSameAddress() {
        SignInLimit limit = new SignInLimit();
        for (int i = 0; i < 10; i++) {
            assertThat(limit.attempt("2001:db8::2", Optional::empty)).isEmpty();
        }
        for (int i = 0; i < 50; i++) {
            assertThat(limit.attempt("2001:db8::1", () -> Optional.of("key"))).contains("key");
        }
    }

    @Test
    void peek_findsASession_withoutKeepingItAlive() {
        NewSession begun = sessions.begin(key(Scope.READ).secret()).orElseThrow();

        now = now.plus(Duration.ofMinutes(50));
        assertThat(sessions.peek(begun.id())).contains(begun.session());
        now = now.plus(Duration.ofMinutes(20));
        assertThat(sessions.peek(begun.id())).isEmpty();
        assertThat(sessions.find(begun.id())).isEmpty();
    }

    @Test
    void session_begunWhileTheClockWasAhead_livesNoLongerThanOthers() {
        now = now.plus(Duration.ofDays(4000));
        String used = sessions.begin(key(Scope.READ).secret()).orElseThrow().id();
        String unused = sessions.begin(key(Scope.READ).secret()).orElseThrow().id();
        now = now.minus(Duration.ofDays(4000));
        sessions.save();
        assertThat(sessions.find(used)).isPresent();

        for (int i = 0; i < 11; i++) {
            now = now.plus(Duration.ofMinutes(55));
            sessions.find(used);
        }

        assertThat(sessions.peek(used)).isEmpty();
        assertThat(sessions.peek(unused)).isEmpty();
    }

    @Test
    void session_ofAFileOfTheFuture_isBoundedAfterARestart() {
        now = now.plus(Duration.ofDays(4000));
        String id = sessions.begin(key(Scope.READ).secret()).orElseThrow().id();
        now = now.minus(Duration.ofDays(4000));
        sessions = restarted();
        sessions.save();

        now = now.plus(Duration.ofMinutes(61));

        assertThat(sessions.find(id)).isEmpty();
    }
}
