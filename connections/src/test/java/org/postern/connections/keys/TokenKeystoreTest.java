package org.postern.connections.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionFunction;
import org.postern.connections.KeyToken;
import org.postern.mail.TenantId;

/// Keys in a real PKCS#11 token, that of SoftHSM 2.
class TokenKeystoreTest extends KeystoreContract {
    private static @Nullable KeyToken token;

    @BeforeAll
    static void makeToken() throws Exception {
        token = SoftToken.make();
    }

    @Override
    Keystore open() {
        return TokenKeystore.open(Objects.requireNonNull(token), new SecureRandom());
    }

    @Test
    void theTokenNeverGivesAKeyOut() {
        KeySlot slot = new KeySlot(new TenantId("contoso"), ConnectionFunction.REMEDIATE, 7);
        try (Keystore keystore = open()) {
            HeldKey made = keystore.make(slot, "inside", Instant.now());
            assertThat(made.privateKey().getEncoded()).isNull();
            assertThat(made.privateKey()).isNotInstanceOf(java.security.interfaces.RSAPrivateKey.class);
            keystore.destroy(slot);
        }
    }

    @Test
    void aWrongPinAndAMissingLibrarySaySo() {
        KeyToken right = Objects.requireNonNull(token);
        KeyToken absent = new KeyToken(Path.of("/nowhere/lib.so"), 0, "1234"::toCharArray);
        assertThatThrownBy(() -> TokenKeystore.open(absent, new SecureRandom()))
                .isInstanceOf(ConnectionException.class)
                .hasMessageContaining("cannot be read");
        KeyToken empty = new KeyToken(right.library(), 900, right.pin());
        assertThatThrownBy(() -> TokenKeystore.open(empty, new SecureRandom()))
                .isInstanceOf(ConnectionException.class)
                .hasMessageContaining("slot");
    }
}
