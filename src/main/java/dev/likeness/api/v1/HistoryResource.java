package dev.likeness.api.v1;

import dev.likeness.api.Backend;
import dev.likeness.api.auth.Scope;
import dev.likeness.api.http.Call;
import dev.likeness.api.http.Reply;
import dev.likeness.api.http.Routes;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.engine.people.EditResult;
import dev.likeness.engine.people.HistoryEntry;
import dev.likeness.engine.people.PeopleEditor;
import java.util.List;
import java.util.function.BiFunction;
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
        routes.get(history, "listHistory", Scope.READ, this::list);
        routes.post(history + "/undo", "undo", Scope.WRITE, call -> reverse(call, PeopleEditor::undo));
        routes.post(history + "/redo", "redo", Scope.WRITE, call -> reverse(call, PeopleEditor::redo));
    }

    record HistoryPage(List<HistoryEntry> events, @Nullable String next) {}

    record CountRequest(@Nullable Integer count) {}

    private Reply list(Call call) {
        String gallery = backend.requireGallery(call);
        Page page = Page.of(call);
        String after = page.after();
        if (after != null && !after.matches("[0-9]{1,18}")) {
            throw new ProblemException(ProblemCode.INVALID_ARGUMENT, "cursor must be the next of an earlier page");
        }
        List<HistoryEntry> events = backend.engine().people(gallery).history().stream()
                .filter(event -> after == null || event.event() < Long.parseLong(after))
                .limit(page.limit())
                .toList();
        return Reply.ok(new HistoryPage(
                events,
                events.size() < page.limit()
                        ? null
                        : Page.cursor(events.getLast().event())));
    }

    private Reply reverse(Call call, BiFunction<PeopleEditor, Integer, List<EditResult>> how) {
        String gallery = backend.requireGallery(call);
        Integer count = call.body(CountRequest.class, new CountRequest(1)).count();
        int wanted = count == null ? 1 : count;
        if (wanted < 1 || wanted > MAX_COUNT) {
            throw new ProblemException(
                    ProblemCode.INVALID_ARGUMENT,
                    "count must be between 1 and %d, got: %d".formatted(MAX_COUNT, wanted));
        }
        call.audit("gallery", gallery);
        call.audit("count", wanted);
        return Reply.ok(new EditResults(backend.writeLock()
                .withLock(
                        gallery,
                        () -> how.apply(backend.engine().people(gallery).editor(), wanted))));
    }
}
