package dev.likeness.api.v1;

import dev.likeness.api.Backend;
import dev.likeness.api.PurgeJob;
import dev.likeness.api.auth.Scope;
import dev.likeness.api.http.Call;
import dev.likeness.api.http.Cost;
import dev.likeness.api.http.Reply;
import dev.likeness.api.http.Routes;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.api.v1.request.FacesRequest;
import dev.likeness.api.v1.request.Page;
import dev.likeness.api.v1.request.PeopleFilter;
import dev.likeness.engine.people.EditResult;
import dev.likeness.engine.people.GalleryReferences;
import dev.likeness.engine.people.ListedPerson;
import dev.likeness.engine.people.People;
import dev.likeness.engine.people.PeopleEditor;
import dev.likeness.engine.people.PeopleList;
import dev.likeness.engine.people.PeopleOrder;
import dev.likeness.engine.people.PersonListItem;
import dev.likeness.engine.relations.PersonRelations;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.face.UserAction;
import dev.likeness.face.UserAction.PersonChange;
import io.vertx.core.http.HttpMethod;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `/v1/galleries/{gallery}/people`: people of a gallery and edits to them.
final class PeopleResource {
    private static final Pattern PLACE = Pattern.compile("(\\S{1,200}) ([0-9]{1,9})");

    private final Backend backend;
    private final KeptOrders orders;
    private final FaceCrops crops;

    PeopleResource(Backend backend, KeptOrders orders) {
        this.backend = backend;
        this.orders = orders;
        this.crops = new FaceCrops(backend);
    }

    void mount(Routes routes) {
        String people = "/v1/galleries/:gallery/people";
        routes.of(Cost.QUERY)
                .query("order", "hidden", "named", "search", "person", "limit", "cursor", "offset")
                .get(people, "listPeople", Scope.READ, this::list);
        routes.query("sameName").post(people + "/split", "splitPerson", Scope.WRITE, this::split);
        routes.query("sameName").post(people + "/merge", "mergePeople", Scope.WRITE, this::merge);
        routes.post(people + "/hide", "hidePeople", Scope.WRITE, this::hide);
        routes.get(people + "/:person", "getPerson", Scope.READ, this::get);
        routes.query("size", "context").get(people + "/:person/cover", "getPersonCover", Scope.READ, this::cover);
        routes.of(Cost.QUERY).get(people + "/:person/together", "listPeopleTogether", Scope.READ, this::together);
        routes.of(Cost.QUERY).post(people + "/:person/split-preview", "previewSplit", Scope.READ, this::previewSplit);
        routes.query("sameName").patch(people + "/:person", "changePerson", Scope.WRITE, this::change);
        routes.query("photos").delete(people + "/:person", "deletePerson", Scope.WRITE, this::delete);
        routes.post(people + "/:person/faces", "moveFaces", Scope.WRITE, this::moveFaces);
        routes.post(
                people + "/:person/confirm",
                "confirmFaces",
                Scope.WRITE,
                call -> editFaces(call, PeopleEditor::confirm));
        routes.post(
                people + "/:person/reject", "rejectFaces", Scope.WRITE, call -> editFaces(call, PeopleEditor::reject));
        String different = people + "/:person/different/:other";
        routes.add(
                List.of(HttpMethod.PUT),
                different,
                "markPeopleDifferent",
                Scope.WRITE,
                Routes.Body.NONE,
                call -> editPair(call, PeopleEditor::markDifferent));
        routes.delete(
                different, "unmarkPeopleDifferent", Scope.WRITE, call -> editPair(call, PeopleEditor::unmarkDifferent));
    }

    /// @param count number of people on all pages
    record PeoplePage(
            List<PersonListItem> people,
            int count,
            @Nullable String next) {}

    record HideRequest(
            @Nullable List<Long> people, @Nullable Boolean hidden) {}

    /// @param photos number of photos that show both
    record PersonTogether(PersonListItem person, int photos) {}

    record PeopleTogether(List<PersonTogether> people) {}

    record SplitPreview(List<PersonRelations.SimilarFace> faces) {}

    /// Faces of a new person.
    record SplitRequest(
            @Nullable List<String> faces, @Nullable String name) {}

    /// @param name the name of the person who remains; null to leave it as it is
    record MergeRequest(
            @Nullable List<Long> from,
            @Nullable Long into,
            @Nullable String name) {}

    /// @param rejected other faces, which are not the person's
    record MoveRequest(
            @Nullable List<String> faces, @Nullable List<String> rejected) {}

    private Reply list(Call call) {
        String gallery = backend.requireGallery(call);
        PeopleFilter filter = PeopleFilter.of(call);
        PeopleOrder order = order(call);
        boolean hidden = call.flag("hidden");
        Page page = Page.of(call, order, hidden, filter.conditions());
        int offset = Page.offset(call);
        try (PeopleList list = backend.engine().people(gallery).open(order, hidden)) {
            List<ListedPerson> now = filter.apply(list.people());
            String after = page.after();
            if (after != null) {
                return following(page, after, list, now);
            }
            int from = Math.min(offset, now.size());
            int to = Math.min(now.size(), from + page.limit());
            String next = null;
            if (from < to && to < now.size()) {
                orders.keep(page.list(), list.version(), now);
                next = page.next(list.version() + " " + to);
            }
            return Reply.ok(new PeoplePage(list.items(now.subList(from, to)), now.size(), next));
        }
    }

    /// A later page of a list: the people of the moment of its first page, as they are now.
    ///
    /// @param after version of the gallery at that moment, and how many people of that moment came before
    /// @param list the people as they are now
    /// @param now those of them who meet the conditions
    private Reply following(Page page, String after, PeopleList list, List<ListedPerson> now) {
        Matcher place = PLACE.matcher(after);
        if (!place.matches()) {
            throw Page.notACursor(after);
        }
        String begun = place.group(1);
        long[] order = begun.equals(list.version())
                ? orders.keep(page.list(), begun, now)
                : orders.find(page.list(), begun)
                        .orElseThrow(() -> new ProblemException(
                                ProblemCode.INVALID_ARGUMENT,
                                ("cursor must be used within %d minutes of its page once the gallery has changed, got"
                                                + " an older one; begin with the first page, without a cursor")
                                        .formatted(KeptOrders.MAX_AGE.toMinutes())));
        Map<Long, ListedPerson> byNumber = HashMap.newHashMap(now.size());
        now.forEach(person -> byNumber.put(person.id().value(), person));
        List<ListedPerson> shown = new ArrayList<>();
        int next = Integer.parseInt(place.group(2));
        while (next < order.length && shown.size() < page.limit()) {
            ListedPerson person = byNumber.get(order[next++]);
            if (person != null) {
                shown.add(person);
            }
        }
        int count = (int) Arrays.stream(order).filter(byNumber::containsKey).count();
        return Reply.ok(
                new PeoplePage(list.items(shown), count, next < order.length ? page.next(begun + " " + next) : null));
    }

    private static PeopleOrder order(Call call) {
        String word = call.query("order").orElse("photos");
        for (PeopleOrder order : PeopleOrder.values()) {
            if (order.name().toLowerCase(Locale.ROOT).equals(word)) {
                return order;
            }
        }
        throw new ProblemException(
                ProblemCode.INVALID_ARGUMENT, "order must be photos, faces, recency, name or confidence, got: " + word);
    }

    private Reply get(Call call) {
        String gallery = backend.requireGallery(call);
        return Reply.ok(backend.engine().people(gallery).get(personId(call)));
    }

    private Reply cover(Call call) {
        String gallery = backend.requireGallery(call);
        FaceId face = backend.engine().pictures(gallery).cover(personId(call));
        return crops.reply(call, gallery, face);
    }

    /// The people who appear with a person, those with the most photos first. Hidden people are left out.
    private Reply together(Call call) {
        String gallery = backend.requireGallery(call);
        Map<PersonId, Integer> photos =
                backend.engine().people(gallery).relations().together(personId(call));
        try (PeopleList list = backend.engine().people(gallery).open(PeopleOrder.PHOTOS, false)) {
            List<ListedPerson> others = list.people().stream()
                    .filter(person -> photos.containsKey(person.id()))
                    .toList();
            return Reply.ok(new PeopleTogether(list.items(others).stream()
                    .map(person -> new PersonTogether(person, photos.getOrDefault(person.person(), 0)))
                    .sorted(Comparator.comparingInt(PersonTogether::photos).reversed())
                    .toList()));
        }
    }

    private Reply previewSplit(Call call) {
        String gallery = backend.requireGallery(call);
        List<FaceId> faces = call.body(FacesRequest.class).ids();
        return Reply.ok(
                new SplitPreview(backend.engine().people(gallery).relations().splitPreview(personId(call), faces)));
    }

    private Reply hide(Call call) {
        backend.requireGallery(call);
        HideRequest wanted = call.body(HideRequest.class);
        List<PersonId> people = FacesRequest.personIds(wanted.people());
        boolean hidden = !Boolean.FALSE.equals(wanted.hidden());
        call.audit("people", people.size());
        return Reply.ok(edit(call, editor -> editor.setHidden(people, hidden)));
    }

    private Reply split(Call call) {
        String gallery = backend.requireGallery(call);
        SplitRequest wanted = call.body(SplitRequest.class);
        List<FaceId> faces = backend.engine().people(gallery).references().present(FacesRequest.ids(wanted.faces()));
        call.audit("faces", faces.size());
        boolean sameName = call.flag("sameName");
        EditResult result = edit(call, editor -> editor.split(faces, wanted.name(), sameName));
        return Reply.json(201, result)
                .withHeader("Location", "/v1/galleries/%s/people/%s".formatted(call.gallery(), result.person()));
    }

    private Reply merge(Call call) {
        backend.requireGallery(call);
        MergeRequest wanted = call.body(MergeRequest.class);
        List<PersonId> from = FacesRequest.personIds(wanted.from());
        PersonId into = requirePersonId("into", wanted.into());
        call.audit("into", into.value());
        boolean sameName = call.flag("sameName");
        return Reply.ok(edit(call, editor -> editor.merge(from, into, wanted.name(), sameName)));
    }

    @FunctionalInterface
    private interface PairEdit {
        EditResult apply(PeopleEditor editor, PersonId one, PersonId other);
    }

    private Reply editPair(Call call, PairEdit edit) {
        backend.requireGallery(call);
        PersonId person = personId(call);
        PersonId other = PersonId.parse(call.parameter("other"));
        call.audit("person", person.value());
        call.audit("other", other.value());
        return Reply.ok(edit(call, editor -> edit.apply(editor, person, other)));
    }

    private Reply moveFaces(Call call) {
        GalleryReferences references =
                backend.engine().people(backend.requireGallery(call)).references();
        PersonId person = personId(call);
        MoveRequest wanted = call.body(MoveRequest.class);
        List<FaceId> faces = references.present(FacesRequest.ids(wanted.faces()));
        List<FaceId> rejected = references.present(FacesRequest.ids(wanted.rejected()));
        call.audit("person", person.value());
        call.audit("faces", faces.size());
        return Reply.ok(edit(call, editor -> editor.move(faces, person, rejected)));
    }

    @FunctionalInterface
    private interface FaceEdit {
        EditResult apply(PeopleEditor editor, List<FaceId> faces, PersonId person);
    }

    private Reply editFaces(Call call, FaceEdit what) {
        backend.requireGallery(call);
        PersonId person = personId(call);
        List<FaceId> faces = call.body(FacesRequest.class).ids();
        call.audit("person", person.value());
        call.audit("faces", faces.size());
        return Reply.ok(edit(call, editor -> what.apply(editor, faces, person)));
    }

    /// A JSON merge patch (RFC 7396) of `name`, `hidden`, `cover`, `birthDate` and
    /// `externalId`; null clears a value.
    private Reply change(Call call) {
        String gallery = backend.requireGallery(call);
        PersonId person = personId(call);
        Map<?, ?> patch = call.body(Map.class);
        call.audit("person", person.value());
        boolean sameName = call.flag("sameName");
        List<PersonChange> changes = new ArrayList<>();
        patch.forEach((key, value) -> changes.add(personChange(person, String.valueOf(key), value)));
        if (changes.isEmpty()) {
            throw new ProblemException(
                    ProblemCode.INVALID_ARGUMENT,
                    "at least one of name, hidden, cover, birthDate and externalId must be given");
        }
        call.audit("gallery", gallery);
        return Reply.ok(backend.writeLock().withLock(gallery, () -> {
            People people = backend.engine().people(gallery);
            call.requireMatch(() -> people.get(person));
            return people.editor(call.principal().actor()).changePerson(person, changes, sameName);
        }));
    }

    private static PersonChange personChange(PersonId person, String key, @Nullable Object value) {
        return switch (key) {
            case "name" -> new UserAction.Named(person, text(key, value));
            case "hidden" -> {
                if (!(value instanceof Boolean hidden)) {
                    throw new ProblemException(ProblemCode.INVALID_ARGUMENT, "hidden must be true or false");
                }
                yield hidden ? new UserAction.Hidden(person) : new UserAction.Shown(person);
            }
            case "cover" -> {
                String face = text(key, value);
                yield new UserAction.CoverChosen(person, face == null ? null : FaceId.parse(face));
            }
            case "birthDate" -> new UserAction.BirthDateSet(person, date(text(key, value)));
            case "externalId" -> new UserAction.ExternalIdSet(person, text(key, value));
            default ->
                throw new ProblemException(
                        ProblemCode.INVALID_ARGUMENT,
                        "only name, hidden, cover, birthDate and externalId can be changed, got: " + key);
        };
    }

    private static @Nullable String text(String key, @Nullable Object value) {
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw new ProblemException(ProblemCode.INVALID_ARGUMENT, key + " must be a string or null");
    }

    private static @Nullable LocalDate date(@Nullable String text) {
        try {
            return text == null ? null : LocalDate.parse(text);
        } catch (DateTimeException _) {
            throw new ProblemException(
                    ProblemCode.INVALID_ARGUMENT, "birthDate must be a date such as 1990-12-31, got: " + text);
        }
    }

    private Reply delete(Call call) {
        String gallery = backend.requireGallery(call);
        PersonId person = personId(call);
        boolean withPhotos = switch (call.query("photos").orElse("delete")) {
            case "delete" -> true;
            case "keep" -> false;
            default -> throw new ProblemException(ProblemCode.INVALID_ARGUMENT, "photos must be delete or keep");
        };
        call.audit("gallery", gallery);
        call.audit("person", person.value());
        People people = backend.engine().people(gallery);
        int faces = backend.writeLock().withLock(gallery, () -> {
            call.requireMatch(() -> people.get(person));
            return backend.engine().contents(gallery).erasePerson(person, withPhotos);
        });
        return PurgeJob.deletedReply(backend, call, gallery, faces);
    }

    private EditResult edit(Call call, Function<PeopleEditor, EditResult> what) {
        String gallery = backend.requireGallery(call);
        call.audit("gallery", gallery);
        return backend.writeLock()
                .withLock(
                        gallery,
                        () -> what.apply(backend.engine()
                                .people(gallery)
                                .editor(call.principal().actor())));
    }

    private static PersonId personId(Call call) {
        return PersonId.parse(call.parameter("person"));
    }

    private static PersonId requirePersonId(String key, @Nullable Long number) {
        if (number == null) {
            throw new ProblemException(ProblemCode.INVALID_ARGUMENT, key + " must be given");
        }
        return new PersonId(number);
    }
}
