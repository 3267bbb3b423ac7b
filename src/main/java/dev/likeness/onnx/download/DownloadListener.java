package dev.likeness.onnx.download;

import java.net.URI;

/// Receives the progress of a download.
public interface DownloadListener {
    /// Called before each connection.
    ///
    /// @param received bytes that are here already
    void connecting(URI address, PinnedFile file, long received);

    /// Called for every piece of data.
    ///
    /// @param received bytes that are here now
    void received(long received);

    /// Called when a connection failed and another one follows.
    void retrying(String reason);
}
