package org.postern.lab.entra;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.postern.lab.net.Json;
import org.postern.lab.world.KeyCredential;

/// The certificate that an assertion says it was signed with: `x5t` (SHA-1) or `x5t#S256`.
///
/// Taken in base64url and in standard base64, padded or not: Microsoft's own libraries send all of them.
record Thumbprint(String digestAlgorithm, List<Byte> digest) {

    /// What the token's header names; empty when it names no certificate.
    static Optional<Thumbprint> of(Jwt jwt) {
        return named(jwt, "x5t#S256", "SHA-256", 32).or(() -> named(jwt, "x5t", "SHA-1", 20));
    }

    /// The key among the registered ones.
    Optional<KeyCredential> find(List<KeyCredential> keys) {
        byte[] wanted = bytes();
        return keys.stream()
                .filter(key -> Arrays.equals(key.digest(digestAlgorithm), wanted))
                .findFirst();
    }

    /// Upper-case hex, as Entra's messages show it.
    String hex() {
        return HexFormat.of().withUpperCase().formatHex(bytes());
    }

    private byte[] bytes() {
        byte[] bytes = new byte[digest.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = digest.get(i);
        }
        return bytes;
    }

    private static Optional<Thumbprint> named(Jwt jwt, String header, String algorithm, int length) {
        return Json.text(jwt.header(), header)
                .flatMap(Thumbprint::decode)
                .filter(bytes -> bytes.size() == length)
                .map(bytes -> new Thumbprint(algorithm, bytes));
    }

    private static Optional<List<Byte>> decode(String text) {
        String url = text.replace('+', '-').replace('/', '_').replaceAll("=+$", "");
        try {
            Byte[] boxed = new Byte[Base64.getUrlDecoder().decode(url).length];
            byte[] bytes = Base64.getUrlDecoder().decode(url);
            Arrays.setAll(boxed, i -> bytes[i]);
            return Optional.of(List.of(boxed));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
