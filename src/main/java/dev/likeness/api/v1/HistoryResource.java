package dev.likeness.api.v1;

import dev.likeness.api.Backend;
import dev.likeness.api.auth.Scope;
import dev.likeness.api.http.Call;
import dev.likeness.api.http.Cost;
import dev.likeness.api.http.Reply;
import dev.likeness.api.http.Routes;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.api.v1.request.Page;
import dev.likeness.engine.people.EditResult;
import dev.likeness.engine.people.HistoryEntry;
import dev.likeness.engine.people.UndoRedo;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// `/v1/galleries/{gallery}/history`: edits by users, undo and redo.
final class HistoryResource {
    private static final int MAX_COUNT = 1000;

    private final Backend backend;

    HistoryResource(Backend backend) {
        this.backend = backend;
    }

    void mount(Routes routes) {
        String history = "/v1/galleries/:gallery/history";
        routes.of(Cost.QUERY).query("limit", "cursor").get(history, "listHistory", Scope.READ, this::list);
        routes.post(history + "/undo", "undo", Scope.WRITE, call -> reverse(call, UndoRedo::undo, UndoRedo::undoTo));
        routes.post(history + "/redo", "redo", Scope.WRITE, call -> reverse(call, UndoRedo::redo, UndoRedo::redoTo));
    }

    record HistoryPage(List<HistoryEntry> events, @Nullable String next) {}

    /// Which events to reverse.
    ///
    /// @param count the latest ones, this many; default 1. With `event`, the most that may be reversed
    /// @param event all up to and including this one
    record ReversalRequest(
            @Nullable Integer count, @Nullable Long event) {}

    @FunctionalInterface
    private interface EventReversal {
        List<EditResult> apply(UndoRedo edits, long event, int max);
    }

    private Reply list(Call call) {
        String gallery = backend.requireGallery(call);
        Page page = Page.of(call);
        String after = page.after();
        if (after != null && !after.matches("[0-9]{1,18}")) {
            throw Page.notACursor(after);
        }
        List<HistoryEntry> events = backend.engine()
                .people(gallery)
                .history(after == null ? Long.MAX_VALUE : Long.parseLong(after), page.limit());
        return Reply.ok(new HistoryPage(
                events,
                events.size() < page.limit() ? null : page.next(events.getLast().event())));
    }

    private Reply reverse(Call call, BiFunction<UndoRedo, Integer, List<EditResult>> byCount, EventReversal byEvent) {
        String gallery = backend.requireGallery(call);
        ReversalRequest wanted = call.body(ReversalRequest.class, new ReversalRequest(1, null));
        call.audit("gallery", gallery);
        Long event = wanted.event();
        int count = wanted.count() == null ? event == null ? 1 : MAX_COUNT : wanted.count();
        if (count < 1 || count > MAX_COUNT) {
            throw new ProblemException(
                    ProblemCode.INVALID_ARGUMENT,
                    "count must be between 1 and %d, got: %d".formatted(MAX_COUNT, count));
        }
        if (event != null) {
            call.audit("event", event);
            int max = wanted.count() == null ? Integer.MAX_VALUE : count;
            return reply(call, gallery, edits -> byEvent.apply(edits, event, max));
        }
        call.audit("count", count);
        return reply(call, gallery, edits -> byCount.apply(edits, count));
    }

    private Reply reply(Call call, String gallery, Function<UndoRedo, List<EditResult>> reversal) {
        return Reply.ok(new EditResults(backend.writeLock()
                .withLock(
                        gallery,
                        () -> reversal.apply(backend.engine()
                                .people(gallery)
                                .undoRedo(call.principal().actor())))));
    }
}
