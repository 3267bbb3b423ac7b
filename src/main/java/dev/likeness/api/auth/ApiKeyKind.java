package dev.likeness.api.auth;

/// How an API key authenticates a caller.
public enum ApiKeyKind {
    /// The key itself, as `Authorization: Bearer` or `X-Api-Key`.
    BEARER,
    /// The same in the form of a UUID, as CompreFace's clients require it.
    UUID,
    /// An access key id and a secret that signs requests (AWS Signature Version 4).
    AWS
}
