package dev.likeness.api.deepstack;

import dev.likeness.api.Backend;
import dev.likeness.api.auth.Principal;
import dev.likeness.api.http.Authenticator;
import dev.likeness.api.http.Call;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import java.util.Optional;

/// Authenticates by the field `admin_key` or `api_key` of the form, the first that is there. Clients of
/// CodeProject.AI have no key, so a proxy in front of the server may add the header `X-Api-Key` for them.
final class FormKey implements Authenticator {
    private static final String HEADER = "X-Api-Key";

    private final Backend backend;

    FormKey(Backend backend) {
        this.backend = backend;
    }

    @Override
    public boolean needsBody() {
        return true;
    }

    @Override
    public void checkHeaders(Call call) {
        boolean isKnown = backend.admitsWithoutKey()
                || call.header(HEADER).flatMap(backend.keys()::findBearer).isPresent();
        if (!isKnown && !FormFields.isForm(call)) {
            throw new ProblemException(ProblemCode.UNAUTHENTICATED, "the form must have an api_key");
        }
    }

    @Override
    public Principal authenticate(Call call) {
        if (backend.admitsWithoutKey()) {
            return Principal.LOCAL;
        }
        FormFields form = FormFields.of(call);
        Optional<String> key =
                form.text("admin_key").or(() -> form.text("api_key")).or(() -> call.header(HEADER));
        if (key.isEmpty()) {
            throw new ProblemException(ProblemCode.UNAUTHENTICATED, "the form must have an api_key");
        }
        return key.flatMap(backend.keys()::findBearer)
                .orElseThrow(() -> new ProblemException(ProblemCode.UNAUTHENTICATED, "Incorrect api key"));
    }
}
