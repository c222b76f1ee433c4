package org.postern.mail;

/// How a part's body is encoded for transport (RFC 2045 §6).
public enum TransferEncoding {
    /// 7bit, 8bit or binary: the body's bytes are the content.
    IDENTITY,
    BASE64,
    QUOTED_PRINTABLE,
    /// An encoding that Postern does not decode (uuencode and unknown tokens); its bytes are kept as they are.
    OTHER
}
