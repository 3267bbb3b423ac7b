package dev.likeness.api.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/// Makes requests of an unknown version of HTTP such as cannot be parsed. Vert.x answers them itself otherwise,
/// without the headers that every response of this server has.
public final class UnknownVersions extends ChannelInboundHandlerAdapter {
    private UnknownVersions() {}

    /// Takes care of the requests of a new connection.
    public static void refuse(HttpConnection connection) {
        boolean isHttp1 = connection.protocolVersion() != io.vertx.core.http.HttpVersion.HTTP_2;
        if (isHttp1 && connection instanceof ConnectionBase base) {
            ChannelHandlerContext vertx = base.channelHandlerContext();
            vertx.pipeline().addBefore(vertx.name(), UnknownVersions.class.getSimpleName(), new UnknownVersions());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        context.fireChannelRead(
                message instanceof HttpRequest request && !isKnown(request) ? unparsed(request) : message);
    }

    private static boolean isKnown(HttpRequest request) {
        HttpVersion version = request.protocolVersion();
        return version.equals(HttpVersion.HTTP_1_0) || version.equals(HttpVersion.HTTP_1_1);
    }

    private static HttpRequest unparsed(HttpRequest request) {
        HttpRequest refused =
                new DefaultHttpRequest(HttpVersion.HTTP_1_1, request.method(), request.uri(), request.headers());
        refused.setDecoderResult(
                DecoderResult.failure(new IllegalArgumentException("unknown version " + request.protocolVersion())));
        return refused;
    }
}
