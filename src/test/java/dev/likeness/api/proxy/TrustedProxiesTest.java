package dev.likeness.api.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.api.problem.ProblemException;
import dev.likeness.api.proxy.TrustedProxies.Connection;
import dev.likeness.face.LikenessException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
    private static final TrustedProxies PROXIES = new TrustedProxies(List.of("127.0.0.1", "10.0.0.0/8", "fd00::/8"));

    private static RequestSource source(String peer, Map<String, String> headers) {
        return PROXIES.source(
                new Connection(peer, "http", "127.0.0.1", 8080),
                name -> headers.containsKey(name) ? List.of(headers.get(name)) : List.of());
    }

    @Test
    void headers_ofAnUntrustedPeer_areIgnored() {
        RequestSource source = source(
                "192.0.2.9",
                Map.of(
                        "X-Forwarded-For", "198.51.100.1",
                        "X-Forwarded-Proto", "https",
                        "X-Forwarded-Host", "localhost",
                        "X-Forwarded-Prefix", "/evil",
                        "Forwarded", "for=198.51.100.1;proto=https;host=localhost"));

        assertThat(source).isEqualTo(new RequestSource("192.0.2.9", "http", "127.0.0.1", 8080, ""));
    }

    @Test
    void headers_ofATrustedPeer_giveClientAndAddress() {
        RequestSource source = source(
                "127.0.0.1",
                Map.of(
                        "X-Forwarded-For", "198.51.100.1",
                        "X-Forwarded-Proto", "https",
                        "X-Forwarded-Host", "Photos.example",
                        "X-Forwarded-Prefix", "/likeness/"));

        assertThat(source).isEqualTo(new RequestSource("198.51.100.1", "https", "photos.example", 443, "/likeness"));
        assertThat(source.origin()).isEqualTo("https://photos.example");
    }

    @Test
    void forwarded_ofATrustedPeer_isReadFromTheLastClientThatIsNoProxy() {
        RequestSource source = source(
                "127.0.0.1",
                Map.of(
                        "Forwarded",
                        "for=203.0.113.7;host=invented, For=\"[2001:db8::1]:4711\";proto=https;host=\"photos.example:8443\","
                                + " for=10.0.0.3;proto=http;host=inner"));

        assertThat(source.address()).isEqualTo("2001:db8:0:0:0:0:0:1");
        assertThat(source.origin()).isEqualTo("https://photos.example:8443");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "198.51.100.1                        | 198.51.100.1",
                "203.0.113.7, 198.51.100.1           | 198.51.100.1",
                "203.0.113.7, 198.51.100.1, 10.1.2.3 | 198.51.100.1",
                "198.51.100.1:5050                   | 198.51.100.1",
                "10.1.2.3                            | 10.1.2.3",
                "unknown                             | 127.0.0.1",
                "_hidden, 10.1.2.3                   | 10.1.2.3"
            })
    void client_isTheLastThatIsNoTrustedProxy(String header, String client) {
        assertThat(source("127.0.0.1", Map.of("X-Forwarded-For", header)).address())
                .isEqualTo(client);
    }

    @Test
    void forwarded_besideXForwarded_isIgnored() {
        // Proxies that write one kind pass on the other as the client sent it.
        RequestSource source = source(
                "127.0.0.1", Map.of("X-Forwarded-For", "198.51.100.1", "Forwarded", "for=203.0.113.7;host=invented"));

        assertThat(source.address()).isEqualTo("198.51.100.1");
        assertThat(source.host()).isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"likeness", "/a;Path=/", "/a/../b", "//evil.example", "/a b", "/a\u0000"})
    void invalidPrefix_isRefused(String prefix) {
        assertThatThrownBy(() -> source("127.0.0.1", Map.of("X-Forwarded-Prefix", prefix)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("path prefix");
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", ""})
    void proxy_thatIsNoAddress_isRefused(String text) {
        assertThatThrownBy(() -> TrustedProxies.check(List.of(text)))
                .isInstanceOf(LikenessException.class)
                .hasMessageContaining("trustedProxies must be addresses");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.128.0.0/9, 10.127.0.1, false",
        "10.128.0.0/9, 10.200.0.1, true",
        "0.0.0.0/0, 192.0.2.1, true",
        "fd00::/8, fd12::1, true",
        "fd00::/8, fe80::1, false",
        "::1, ::1, true",
        "10.0.0.0/8, ::1, false"
    })
    void range_containsItsAddresses(String range, String address, boolean contains) throws Exception {
        assertThat(AddressRange.parse(range).contains(java.net.InetAddress.ofLiteral(address)))
                .isEqualTo(contains);
    }
}
