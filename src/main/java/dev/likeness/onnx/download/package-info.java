/// How do the models of other projects get onto this machine?
///
/// Read [dev.likeness.onnx.download.KnownModels] first, the table of their addresses and hashes, then
/// [dev.likeness.onnx.download.ModelDownload].
@NullMarked
package dev.likeness.onnx.download;

import org.jspecify.annotations.NullMarked;
