package dev.likeness.api.webhook;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.support.WebAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// Who is told of likely duplicates while the server runs.
///
/// @param webhook the URL to which notes are posted; `none` for none
/// @param webhookSecretFile whose first line signs the notes; empty for notes without a signature
public record DuplicatesOptions(String webhook, Optional<Path> webhookSecretFile) {
    private static final String NONE = "none";

    /// @throws LikenessException `INVALID_ARGUMENT` if the URL is none of HTTP, or there is a secret without
    ///     one
    public DuplicatesOptions {
        if (!webhook.equals(NONE) && !WebAddress.isEndpoint(webhook)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "webhook must be none or a URL such as https://alerts.example/likeness, without user and fragment");
        }
        if (webhook.equals(NONE) && webhookSecretFile.isPresent()) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "webhookSecretFile needs a webhook");
        }
    }

    public static DuplicatesOptions defaults() {
        return new DuplicatesOptions(NONE, Optional.empty());
    }

    /// The URL of the webhook; empty if there is none.
    public Optional<URI> url() {
        return webhook.equals(NONE) ? Optional.empty() : Optional.of(URI.create(webhook));
    }
}
