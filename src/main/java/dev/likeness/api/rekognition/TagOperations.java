package dev.likeness.api.rekognition;

import dev.likeness.api.http.Call;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.engine.contents.GalleryTags;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Operations on the tags of collections. Only collections have tags; in AWS, stream processors and models of
/// Custom Labels have them, too.
final class TagOperations {
    private static final int MAX_TAGS = 50;
    private static final int MAX_KEYS = 200;
    private static final int MAX_KEY = 128;
    private static final Pattern KEY = Pattern.compile("(?!(?i)aws:)[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{1,128}");
    private static final Pattern VALUE = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{0,256}");

    /// As [CollectionOperations] writes it: `CreateCollection` leaves out the beginning, as AWS does.
    private static final Pattern ARN =
            Pattern.compile("(?:arn:)?aws:rekognition:[a-z0-9-]{0,32}:[0-9]{0,12}:collection/(.{1,64})");

    private final CollectionAccess access;

    TagOperations(CollectionAccess access) {
        this.access = access;
    }

    void addTo(Map<String, Operation> operations) {
        operations.put("TagResource", Operation.write(this::tag));
        operations.put("UntagResource", Operation.write(this::untag));
        operations.put("ListTagsForResource", Operation.read(this::list));
    }

    /// Checks tags that a collection is about to get.
    ///
    /// @throws AwsException `InvalidParameterException`, `ServiceQuotaExceededException`
    static void check(Map<String, String> tags) {
        if (tags.size() > MAX_KEYS) {
            throw AwsException.invalid("Tags must have at most %d entries".formatted(MAX_KEYS));
        }
        requireRoom(tags.size());
        tags.forEach((key, value) -> {
            if (!KEY.matcher(key).matches()) {
                throw AwsException.invalid("a key of Tags must have 1 to 128 letters, digits, spaces and any of"
                        + " _.:/=+-@, and must not begin with aws:");
            }
            if (value == null || !VALUE.matcher(value).matches()) {
                throw AwsException.invalid(
                        "a value of Tags must have at most 256 letters, digits, spaces and any of _.:/=+-@");
            }
        });
    }

    /// Adds tags to a collection; those with the same keys are replaced. Runs within its write lock.
    ///
    /// @throws AwsException `ServiceQuotaExceededException`
    static void add(GalleryTags tags, Map<String, String> added) {
        if (added.isEmpty()) {
            return;
        }
        Map<String, String> all = tags.all();
        all.putAll(added);
        requireRoom(all.size());
        tags.replace(all);
    }

    private static void requireRoom(int count) {
        if (count > MAX_TAGS) {
            throw new AwsException(
                    ProblemCode.INVALID_ARGUMENT,
                    "ServiceQuotaExceededException",
                    "a collection must have at most %d tags, got: %d".formatted(MAX_TAGS, count));
        }
    }

    private CollectionId collection(Call call, @Nullable String arn) {
        Matcher parts = ARN.matcher(CollectionAccess.required("ResourceArn", arn));
        if (!parts.matches()) {
            throw AwsException.invalid("ResourceArn must be the ARN of a collection, such as"
                    + " arn:aws:rekognition:eu-west-1:000000000000:collection/people");
        }
        return access.requireCollection(call, parts.group(1));
    }

    private GalleryTags tags(CollectionId collection) {
        return access.backend().engine().galleries().tags(collection.gallery());
    }

    record EmptyResponse() {}

    record TagResource(
            @Nullable String resourceArn, @Nullable Map<String, String> tags) {}

    private Object tag(Call call) {
        TagResource wanted = AwsJson.read(call.body(), TagResource.class);
        CollectionId collection = collection(call, wanted.resourceArn());
        Map<String, String> added = CollectionAccess.required("Tags", wanted.tags());
        check(added);
        call.audit("gallery", collection.gallery());
        return access.write(collection, () -> {
            add(tags(collection), added);
            return new EmptyResponse();
        });
    }

    record UntagResource(
            @Nullable String resourceArn, @Nullable List<@Nullable String> tagKeys) {}

    private Object untag(Call call) {
        UntagResource wanted = AwsJson.read(call.body(), UntagResource.class);
        CollectionId collection = collection(call, wanted.resourceArn());
        List<@Nullable String> keys = CollectionAccess.required("TagKeys", wanted.tagKeys());
        if (keys.size() > MAX_KEYS) {
            throw AwsException.invalid("TagKeys must have at most %d keys, got: %d".formatted(MAX_KEYS, keys.size()));
        }
        requireKeys(keys);
        call.audit("gallery", collection.gallery());
        return access.write(collection, () -> {
            GalleryTags tags = tags(collection);
            Map<String, String> all = tags.all();
            if (all.keySet().removeAll(keys)) {
                tags.replace(all);
            }
            return new EmptyResponse();
        });
    }

    private static void requireKeys(List<@Nullable String> keys) {
        for (int i = 0; i < keys.size(); i++) {
            String key = keys.get(i);
            if (key == null || key.isEmpty() || key.length() > MAX_KEY) {
                throw AwsException.invalid("TagKeys[%d] must be a text of 1 to %d characters, got: %s"
                        .formatted(i, MAX_KEY, key == null ? "null" : key.length() + " characters"));
            }
        }
    }

    record OneResource(@Nullable String resourceArn) {}

    record Tags(Map<String, String> tags) {}

    private Object list(Call call) {
        CollectionId collection =
                collection(call, AwsJson.read(call.body(), OneResource.class).resourceArn());
        return new Tags(tags(collection).all());
    }
}
