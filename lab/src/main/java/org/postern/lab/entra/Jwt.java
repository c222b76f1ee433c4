package org.postern.lab.entra;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.Optional;
import org.postern.lab.net.Json;
import tools.jackson.databind.node.ObjectNode;

/// A compact JSON Web Token taken apart (RFC 7515 §7.1), not yet believed.
public final class Jwt {
    private static final int CHARACTERS_MAX = 64 * 1024;
    private static final double NUMERIC_DATE_MAX = 1e11; // the year 5138

    private final ObjectNode header;
    private final ObjectNode claims;
    private final byte[] signed;
    private final byte[] signature;

    private Jwt(ObjectNode header, ObjectNode claims, byte[] signed, byte[] signature) {
        this.header = header;
        this.claims = claims;
        this.signed = signed;
        this.signature = signature;
    }

    /// Empty when the text is no JWT: three parts of unpadded base64url, the first two JSON objects.
    public static Optional<Jwt> parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3 || text.length() > CHARACTERS_MAX || text.indexOf('=') >= 0) {
            return Optional.empty();
        }
        try {
            Base64.Decoder decoder = Base64.getUrlDecoder();
            byte[] signature = decoder.decode(parts[2]);
            byte[] signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
            return Json.readObject(decoder.decode(parts[0]))
                    .flatMap(header -> Json.readObject(decoder.decode(parts[1]))
                            .map(claims -> new Jwt(header, claims, signed, signature)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// An RS256 token over the claims.
    public static String sign(ObjectNode header, ObjectNode claims, PrivateKey key) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String signed = encoder.encodeToString(Json.bytes(header)) + "." + encoder.encodeToString(Json.bytes(claims));
        try {
            Signature rs256 = Signature.getInstance("SHA256withRSA");
            rs256.initSign(key);
            rs256.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + encoder.encodeToString(rs256.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Cannot sign a token: " + e, e);
        }
    }

    public ObjectNode header() {
        return header;
    }

    public ObjectNode claims() {
        return claims;
    }

    public String algorithm() {
        return Json.text(header, "alg").orElse("");
    }

    public Optional<String> claim(String name) {
        return Json.text(claims, name);
    }

    /// A time claim in seconds since 1970; empty when it is missing or no number that a clock could show.
    public Optional<Long> seconds(String name) {
        return Optional.ofNullable(claims.get(name))
                .filter(node -> node.isNumber() && Math.abs(node.doubleValue()) < NUMERIC_DATE_MAX)
                .map(node -> (long) Math.floor(node.doubleValue())); // a NumericDate may have a fraction: RFC 7519 §2
    }

    /// Whether the signature was made over this token by the key's owner, with the algorithm that the header names.
    public boolean isSignedBy(PublicKey key) {
        try {
            Signature verifier = switch (algorithm()) {
                case "PS256" -> pss();
                case "RS256" -> Signature.getInstance("SHA256withRSA");
                default -> throw new GeneralSecurityException("algorithm not accepted");
            };
            verifier.initVerify(key);
            verifier.update(signed);
            return verifier.verify(signature);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private static Signature pss() throws GeneralSecurityException {
        Signature pss = Signature.getInstance("RSASSA-PSS");
        pss.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1)); // RFC 7518 §3.5
        return pss;
    }
}
