package dev.likeness.api.http;

import dev.likeness.api.auth.Principal;
import dev.likeness.api.auth.Scope;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.List;

/// Adds the routes of an API. Each route has the operation's name in the contract and the scope it requires.
public final class Routes {
    /// Which body a request may have.
    public enum Body {
        /// No body; a request with one is rejected.
        NONE,
        /// Read as a whole, up to `server.maxBody`: usually JSON.
        MEMORY,
        /// Multipart with its files on disk or a picture, up to `server.maxUpload`, or JSON as above.
        UPLOAD,
        /// A form whose fields say who the caller is, multipart with its files on disk or URL-encoded, up to
        /// `server.maxBody`. All such bodies together have a small budget of their own.
        FORM,
        /// Any bytes, in one file on disk, up to `server.maxRestore`.
        FILE
    }

    private final Router router;
    private final RequestPipeline pipeline;
    private final Authenticator authenticator;
    private final ErrorFormat errorFormat;
    private final Cost cost;
    private final QueryNames queryNames;

    /// Routes of cheap operations without parameters in their query.
    public Routes(Router router, RequestPipeline pipeline, Authenticator authenticator, ErrorFormat errorFormat) {
        this(router, pipeline, authenticator, errorFormat, Cost.CHEAP, QueryNames.NONE);
    }

    private Routes(
            Router router,
            RequestPipeline pipeline,
            Authenticator authenticator,
            ErrorFormat errorFormat,
            Cost cost,
            QueryNames queryNames) {
        this.router = router;
        this.pipeline = pipeline;
        this.authenticator = authenticator;
        this.errorFormat = errorFormat;
        this.cost = cost;
        this.queryNames = queryNames;
    }

    /// A copy for an API with another authentication and error format.
    public Routes with(Authenticator otherAuthenticator, ErrorFormat otherFormat) {
        return new Routes(router, pipeline, otherAuthenticator, otherFormat, cost, queryNames);
    }

    /// A copy for operations of another cost; without it they are cheap.
    public Routes of(Cost otherCost) {
        return new Routes(router, pipeline, authenticator, errorFormat, otherCost, queryNames);
    }

    /// A copy for operations with these parameters in their query. A request with any other is refused: it may
    /// be a typing error for one that limits a deletion.
    public Routes query(String... names) {
        return new Routes(router, pipeline, authenticator, errorFormat, cost, QueryNames.of(names));
    }

    /// A copy for operations that ignore unknown parameters in their query, as the server that a facade
    /// imitates does.
    public Routes anyQuery() {
        return new Routes(router, pipeline, authenticator, errorFormat, cost, QueryNames.ANY);
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
    /// @param path in Vert.x Web's notation: `:name` is a parameter
    public void add(
            List<HttpMethod> methods, String path, String operation, Scope scope, Body body, CallHandler handler) {
        Route route = router.route(path);
        methods.forEach(route::method);
        pipeline.attach(route, operation, scope, body, authenticator, errorFormat, cost, queryNames, handler);
    }

    /// Writes all problems of requests at a path and below it in one format, of those for which there is no route
    /// as well. Must come before the routes.
    ///
    /// @param path without parameters
    public void errorsBelow(String path, ErrorFormat format) {
        router.route(path + "/*").handler(context -> {
            RequestContext.setErrorFormat(context, format);
            context.next();
        });
    }

    /// A route without authentication, such as the documentation and the liveness check.
    public void getPublic(String path, String operation, CallHandler handler) {
        Route route = router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
        pipeline.attach(
                route, operation, Scope.READ, Body.NONE, _ -> Principal.LOCAL, errorFormat, cost, queryNames, handler);
    }

    /// A route for files of this program, without authentication and rate limit: one page loads many of them.
    ///
    /// @param path as in [#add]; a `*` at its end matches the rest of a path
    public void getFile(String path, String operation, CallHandler handler) {
        Route route = router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
        pipeline.attach(
                route, operation, Scope.READ, Body.NONE, _ -> Principal.ANYONE, errorFormat, cost, queryNames, handler);
    }
}
