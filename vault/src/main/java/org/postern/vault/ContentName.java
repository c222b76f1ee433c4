package org.postern.vault;

import java.util.HexFormat;

/// The name of a message's content in one tenant: HMAC-SHA-256 of its bytes under the tenant's naming key, in hex.
///
/// Equal names mean equal bytes within a tenant; across tenants names say nothing.
public record ContentName(String hex) {
    public ContentName {
        if (hex.length() != 64) {
            throw new IllegalArgumentException("a content name has 64 hex digits, not " + hex.length());
        }
    }

    public static ContentName of(byte[] name) {
        return new ContentName(HexFormat.of().formatHex(name));
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }
}
