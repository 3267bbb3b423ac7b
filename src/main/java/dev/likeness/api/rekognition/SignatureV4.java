package dev.likeness.api.rekognition;

import dev.likeness.api.Backend;
import dev.likeness.api.auth.KeyRing;
import dev.likeness.api.auth.Principal;
import dev.likeness.api.http.Authenticator;
import dev.likeness.api.http.Call;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.face.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Checks AWS Signature Version 4 in the `Authorization` header (AWS General Reference, *Create a signed
/// AWS API request*): the signature proves that the caller knows the secret of an access key, and it
/// covers the body, the time and the operation. AWS's SDKs sign requests but cannot verify them.
///
///     canonical request = method, path, query, signed headers, their names, SHA-256 of the body
///     string to sign    = algorithm, time, scope, SHA-256 of the canonical request
///     signing key       = HMAC chain over secret, day, region, service, "aws4_request"
///     signature         = HMAC of the string under the key
///
/// Chunked and presigned requests, which only S3 uses, are rejected.
final class SignatureV4 implements Authenticator {
    /// AWS's tolerance of a caller's clock.
    static final Duration TOLERANCE = Duration.ofMinutes(5);

    static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String SERVICE = "rekognition";
    private static final String TERMINATOR = "aws4_request";
    private static final Pattern AUTHORIZATION = Pattern.compile(ALGORITHM
            + " +Credential=([^/,\\s]{1,128})/([0-9]{8})/([^/,\\s]{1,64})/([^/,\\s]{1,64})/([^/,\\s]{1,64}), *"
            + "SignedHeaders=([a-z0-9;_-]{1,2000}), *Signature=([0-9a-f]{64}) *");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Backend backend;
    private final InstantSource clock;

    SignatureV4(Backend backend, InstantSource clock) {
        this.backend = backend;
        this.clock = clock;
    }

    @Override
    public boolean needsBody() {
        return true;
    }

    /// The region in the credential scope; `local` if the call is not signed.
    static String region(Call call) {
        Matcher parts = AUTHORIZATION.matcher(call.header("Authorization").orElse(""));
        return parts.matches() ? parts.group(3) : "local";
    }

    /// The parsed `Authorization` header.
    private record Authorization(
            String accessKeyId,
            String day,
            String region,
            String service,
            String terminator,
            List<String> signedHeaders,
            String signature) {
        static Authorization of(String header) {
            Matcher parts = AUTHORIZATION.matcher(header);
            if (!parts.matches()) {
                throw unauthenticated(
                        "IncompleteSignatureException",
                        "Authorization must have the form %s Credential=…, SignedHeaders=…, Signature=…"
                                .formatted(ALGORITHM));
            }
            return new Authorization(
                    parts.group(1),
                    parts.group(2),
                    parts.group(3),
                    parts.group(4),
                    parts.group(5),
                    Arrays.asList(parts.group(6).split(";", -1)),
                    parts.group(7));
        }

        String scope() {
            return String.join("/", day, region, service, terminator);
        }
    }

    /// What the headers of a request say about its signature.
    private record SignedHeaders(
            Authorization authorization, String time, Map<String, String> headers, KeyRing.AwsKey key) {}

    /// @throws AwsException with AWS's error type
    @Override
    public void checkHeaders(Call call) {
        if (!backend.admitsWithoutKey()) {
            signedHeaders(call);
        }
    }

    /// @throws AwsException with AWS's error type
    @Override
    public Principal authenticate(Call call) {
        if (backend.admitsWithoutKey()) {
            return Principal.LOCAL;
        }
        SignedHeaders signed = signedHeaders(call);
        Authorization authorization = signed.authorization();
        byte[] expected = signature(signed.key().secret(), authorization, signed.time(), call, signed.headers());
        byte[] presented = HexFormat.of().parseHex(authorization.signature());
        if (!MessageDigest.isEqual(expected, presented)) {
            throw unauthenticated(
                    "InvalidSignatureException",
                    "the signature does not match the request and the secret of its access key");
        }
        // Checked last, so that only callers with the secret learn the server's time.
        requireCurrent(signed.time());
        return signed.key().principal();
    }

    private SignedHeaders signedHeaders(Call call) {
        String header = call.header("Authorization")
                .orElseThrow(
                        () -> unauthenticated("MissingAuthenticationTokenException", "the request must be signed"));
        Authorization authorization = Authorization.of(header);
        String time = call.header("X-Amz-Date")
                .orElseThrow(() -> unauthenticated("IncompleteSignatureException", "X-Amz-Date must be given"));
        requireScope(authorization, time);
        Map<String, String> headers = call.headers();
        requireSigned(authorization, headers);
        if (headers.containsKey("x-amz-security-token")) {
            throw unauthenticated("UnrecognizedClientException", "temporary credentials are not supported");
        }
        KeyRing.AwsKey key = backend.keys()
                .findAws(authorization.accessKeyId())
                .orElseThrow(() -> unauthenticated("UnrecognizedClientException", "the access key id is unknown"));
        return new SignedHeaders(authorization, time, headers, key);
    }

    private static void requireScope(Authorization authorization, String time) {
        if (!time.startsWith(authorization.day() + "T")) {
            throw unauthenticated("InvalidSignatureException", "the credential's date must be that of X-Amz-Date");
        }
        if (!authorization.service().equals(SERVICE)) {
            throw unauthenticated(
                    "InvalidSignatureException",
                    "the credential must be scoped to the service %s, got: %s"
                            .formatted(SERVICE, authorization.service()));
        }
        if (!authorization.terminator().equals(TERMINATOR)) {
            throw unauthenticated("InvalidSignatureException", "the credential must end with " + TERMINATOR);
        }
    }

    /// Unsigned headers could have been changed in transit.
    private static void requireSigned(Authorization authorization, Map<String, String> headers) {
        List<String> signed = authorization.signedHeaders();
        boolean all = signed.contains("host")
                && headers.keySet().stream()
                        .filter(name -> name.startsWith("x-amz-"))
                        .allMatch(signed::contains);
        if (!all) {
            throw unauthenticated(
                    "InvalidSignatureException", "Host and every X-Amz- header must be among the SignedHeaders");
        }
    }

    private void requireCurrent(String time) {
        Instant signed;
        try {
            signed = LocalDateTime.parse(time, TIME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException _) {
            throw unauthenticated("IncompleteSignatureException", "X-Amz-Date must have the form 20260131T235959Z");
        }
        Instant now = clock.instant();
        if (signed.isBefore(now.minus(TOLERANCE))) {
            throw unauthenticated(
                    "InvalidSignatureException",
                    "Signature expired: %s is now earlier than %s (%s - 5 min.)"
                            .formatted(time, TIME.format(now.minus(TOLERANCE)), TIME.format(now)));
        }
        if (signed.isAfter(now.plus(TOLERANCE))) {
            throw unauthenticated(
                    "InvalidSignatureException",
                    "Signature not yet current: %s is still later than %s (%s + 5 min.)"
                            .formatted(time, TIME.format(now.plus(TOLERANCE)), TIME.format(now)));
        }
    }

    private static byte[] signature(
            String secret, Authorization authorization, String time, Call call, Map<String, String> headers) {
        String names = String.join(";", authorization.signedHeaders());
        String canonical = String.join(
                "\n",
                call.method(),
                call.path().isEmpty() ? "/" : call.path(),
                canonicalQuery(call.rawQuery()),
                authorization.signedHeaders().stream()
                        .map(name -> name + ":" + canonicalValue(headers.getOrDefault(name, "")) + "\n")
                        .collect(Collectors.joining()),
                names,
                Sha256.hex(call.body()));
        String toSign = String.join(
                "\n", ALGORITHM, time, authorization.scope(), Sha256.hex(canonical.getBytes(StandardCharsets.UTF_8)));
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : List.of(
                authorization.day(), authorization.region(), authorization.service(), authorization.terminator())) {
            key = hmac(key, part);
        }
        return hmac(key, toSign);
    }

    /// Sorts the encoded query without decoding it.
    private static String canonicalQuery(String query) {
        if (query.isEmpty()) {
            return "";
        }
        List<String> parts = new ArrayList<>();
        for (String part : query.split("&", -1)) {
            parts.add(part.contains("=") ? part : part + "=");
        }
        parts.sort(null);
        return String.join("&", parts);
    }

    private static String canonicalValue(String value) {
        return value.strip().replaceAll(" +", " ");
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has HMAC-SHA-256", e);
        }
    }

    private static AwsException unauthenticated(String type, String message) {
        return new AwsException(ProblemCode.UNAUTHENTICATED, type, message);
    }
}
