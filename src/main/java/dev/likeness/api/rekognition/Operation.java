package dev.likeness.api.rekognition;

import dev.likeness.api.auth.Scope;
import dev.likeness.api.http.Call;
import dev.likeness.api.http.Cost;

/// One operation of the service.
///
/// @param scope that a key needs
record Operation(Scope scope, Cost cost, Handler handler) {
    /// Executes an operation and returns a record with AWS's names, or a reply that is already made of it.
    @FunctionalInterface
    interface Handler {
        Object handle(Call call);
    }

    static Operation read(Handler handler) {
        return new Operation(Scope.READ, Cost.CHEAP, handler);
    }

    /// A reading operation that computes for up to about a second.
    static Operation query(Handler handler) {
        return new Operation(Scope.READ, Cost.QUERY, handler);
    }

    static Operation write(Handler handler) {
        return new Operation(Scope.WRITE, Cost.CHEAP, handler);
    }

    static Operation admin(Handler handler) {
        return new Operation(Scope.ADMIN, Cost.CHEAP, handler);
    }
}
