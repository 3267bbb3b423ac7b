package dev.likeness.api.proxy;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.net.InetAddress;

/// An address, or a range in the notation of CIDR, such as `10.0.0.0/8`.
///
/// @param network the address; bits behind the prefix do not count
/// @param bits length of the prefix
record AddressRange(InetAddress network, int bits) {
    /// @throws LikenessException `INVALID_ARGUMENT` if the text is no address and no range
    static AddressRange parse(String text) {
        String[] parts = text.strip().split("/", 2);
        try {
            InetAddress network = InetAddress.ofLiteral(parts[0]);
            int length = 8 * network.getAddress().length;
            int bits = parts.length == 1 ? length : Integer.parseInt(parts[1]);
            if (bits >= 0 && bits <= length) {
                return new AddressRange(network, bits);
            }
        } catch (IllegalArgumentException _) {
            // Falls through to the one message.
        }
        throw new LikenessException(
                ErrorCode.INVALID_ARGUMENT,
                "trustedProxies must be addresses or ranges such as 10.0.0.0/8, got: " + text);
    }

    boolean contains(InetAddress address) {
        byte[] mine = network.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit += 8) {
            int mask = bits - bit >= 8 ? 0xff : 0xff << (8 - (bits - bit));
            if (((mine[bit / 8] ^ other[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
