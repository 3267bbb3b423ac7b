package dev.likeness.api.rekognition;

import dev.likeness.api.auth.Scope;
import dev.likeness.api.http.Call;

/// One operation of the service.
///
/// @param scope that a key needs
record Operation(Scope scope, Handler handler) {
    /// Executes an operation and returns a record with AWS's names.
    @FunctionalInterface
    interface Handler {
        Object handle(Call call);
    }

    static Operation read(Handler handler) {
        return new Operation(Scope.READ, handler);
    }

    static Operation write(Handler handler) {
        return new Operation(Scope.WRITE, handler);
    }

    static Operation admin(Handler handler) {
        return new Operation(Scope.ADMIN, handler);
    }
}
