package dev.likeness.api.proxy;

/// Where a request comes from, and the address at which its client reaches this server. Behind a trusted proxy, both
/// are as the proxy says.
///
/// @param address address of the client, without a port
/// @param scheme `http` or `https`
/// @param host name or address of this server, in lower case; an IPv6 address in brackets
/// @param port the scheme's default if the client named none
/// @param prefix path below which the proxy serves this server, such as `/likeness`; empty for none
public record RequestSource(String address, String scheme, String host, int port, String prefix) {
    static int defaultPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    public boolean isSecure() {
        return scheme.equals("https");
    }

    /// The origin of the pages of this server, as browsers write it.
    public String origin() {
        return scheme + "://" + host + (port == defaultPort(scheme) ? "" : ":" + port);
    }
}
