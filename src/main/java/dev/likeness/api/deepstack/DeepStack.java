package dev.likeness.api.deepstack;

import dev.likeness.api.Backend;
import dev.likeness.api.Facade;
import dev.likeness.api.auth.Scope;
import dev.likeness.api.http.CallHandler;
import dev.likeness.api.http.Cost;
import dev.likeness.api.http.Routes;
import dev.likeness.api.http.Routes.Body;
import io.vertx.core.http.HttpMethod;
import java.util.List;

/// The face operations of DeepStack, which CodeProject.AI took over: `POST /v1/vision/face` and what is below
/// it. They share the prefix `/v1` with Likeness's own API, which has no path `/v1/vision`.
public final class DeepStack implements Facade {
    private static final String VISION = "/v1/vision";
    private static final String FACE = VISION + "/face";

    @Override
    public void mountErrors(Routes routes) {
        routes.errorsBelow(VISION, new DeepStackErrors());
    }

    @Override
    public void mount(Routes routes, Backend backend) {
        Routes own = routes.with(new FormKey(backend), new DeepStackErrors()).anyQuery();
        FaceOperations faces = new FaceOperations(backend);
        PeopleOperations people = new PeopleOperations(backend);
        post(own, "", "deepstack.detect", Scope.READ, faces::detect);
        post(own, "/recognize", "deepstack.recognize", Scope.READ, faces::recognise);
        post(own, "/match", "deepstack.match", Scope.READ, faces::match);
        post(own.of(Cost.QUERY), "/list", "deepstack.list", Scope.READ, people::list);
        post(own, "/register", "deepstack.register", Scope.WRITE, people::register);
        post(own, "/delete", "deepstack.delete", Scope.WRITE, people::delete);
    }

    private static void post(Routes routes, String path, String operation, Scope scope, CallHandler handler) {
        routes.add(List.of(HttpMethod.POST), FACE + path, operation, scope, Body.FORM, handler);
    }
}
