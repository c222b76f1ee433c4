package org.postern.connections.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionFunction;
import org.postern.connections.signin.KeyProof;
import org.postern.mail.TenantId;

/// What every keystore does.
abstract class KeystoreContract {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final TenantId CONTOSO = new TenantId("contoso");
    private static final KeySlot FIRST = new KeySlot(CONTOSO, ConnectionFunction.SYNC, 1);
    private static final KeySlot SECOND = new KeySlot(CONTOSO, ConnectionFunction.SYNC, 2);

    /// Opens the keystore anew: only what it keeps is there.
    abstract Keystore open();

    private static boolean signs(HeldKey key) throws Exception {
        SignedJWT proof = SignedJWT.parse(KeyProof.sign(key, "object", UUID.randomUUID(), NOW));
        return proof.verify(new RSASSAVerifier((RSAPublicKey) key.certificate().getPublicKey()));
    }

    @Test
    void whatWasMadeSignsAfterOpeningAnew() throws Exception {
        HeldKey made;
        try (Keystore keystore = open()) {
            made = keystore.make(FIRST, "Postern sync for contoso", NOW);
            assertThat(signs(made)).isTrue();
            assertThat(made.certificate().getSubjectX500Principal().getName()).contains("Postern sync for contoso");
            assertThat(Duration.between(NOW, made.certificate().getNotAfter().toInstant()))
                    .isEqualTo(Duration.ofDays(365));
            assertThat(((RSAPublicKey) made.certificate().getPublicKey())
                            .getModulus()
                            .bitLength())
                    .isEqualTo(3072);
        }
        try (Keystore keystore = open()) {
            HeldKey opened = keystore.open(FIRST);
            assertThat(opened.thumbprintHex()).isEqualTo(made.thumbprintHex());
            assertThat(signs(opened)).isTrue();
            keystore.destroy(FIRST);
        }
    }

    @Test
    void slotsAreApartAndMakingAgainReplaces() {
        try (Keystore keystore = open()) {
            HeldKey first = keystore.make(FIRST, "one", NOW);
            HeldKey second = keystore.make(SECOND, "two", NOW);
            assertThat(keystore.open(FIRST).thumbprintHex()).isEqualTo(first.thumbprintHex());
            HeldKey again = keystore.make(SECOND, "two", NOW);
            assertThat(keystore.open(SECOND).thumbprintHex())
                    .isEqualTo(again.thumbprintHex())
                    .isNotEqualTo(second.thumbprintHex());
            keystore.destroy(FIRST);
            assertThat(keystore.open(SECOND).thumbprintHex()).isEqualTo(again.thumbprintHex());
            keystore.destroy(SECOND);
        }
    }

    @Test
    void whatIsDestroyedIsGoneAndDestroyingTwiceIsNothing() {
        try (Keystore keystore = open()) {
            keystore.make(FIRST, "one", NOW);
            keystore.destroy(FIRST);
            keystore.destroy(FIRST);
            assertThatThrownBy(() -> keystore.open(FIRST)).isInstanceOf(ConnectionException.class);
        }
        try (Keystore keystore = open()) {
            assertThatThrownBy(() -> keystore.open(FIRST)).isInstanceOf(ConnectionException.class);
        }
    }

    @Test
    void anotherTenantsSlotIsAnother() {
        try (Keystore keystore = open()) {
            keystore.make(FIRST, "one", NOW);
            KeySlot foreign = new KeySlot(new TenantId("fabrikam"), ConnectionFunction.SYNC, 1);
            assertThatThrownBy(() -> keystore.open(foreign)).isInstanceOf(ConnectionException.class);
            keystore.destroy(foreign);
            keystore.open(FIRST);
            keystore.destroy(FIRST);
        }
    }
}
