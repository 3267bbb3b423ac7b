package dev.likeness.api.auth;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The API keys of a server, shared by the server and `likeness keys`. They are stored beside the galleries:
///
///     .server/keys.json     an ApiKey for each key; of a bearer key only its hash
///     .server/aws.key       the key under which AWS secrets are encrypted
///     .keys-required        that there are keys, in case the folder .server is lost
///
/// A server that had keys never takes a lost, empty or damaged file for permission to work without: it is
/// *closed*, and no key is valid, until the keys are back or [#makeKeyless()] is called.
///
/// A bearer key has 256 random bits (in the form of a UUID, 122), so its SHA-256 reveals nothing about it,
/// and a slow hash would only slow down every request. Checking a SigV4 signature needs the secret itself, so
/// AWS secrets are encrypted, not hashed.
///
/// Safe for use by several threads and processes.
public final class KeyRing {
    /// Below the galleries' folder; no gallery's name begins with a dot.
    private static final String FOLDER = ".server";

    private static final String MARKER = ".keys-required";

    private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyFile file;
    private final SecretCipher cipher;
    private volatile LoadedKeys loaded = LoadedKeys.NEVER;

    /// A key just created. The secret is stored nowhere and is never shown again.
    ///
    /// @param secret the bearer key, or the AWS secret access key
    public record NewKey(ApiKey key, String secret) {}

    /// An AWS key with its secret, to check a signature with.
    public record AwsKey(Principal principal, String secret) {}

    /// The file as it was last read.
    ///
    /// @param isKeyless whether the server needs no keys
    private record LoadedKeys(
            Map<String, ApiKey> byHash, Map<String, ApiKey> byAccessKey, boolean isKeyless, String fileStamp) {
        static final LoadedKeys NEVER = new LoadedKeys(Map.of(), Map.of(), true, "never");

        static LoadedKeys closed(String fileStamp) {
            return new LoadedKeys(Map.of(), Map.of(), false, fileStamp);
        }
    }

    private KeyRing(Path galleries) {
        Path folder = serverFolder(galleries);
        this.file = new KeyFile(folder, galleries.resolve(MARKER));
        this.cipher = new SecretCipher(folder, RANDOM);
    }

    /// The keys of the server with this folder of galleries.
    public static KeyRing of(Path galleries) {
        KeyRing ring = new KeyRing(galleries);
        ring.refresh();
        return ring;
    }

    /// Where a server stores its own files.
    public static Path serverFolder(Path galleries) {
        return galleries.resolve(FOLDER);
    }

    /// Whether there are no keys.
    public boolean isEmpty() {
        return loaded.byHash.isEmpty() && loaded.byAccessKey.isEmpty();
    }

    /// Whether the server needs no keys: it never had any, or its operator decided so.
    public boolean isKeyless() {
        return loaded.isKeyless;
    }

    /// Whether the server had keys and no key can be read now: then every request is refused.
    public boolean isClosed() {
        return isEmpty() && !isKeyless();
    }

    /// The file of the keys.
    public Path file() {
        return file.path();
    }

    /// Removes all keys: from now on the server needs none.
    ///
    /// @throws LikenessException `IO_FAILED`
    public void makeKeyless() {
        file.makeKeyless();
        refresh();
    }

    /// The caller with this bearer key; empty if the key is unknown.
    public Optional<Principal> findBearer(String bearer) {
        return findKey(bearer).map(ApiKey::principal);
    }

    /// The entry of this bearer key; empty if the key is unknown.
    Optional<ApiKey> findKey(String bearer) {
        byte[] presented = Sha256.of(bearer.getBytes(StandardCharsets.UTF_8));
        ApiKey key = loaded.byHash.get(HexFormat.of().formatHex(presented));
        // A caller cannot steer the hash that the map compares; the comparison that decides takes constant time.
        if (key == null
                || key.sha256() == null
                || !MessageDigest.isEqual(presented, HexFormat.of().parseHex(key.sha256()))) {
            return Optional.empty();
        }
        return Optional.of(key);
    }

    /// All bearer keys that are valid now.
    Collection<ApiKey> bearerKeys() {
        return loaded.byHash.values();
    }

    /// Whether a bearer key exists and is as it was.
    boolean contains(ApiKey key) {
        ApiKey current = key.sha256() == null ? null : loaded.byHash.get(key.sha256());
        return current != null && current.equals(key);
    }

    /// The AWS key of this id; empty if the id is unknown.
    ///
    /// @throws LikenessException `IO_FAILED` if its secret cannot be decrypted
    public Optional<AwsKey> findAws(String accessKeyId) {
        ApiKey key = loaded.byAccessKey.get(accessKeyId);
        return key == null || key.sealedSecret() == null
                ? Optional.empty()
                : Optional.of(new AwsKey(key.principal(), cipher.decrypt(accessKeyId, key.sealedSecret())));
    }

    /// All keys, oldest first.
    public List<ApiKey> list() {
        refresh();
        return file.read();
    }

    /// Creates and stores a key.
    ///
    /// @param name 1 to 100 characters
    /// @param galleries those the key may access; empty for all
    /// @param requestsPerSecond rate limit; 0 for the server's own
    /// @throws LikenessException `INVALID_ARGUMENT` for a wrong name or rate; `IO_FAILED`
    public NewKey create(String name, ApiKeyKind kind, Scope scope, Set<String> galleries, int requestsPerSecond) {
        if (name.isBlank() || name.length() > 100) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "a key's name must have 1 to 100 characters, got: \"" + name + "\"");
        }
        if (requestsPerSecond < 0) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "requestsPerSecond must be at least 0, got: " + requestsPerSecond);
        }
        String secret = switch (kind) {
            case BEARER -> "lk_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random(32));
            case UUID -> UUID.randomUUID().toString();
            case AWS -> Base64.getEncoder().encodeToString(random(30));
        };
        String accessKeyId = kind == ApiKeyKind.AWS ? accessKeyId() : null;
        List<ApiKey> created = new ArrayList<>();
        // The first AWS key creates the file of the cipher, so the secret is encrypted under the lock.
        file.update(keys -> {
            ApiKey key = new ApiKey(
                    HexFormat.of().formatHex(random(4)),
                    name,
                    kind,
                    scope,
                    List.copyOf(new TreeSet<>(galleries)),
                    Instant.now().truncatedTo(ChronoUnit.SECONDS),
                    kind == ApiKeyKind.AWS ? null : Sha256.hex(secret.getBytes(StandardCharsets.UTF_8)),
                    accessKeyId,
                    accessKeyId == null ? null : cipher.encrypt(accessKeyId, secret),
                    requestsPerSecond);
            keys.add(key);
            created.add(key);
        });
        refresh();
        return new NewKey(created.getFirst(), secret);
    }

    /// Deletes a key. A running server rejects it within two seconds.
    ///
    /// @return whether the key existed
    public boolean revoke(String id) {
        boolean[] found = {false};
        file.update(keys -> found[0] = keys.removeIf(key -> key.id().equals(id)));
        refresh();
        return found[0];
    }

    /// Loads what another process changed. Cheap if the file is unchanged.
    public void refresh() {
        String stamp = file.stamp();
        LoadedKeys before = loaded;
        if (!stamp.equals(before.fileStamp)) {
            loaded = load(stamp, before);
            if (isClosed()) {
                LOG.warn("there are no API keys to be read in {}: nobody may enter", file.path());
            }
        }
    }

    private LoadedKeys load(String stamp, LoadedKeys before) {
        KeyFile.Stored stored;
        try {
            stored = file.load();
        } catch (LikenessException e) {
            LOG.warn("the API keys cannot be read", e);
            return LoadedKeys.closed(stamp);
        }
        Map<String, ApiKey> byHash = new HashMap<>();
        Map<String, ApiKey> byAccessKey = new HashMap<>();
        for (ApiKey key : stored.keys()) {
            if (key.sha256() != null) {
                byHash.put(key.sha256(), key);
            }
            if (key.accessKeyId() != null) {
                byAccessKey.put(key.accessKeyId(), key);
            }
        }
        if (!stored.keys().isEmpty()) {
            remember();
        }
        // This process remembers, too: a file that is gone decides nothing.
        boolean isKeyless = stored.isKeyless() && (before.isKeyless || !stamp.isEmpty());
        return new LoadedKeys(Map.copyOf(byHash), Map.copyOf(byAccessKey), isKeyless, stamp);
    }

    /// Notes that there are keys, for a server whose keys are older than the note.
    private void remember() {
        try {
            file.mark();
        } catch (LikenessException e) {
            LOG.warn("cannot note that there are API keys", e);
        }
    }

    /// Twenty characters, as AWS's clients expect.
    private static String accessKeyId() {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        StringBuilder id = new StringBuilder("LKIA");
        for (byte random : random(16)) {
            id.append(alphabet.charAt(random & 31));
        }
        return id.toString();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
