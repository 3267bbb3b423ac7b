package dev.likeness.api.auth;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Sha256;
import dev.likeness.support.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The API keys of a server: a file of entries beside the galleries, shared by the server and
/// `likeness keys`.
///
///     .server/keys.json     what is known of each key; of a bearer key only its hash
///     .server/aws.key       32 random bytes, mode 0600, under which AWS secrets are encrypted
///     (AES-256-GCM)
///
/// A bearer key has 256 random bits (in the form of a UUID, 122), so its SHA-256 tells nothing
/// about it, and a slow hash would only slow down every request. A secret for SigV4 must be known
/// to check a signature, hence the key file.
///
/// Safe for use by several threads and processes.
public final class KeyRing {
    /// Below the galleries' folder; no gallery's name begins with a dot.
    private static final String FOLDER = ".server";

    private static final String FILE = "keys.json";
    private static final String LOCK = "keys.lock";
    private static final String ENCRYPTION_KEY_FILE = "aws.key";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path folder;
    private volatile LoadedKeys loaded = LoadedKeys.EMPTY;

    /// How a key proves itself.
    public enum Kind {
        /// The key itself, as `Authorization: Bearer` or `X-Api-Key`.
        BEARER,
        /// The same in the form of a UUID, as CompreFace's clients want it.
        UUID,
        /// An access key id and a secret that signs requests (AWS Signature Version 4).
        AWS
    }

    /// What is stored of a key. Components are keys of the JSON form.
    ///
    /// @param id for people and the audit log; no secret
    /// @param galleries empty means all
    /// @param sha256 of a bearer key; null for AWS
    /// @param accessKeyId of AWS; null else
    /// @param sealedSecret of AWS: nonce and ciphertext, base64; null else
    /// @param requestsPerSecond 0 for the server's own limit
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Entry(
            String id,
            String name,
            Kind kind,
            Scope scope,
            List<String> galleries,
            Instant created,
            @Nullable String sha256,
            @Nullable String accessKeyId,
            @Nullable String sealedSecret,
            int requestsPerSecond) {
        public Entry {
            galleries = List.copyOf(galleries);
        }

        /// The same, to be shown.
        public Entry withoutSecrets() {
            return new Entry(id, name, kind, scope, galleries, created, null, accessKeyId, null, requestsPerSecond);
        }

        Principal principal() {
            return new Principal(id, scope, Set.copyOf(galleries), requestsPerSecond);
        }
    }

    private record KeyFile(int version, List<Entry> keys) {}

    /// A key just made. The secret is in no file and is never shown again.
    ///
    /// @param secret the bearer key, or the AWS secret access key
    public record NewKey(Entry entry, String secret) {}

    /// An AWS key with its secret, to check a signature with.
    public record AwsKey(Principal principal, String secret) {}

    /// The file as it was last read.
    private record LoadedKeys(Map<String, Entry> byHash, Map<String, Entry> byAccessKey, String fileStamp) {
        static final LoadedKeys EMPTY = new LoadedKeys(Map.of(), Map.of(), "");
    }

    private KeyRing(Path folder) {
        this.folder = folder;
    }

    /// The keys of the server whose galleries lie here.
    ///
    /// @throws LikenessException `IO_FAILED` or `INVALID_ARGUMENT` if there is a file that cannot
    ///     be read
    public static KeyRing of(Path galleries) {
        KeyRing ring = new KeyRing(serverFolder(galleries));
        ring.refresh();
        return ring;
    }

    /// Where a server keeps its own files.
    public static Path serverFolder(Path galleries) {
        return galleries.resolve(FOLDER);
    }

    /// Whether there is no key at all.
    public boolean isEmpty() {
        return loaded.byHash.isEmpty() && loaded.byAccessKey.isEmpty();
    }

    /// Who presents this bearer key; empty if nobody does.
    public Optional<Principal> findBearer(String key) {
        byte[] presented = Sha256.of(key.getBytes(StandardCharsets.UTF_8));
        Entry entry = loaded.byHash.get(HexFormat.of().formatHex(presented));
        // The map is asked by a hash that the caller cannot steer; the comparison that counts takes constant time.
        if (entry == null
                || entry.sha256() == null
                || !MessageDigest.isEqual(presented, HexFormat.of().parseHex(entry.sha256()))) {
            return Optional.empty();
        }
        return Optional.of(entry.principal());
    }

    /// The AWS key of this id; empty if there is none.
    ///
    /// @throws LikenessException `IO_FAILED` if its secret cannot be opened
    public Optional<AwsKey> findAws(String accessKeyId) {
        Entry entry = loaded.byAccessKey.get(accessKeyId);
        return entry == null || entry.sealedSecret() == null
                ? Optional.empty()
                : Optional.of(new AwsKey(entry.principal(), decrypt(accessKeyId, entry.sealedSecret())));
    }

    /// All keys, oldest first.
    public List<Entry> list() {
        refresh();
        return read().keys();
    }

    /// Makes a key and writes down what must be known of it.
    ///
    /// @param galleries empty means all
    /// @throws LikenessException `INVALID_ARGUMENT` for a blank name; `IO_FAILED`
    public NewKey create(String name, Kind kind, Scope scope, Set<String> galleries, int requestsPerSecond) {
        if (name.isBlank() || name.length() > 100) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "a key's name must have 1 to 100 characters, got: \"" + name + "\"");
        }
        if (requestsPerSecond < 0) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "requestsPerSecond must be at least 0, got: " + requestsPerSecond);
        }
        String id = HexFormat.of().formatHex(random(4));
        String secret = switch (kind) {
            case BEARER -> "lk_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random(32));
            case UUID -> UUID.randomUUID().toString();
            case AWS -> Base64.getEncoder().encodeToString(random(30));
        };
        String accessKeyId = kind == Kind.AWS ? accessKeyId() : null;
        Entry entry = new Entry(
                id,
                name,
                kind,
                scope,
                List.copyOf(new TreeSet<>(galleries)),
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                kind == Kind.AWS ? null : Sha256.hex(secret.getBytes(StandardCharsets.UTF_8)),
                accessKeyId,
                accessKeyId == null ? null : encrypt(accessKeyId, secret),
                requestsPerSecond);
        update(keys -> keys.add(entry));
        return new NewKey(entry, secret);
    }

    /// Takes a key back. A running server notices within a second or two.
    ///
    /// @return whether there was such a key
    public boolean revoke(String id) {
        boolean[] found = {false};
        update(keys -> found[0] = keys.removeIf(key -> key.id().equals(id)));
        return found[0];
    }

    /// Takes over what another process changed. Cheap when nothing did.
    public void refresh() {
        String seen = fileStamp();
        if (seen.equals(loaded.fileStamp)) {
            return;
        }
        Map<String, Entry> byHash = new HashMap<>();
        Map<String, Entry> byAccessKey = new HashMap<>();
        for (Entry entry : read().keys()) {
            if (entry.sha256() != null) {
                byHash.put(entry.sha256(), entry);
            }
            if (entry.accessKeyId() != null) {
                byAccessKey.put(entry.accessKeyId(), entry);
            }
        }
        loaded = new LoadedKeys(Map.copyOf(byHash), Map.copyOf(byAccessKey), seen);
    }

    private String fileStamp() {
        try {
            Path file = folder.resolve(FILE);
            return Files.getLastModifiedTime(file) + " " + Files.size(file);
        } catch (IOException _) {
            return "";
        }
    }

    private interface Edit {
        void apply(List<Entry> keys);
    }

    private synchronized void update(Edit edit) {
        try {
            makeFolder();
            try (FileChannel channel = FileChannel.open(
                            folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = channel.lock()) {
                List<Entry> keys = new ArrayList<>(read().keys());
                edit.apply(keys);
                byte[] content = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(new KeyFile(1, keys));
                AtomicFile.deleteUnfinished(folder.resolve(FILE));
                AtomicFile.write(folder.resolve(FILE), stream -> stream.write(content), ownerOnly());
            }
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot write the keys in " + folder, e);
        }
        refresh();
    }

    private KeyFile read() {
        Path file = folder.resolve(FILE);
        try {
            return JSON.readValue(Files.readString(file), KeyFile.class);
        } catch (NoSuchFileException _) {
            return new KeyFile(1, List.of());
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot read the keys in " + file, e);
        } catch (JacksonException e) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "%s must be a file of likeness keys, got: %s".formatted(file, e.getOriginalMessage()),
                    e);
        }
    }

    private void makeFolder() throws IOException {
        Files.createDirectories(folder);
        if (isPosix()) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private String encrypt(String accessKeyId, String secret) {
        byte[] nonce = random(NONCE_BYTES);
        try {
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, nonce, accessKeyId).doFinal(secret.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder()
                    .encodeToString(ByteBuffer.allocate(nonce.length + sealed.length)
                            .put(nonce)
                            .put(sealed)
                            .array());
        } catch (GeneralSecurityException e) {
            throw new LikenessException(ErrorCode.INTERNAL, "cannot encrypt a secret", e);
        }
    }

    private String decrypt(String accessKeyId, String sealed) {
        byte[] bytes = Base64.getDecoder().decode(sealed);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        byte[] nonce = new byte[NONCE_BYTES];
        buffer.get(nonce);
        byte[] ciphertext = new byte[buffer.remaining()];
        buffer.get(ciphertext);
        try {
            return new String(
                    cipher(Cipher.DECRYPT_MODE, nonce, accessKeyId).doFinal(ciphertext), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new LikenessException(
                    ErrorCode.IO_FAILED,
                    "the secret of %s was not encrypted under %s"
                            .formatted(accessKeyId, folder.resolve(ENCRYPTION_KEY_FILE)),
                    e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String accessKeyId) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(encryptionKey(), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(accessKeyId.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private synchronized byte[] encryptionKey() {
        Path file = folder.resolve(ENCRYPTION_KEY_FILE);
        try {
            if (!Files.exists(file)) {
                makeFolder();
                Files.createFile(file, ownerOnly());
                Files.write(file, random(32));
            }
            if (isPosix() && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS))) {
                throw new LikenessException(
                        ErrorCode.IO_FAILED,
                        "%s must be readable by its owner alone (mode 0600), got: %s"
                                .formatted(
                                        file,
                                        PosixFilePermissions.toString(
                                                Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS))));
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot read the key file " + file, e);
        }
    }

    private FileAttribute<?>[] ownerOnly() {
        return isPosix()
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }

    private boolean isPosix() {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
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
