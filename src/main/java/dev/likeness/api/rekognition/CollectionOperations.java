package dev.likeness.api.rekognition;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.likeness.api.Backend;
import dev.likeness.api.BackupNotice;
import dev.likeness.api.http.Call;
import dev.likeness.engine.GalleryDetails;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Operations on collections: create, describe, list, delete.
final class CollectionOperations {
    private static final int MAX_LISTED = 4096;
    private static final int OK = 200;

    private final CollectionAccess access;
    private final Backend backend;

    CollectionOperations(CollectionAccess access) {
        this.access = access;
        this.backend = access.backend();
    }

    void addTo(Map<String, Operation> operations) {
        operations.put("CreateCollection", Operation.admin(this::create));
        operations.put("DescribeCollection", Operation.read(this::describe));
        operations.put("ListCollections", Operation.read(this::list));
        operations.put("DeleteCollection", Operation.admin(this::delete));
    }

    record NewCollection(
            @Nullable String collectionId, @Nullable Map<String, String> tags) {}

    record OneCollection(@Nullable String collectionId) {}

    record Created(int statusCode, String collectionArn, String faceModelVersion) {}

    private Object create(Call call) {
        NewCollection wanted = AwsJson.read(call.body(), NewCollection.class);
        CollectionId collection = access.parseCollection(call, wanted.collectionId());
        Map<String, String> tags = Objects.requireNonNullElse(wanted.tags(), Map.of());
        TagOperations.check(tags);
        call.audit("gallery", collection.gallery());
        GalleryDetails made = access.write(collection, () -> {
            GalleryDetails created = backend.engine().galleries().create(collection.gallery(), null);
            TagOperations.add(backend.engine().galleries().tags(collection.gallery()), tags);
            return created;
        });
        return new Created(OK, "aws:" + resource(call, collection), made.embedder());
    }

    /// @param creationTimestamp seconds since 1970
    record Described(
            long faceCount,
            long userCount,
            String faceModelVersion,
            @JsonProperty("CollectionARN") String collectionArn,
            @Nullable Double creationTimestamp) {}

    private Object describe(Call call) {
        CollectionId collection = access.requireCollection(
                call, AwsJson.read(call.body(), OneCollection.class).collectionId());
        GalleryDetails gallery = backend.engine().galleries().details(collection.gallery());
        return new Described(
                gallery.faces(),
                gallery.people(),
                gallery.embedder(),
                "arn:aws:" + resource(call, collection),
                created(collection));
    }

    /// @param maxResults 1 to 4096
    record ManyCollections(
            @Nullable Integer maxResults, @Nullable String nextToken) {}

    record Listed(
            List<String> collectionIds,
            List<String> faceModelVersions,
            @Nullable String nextToken) {}

    private Object list(Call call) {
        ManyCollections wanted = AwsJson.read(call.body(), ManyCollections.class);
        int max = CollectionAccess.number("MaxResults", wanted.maxResults(), 100, 0, MAX_LISTED);
        String after =
                PageToken.parse("collections", wanted.nextToken(), text -> text).orElse("");
        List<GalleryDetails> rest = backend.engine().galleries().list().galleries().stream()
                .filter(gallery -> call.principal().mayAccess(gallery.name()))
                .filter(gallery -> gallery.name().compareTo(after) > 0)
                .toList();
        List<GalleryDetails> page = rest.subList(0, Math.min(max == 0 ? 100 : max, rest.size()));
        return new Listed(
                page.stream()
                        .map(gallery -> CollectionId.ofGallery(gallery.name()).text())
                        .toList(),
                page.stream().map(GalleryDetails::embedder).toList(),
                page.size() == rest.size()
                        ? null
                        : PageToken.of("collections", page.getLast().name()));
    }

    record Deleted(int statusCode) {}

    private Object delete(Call call) {
        CollectionId collection = access.requireCollection(
                call, AwsJson.read(call.body(), OneCollection.class).collectionId());
        call.audit("gallery", collection.gallery());
        BackupNotice.add(backend, call, collection.gallery());
        access.write(collection, () -> {
            backend.engine().galleries().delete(collection.gallery());
            backend.images().forget(collection.gallery());
            return true;
        });
        return new Deleted(OK);
    }

    /// The middle part of an AWS resource name, with a dummy account.
    private static String resource(Call call, CollectionId collection) {
        return "rekognition:%s:000000000000:collection/%s".formatted(SignatureV4.region(call), collection.text());
    }

    private @Nullable Double created(CollectionId collection) {
        return backend.engine()
                .galleries()
                .created(collection.gallery())
                .map(time -> time.toEpochMilli() / 1000.0)
                .orElse(null);
    }
}
