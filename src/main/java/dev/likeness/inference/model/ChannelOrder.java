package dev.likeness.inference.model;

/// The order of the colour planes in a model's input.
public enum ChannelOrder {
    RGB,
    BGR
}
