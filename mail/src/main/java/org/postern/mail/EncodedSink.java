package org.postern.mail;

/// Receives encoded bytes in pieces.
@FunctionalInterface
public interface EncodedSink {
    /// Takes `length` bytes from the start of `buffer`, which the encoder uses again; false when no more are wanted.
    boolean accept(byte[] buffer, int length);
}
