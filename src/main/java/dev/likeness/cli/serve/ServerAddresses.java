package dev.likeness.cli.serve;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;

/// The addresses at which the server's page can be opened.
///
/// @param here the address for a browser on this machine, without a slash at the end
/// @param others the addresses for other devices; empty if they cannot reach the server
/// @param isOnlyHere whether the server listens on the loopback address
record ServerAddresses(String here, List<String> others, boolean isOnlyHere) {
    /// Bridges to containers and virtual machines, which no other device reaches.
    private static final Pattern INTERNAL = Pattern.compile("(docker|br-|veth|virbr|vmnet|vboxnet|lxc|cni|podman).*");

    ServerAddresses {
        others = List.copyOf(others);
    }

    /// @param address what the server listens on, such as `http://0.0.0.0:8080`
    static ServerAddresses of(String address) {
        URI url = URI.create(address);
        InetAddress host = address(url.getHost());
        if (host.isLoopbackAddress()) {
            return new ServerAddresses(address, List.of(), true);
        }
        if (!host.isAnyLocalAddress()) {
            return new ServerAddresses(address, List.of(address), false);
        }
        return new ServerAddresses(
                at(url, "127.0.0.1"),
                ofThisMachine().stream().map(own -> at(url, own)).toList(),
                false);
    }

    private static String at(URI url, String host) {
        return "%s://%s:%d".formatted(url.getScheme(), host, url.getPort());
    }

    private static List<String> ofThisMachine() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(one -> isUp(one) && !INTERNAL.matcher(one.getName()).matches())
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(one -> one instanceof Inet4Address && !one.isLoopbackAddress() && !one.isLinkLocalAddress())
                    .map(InetAddress::getHostAddress)
                    .sorted()
                    .toList();
        } catch (IOException _) {
            return List.of();
        }
    }

    private static boolean isUp(NetworkInterface one) {
        try {
            return one.isUp();
        } catch (IOException _) {
            return false;
        }
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "host must be an address, got: " + host, e);
        }
    }
}
