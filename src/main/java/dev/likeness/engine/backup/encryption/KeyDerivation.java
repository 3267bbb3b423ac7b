package dev.likeness.engine.backup.encryption;

import java.security.SecureRandom;
import java.util.HexFormat;

/// How a key is made of a pass phrase. Components are keys of the JSON form.
///
/// @param function `argon2id`
/// @param salt 16 bytes as hex digits
record KeyDerivation(String function, String salt, int memoryKib, int iterations, int parallelism) {
    private static final String ARGON2ID = "argon2id";
    private static final int SALT_BYTES = 16;

    /// The second choice of RFC 9106, for 64 MiB of memory.
    private static final int MEMORY_KIB = 64 << 10;

    private static final int ITERATIONS = 3;
    private static final int PARALLELISM = 4;

    /// A file that somebody else wrote must not keep the process busy or exhaust its memory.
    private static final int MAX_MEMORY_KIB = 1 << 20;

    private static final int MAX_ITERATIONS = 64;
    private static final int MAX_PARALLELISM = 64;

    KeyDerivation {
        if (!ARGON2ID.equals(function)) {
            throw new IllegalArgumentException("function must be " + ARGON2ID);
        }
        if (salt.length() != 2 * SALT_BYTES) {
            throw new IllegalArgumentException("salt must be %d bytes".formatted(SALT_BYTES));
        }
        HexFormat.of().parseHex(salt);
        check("memoryKib", memoryKib, MAX_MEMORY_KIB);
        check("iterations", iterations, MAX_ITERATIONS);
        check("parallelism", parallelism, MAX_PARALLELISM);
        check("memoryKib for each of them", memoryKib / (8 * parallelism), MAX_MEMORY_KIB);
    }

    private static void check(String name, int value, int max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException("%s must be between 1 and %d".formatted(name, max));
        }
    }

    /// With a new salt.
    static KeyDerivation create(SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new KeyDerivation(ARGON2ID, HexFormat.of().formatHex(salt), MEMORY_KIB, ITERATIONS, PARALLELISM);
    }

    byte[] saltBytes() {
        return HexFormat.of().parseHex(salt);
    }
}
