package dev.likeness.api.v1;

import dev.likeness.api.Backend;
import dev.likeness.api.auth.Principal;
import dev.likeness.api.auth.Scope;
import dev.likeness.api.auth.Sessions.NewSession;
import dev.likeness.api.auth.Sessions.Session;
import dev.likeness.api.auth.SignInLimit;
import dev.likeness.api.http.Call;
import dev.likeness.api.http.ErrorFormat;
import dev.likeness.api.http.KeyAuthenticator;
import dev.likeness.api.http.Reply;
import dev.likeness.api.http.Routes;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `/v1/session`: sign in with a key, say who is signed in, sign out.
final class SessionResource {
    private final Backend backend;
    private final SignInLimit limit;
    private final KeyAuthenticator authenticator;

    SessionResource(Backend backend, SignInLimit limit) {
        this.backend = backend;
        this.limit = limit;
        this.authenticator = new KeyAuthenticator(backend.keys(), backend.sessions(), backend::admitsWithoutKey);
    }

    void mount(Routes routes) {
        // Nobody needs a session to begin one; a wrong token of an old session must not prevent it either.
        routes.with(_ -> Principal.ANONYMOUS, ErrorFormat.PROBLEM_JSON)
                .post("/v1/session", "createSession", Scope.READ, this::create);
        Routes lenient =
                routes.with(call -> authenticator.find(call).orElse(Principal.ANONYMOUS), ErrorFormat.PROBLEM_JSON);
        lenient.get("/v1/session", "getSession", Scope.READ, this::get);
        // Some clients send a body with everything; nobody should stay signed in for that.
        lenient.add(
                List.of(HttpMethod.DELETE),
                "/v1/session",
                "deleteSession",
                Scope.READ,
                Routes.Body.MEMORY,
                this::delete);
    }

    record SignIn(@Nullable String key) {
        /// Without the key, which must not reach a log.
        @Override
        public String toString() {
            return "SignIn[]";
        }
    }

    /// Who calls.
    ///
    /// @param scope null without a session or key
    /// @param galleries those the key may access, empty for all; null without a session or key
    /// @param csrfToken null if the caller has no session
    /// @param expires null if the caller has no session
    record SessionDetails(
            boolean keyRequired,
            @Nullable String scope,
            @Nullable List<String> galleries,
            @Nullable String csrfToken,
            @Nullable Instant expires) {}

    private Reply create(Call call) {
        String key = call.body(SignIn.class).key();
        Optional<NewSession> begun = limit.attempt(
                call.source().address(), () -> Optional.ofNullable(key).flatMap(backend.sessions()::begin));
        if (begun.isEmpty()) {
            call.audit("session", "refused");
            throw new ProblemException(ProblemCode.UNAUTHENTICATED, "a valid API key is required");
        }
        KeyAuthenticator.sessionIds(call).forEach(backend.sessions()::end);
        Session session = begun.get().session();
        call.actAs(session.principal());
        call.audit("session", "begun");
        return Reply.json(201, details(session.principal(), session))
                .withHeader(
                        "Set-Cookie",
                        cookie(call, begun.get().id(), backend.sessions().lifetime()));
    }

    private Reply get(Call call) {
        return Reply.ok(details(call.principal(), authenticator.session(call).orElse(null)))
                .withHeader("Cache-Control", "no-store");
    }

    private Reply delete(Call call) {
        KeyAuthenticator.sessionIds(call).forEach(backend.sessions()::end);
        return Reply.noContent().withHeader("Set-Cookie", cookie(call, "", Duration.ZERO));
    }

    private SessionDetails details(Principal principal, @Nullable Session session) {
        boolean isKnown = !principal.equals(Principal.ANONYMOUS);
        Session own = session != null && principal.equals(session.principal()) ? session : null;
        return new SessionDetails(
                authenticator.requiresKey(),
                isKnown ? principal.scope().name().toLowerCase(Locale.ROOT) : null,
                isKnown ? principal.galleries().stream().sorted().toList() : null,
                own != null ? own.csrfToken() : null,
                own != null ? own.expires().truncatedTo(ChronoUnit.SECONDS) : null);
    }

    /// No script can read the cookie, and browsers send it to pages of this server only.
    private static String cookie(Call call, String id, Duration age) {
        return "%s=%s; Path=%s/; Max-Age=%d; HttpOnly; SameSite=Strict%s"
                .formatted(
                        KeyAuthenticator.cookieName(call),
                        id,
                        call.source().prefix(),
                        age.toSeconds(),
                        call.source().isSecure() ? "; Secure" : "");
    }
}
