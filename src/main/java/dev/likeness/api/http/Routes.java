package dev.likeness.api.http;

import dev.likeness.api.auth.Principal;
import dev.likeness.api.auth.Scope;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.List;

/// Where an API adds its routes. Each names the operation of the contract it fulfils and the scope
/// it needs.
public final class Routes {
    /// What the body of a request may be.
    public enum Body {
        /// Nothing; what comes is refused.
        NONE,
        /// In memory, up to `server.body`: JSON, mostly.
        MEMORY,
        /// Multipart, its files on disk, or JSON; up to `server.upload`.
        UPLOAD,
        /// Any bytes, in one file on disk, up to `server.restore`.
        FILE
    }

    private final Router router;
    private final RequestPipeline pipeline;
    private final Authenticator authenticator;
    private final ErrorFormat errorFormat;

    public Routes(Router router, RequestPipeline calls, Authenticator authenticator, ErrorFormat errors) {
        this.router = router;
        this.pipeline = calls;
        this.authenticator = authenticator;
        this.errorFormat = errors;
    }

    /// The same for an API whose callers prove who they are, and hear of problems, in another way.
    public Routes with(Authenticator other, ErrorFormat form) {
        return new Routes(router, pipeline, other, form);
    }

    public void get(String path, String operation, Scope scope, CallHandler handler) {
        add(List.of(HttpMethod.GET, HttpMethod.HEAD), path, operation, scope, Body.NONE, handler);
    }

    public void post(String path, String operation, Scope scope, CallHandler handler) {
        add(List.of(HttpMethod.POST), path, operation, scope, Body.MEMORY, handler);
    }

    public void put(String path, String operation, Scope scope, CallHandler handler) {
        add(List.of(HttpMethod.PUT), path, operation, scope, Body.MEMORY, handler);
    }

    public void patch(String path, String operation, Scope scope, CallHandler handler) {
        add(List.of(HttpMethod.PATCH), path, operation, scope, Body.MEMORY, handler);
    }

    public void delete(String path, String operation, Scope scope, CallHandler handler) {
        add(List.of(HttpMethod.DELETE), path, operation, scope, Body.NONE, handler);
    }

    /// A route of any kind.
    ///
    /// @param path as Vert.x Web reads it: `:name` is a parameter
    public void add(
            List<HttpMethod> methods, String path, String operation, Scope scope, Body body, CallHandler handler) {
        Route route = router.route(path);
        methods.forEach(route::method);
        pipeline.attach(route, operation, scope, body, authenticator, errorFormat, handler);
    }

    /// A page that anybody may see who may reach the server, without a key: the documentation,
    /// whether it lives.
    public void getPublic(String path, String operation, CallHandler handler) {
        Route route = router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
        pipeline.attach(route, operation, Scope.READ, Body.NONE, _ -> Principal.LOCAL, errorFormat, handler);
    }
}
