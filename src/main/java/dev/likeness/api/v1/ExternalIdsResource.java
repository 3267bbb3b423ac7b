package dev.likeness.api.v1;

import dev.likeness.api.Backend;
import dev.likeness.api.auth.Scope;
import dev.likeness.api.http.Call;
import dev.likeness.api.http.Reply;
import dev.likeness.api.http.Routes;
import dev.likeness.engine.people.ExternalIds;
import dev.likeness.engine.people.People;
import org.jspecify.annotations.Nullable;

/// `/v1/galleries/{gallery}/people/by-external-id`: people by their ids in another system.
final class ExternalIdsResource {
    private final Backend backend;

    ExternalIdsResource(Backend backend) {
        this.backend = backend;
    }

    void mount(Routes routes) {
        String path = "/v1/galleries/:gallery/people/by-external-id/:externalId";
        routes.get(path, "getPersonByExternalId", Scope.READ, this::get);
        routes.put(path, "putPersonByExternalId", Scope.WRITE, this::put);
    }

    /// @param name null to leave the name as it is
    record ExternalPerson(@Nullable String name) {}

    private Reply get(Call call) {
        People people = backend.engine().people(backend.requireGallery(call));
        return Reply.ok(people.get(externalIds(call, people).person(call.parameter("externalId"))));
    }

    private Reply put(Call call) {
        String gallery = backend.requireGallery(call);
        ExternalPerson wanted = call.body(ExternalPerson.class, new ExternalPerson(null));
        call.audit("gallery", gallery);
        ExternalIds.Put done = backend.writeLock()
                .withLock(
                        gallery,
                        () -> externalIds(call, backend.engine().people(gallery))
                                .put(call.parameter("externalId"), wanted.name()));
        return Reply.json(done.added() ? 201 : 200, done.edit());
    }

    private static ExternalIds externalIds(Call call, People people) {
        return people.externalIds(call.principal().actor());
    }
}
