package dev.likeness.support;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The address of a server, as users type it and as messages show it.
public final class WebAddress {
    private static final int MAX_PORT = 65_535;

    /// What may be a user and a password: everything before the last `@`, because a password that is typed as
    /// it is may have any character.
    private static final Pattern USER = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*:/+).*@", Pattern.DOTALL);

    private static final Pattern QUERY = Pattern.compile("\\?[^\\s,}#]+");
    private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:/");

    private WebAddress() {}

    /// Reads an address of HTTP.
    ///
    /// @return empty if it is another one, or has no host
    public static Optional<URI> parse(String text) {
        return Optional.ofNullable(uri(text))
                .filter(uri -> "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
                .filter(uri -> uri.getHost() != null && uri.getPort() <= MAX_PORT);
    }

    /// Whether requests can be sent to an address of HTTP. Neither its user and password nor its fragment would be
    /// sent, so it must have none.
    public static boolean isEndpoint(String text) {
        return parse(text)
                .filter(uri -> uri.getRawUserInfo() == null && uri.getRawFragment() == null)
                .isPresent();
    }

    /// A text that is, or has in it, an address, without what may be secret: the user, the password and the
    /// query. Other texts stay as they are.
    public static String masked(String text) {
        if (!SCHEME.matcher(text).find()) {
            return text;
        }
        URI uri = uri(text);
        boolean hasNoUser = uri != null && uri.getHost() != null && uri.getRawUserInfo() == null;
        String shown = hasNoUser ? text : USER.matcher(text).replaceAll("$1***@");
        return QUERY.matcher(shown).replaceAll("?…");
    }

    /// An address without what may be secret.
    public static String masked(URI address) {
        return masked(address.toString());
    }

    private static @Nullable URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException _) {
            return null;
        }
    }
}
