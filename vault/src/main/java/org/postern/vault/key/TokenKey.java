package org.postern.vault.key;

import java.io.IOException;
import java.nio.file.Files;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.Key;
import java.security.KeyStore;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.Security;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.security.auth.login.LoginException;
import org.jspecify.annotations.Nullable;
import org.postern.vault.KeySource;
import org.postern.vault.VaultException;

/// An AES key inside a PKCS#11 token (OASIS PKCS #11 v3), with which the token wraps and unwraps for us.
///
/// Security exposure: loads the token's own library into this process; holds the PIN only while it signs in.
final class TokenKey implements AutoCloseable {
    private static final int NONCE = 12;
    private final Provider provider;
    private final Key key;
    private final String label;

    private TokenKey(Provider provider, Key key, String label) {
        this.provider = provider;
        this.key = key;
        this.label = label;
    }

    /// @param make whether a key that is not there is made: of 256 bits, sensitive and not extractable
    static TokenKey open(KeySource.Token token, boolean make) {
        Provider provider = provider(token);
        try {
            KeyStore store = KeyStore.getInstance("PKCS11", provider);
            store.load(null, token.pin());
            @Nullable Key key = store.getKey(token.keyLabel(), null);
            if (key == null && make) {
                key = make(store, provider, token.keyLabel());
            }
            if (key == null) {
                throw permanent(
                        "The token has no key \"" + token.keyLabel() + "\". Is it the right token, or was the key"
                                + " deleted? Open the vault in another of its ways.",
                        null);
            }
            if (key.getEncoded() != null || !key.getAlgorithm().equals("AES")) {
                throw permanent(
                        "The token's key \"" + token.keyLabel() + "\" is no AES key that stays in the token. Give"
                                + " another label: a key is made under it.",
                        null);
            }
            return new TokenKey(provider, key, token.keyLabel());
        } catch (IOException e) { // So does a PKCS#11 keystore say that the PIN is wrong.
            throw permanent(
                    "The token behind " + token.library() + " refused the PIN, or is not ready: " + reason(e)
                            + ". Check the PIN; a token locks itself after some wrong ones.",
                    e);
        } catch (GeneralSecurityException | ProviderException e) {
            throw permanent("The token behind " + token.library() + " could not be used: " + reason(e) + ".", e);
        }
    }

    private static Provider provider(KeySource.Token token) {
        if (!Files.isReadable(token.library())) {
            throw permanent(
                    "The token's library " + token.library() + " cannot be read. Install it, or give its path.", null);
        }
        String path = token.library().toString();
        if (path.indexOf('"') >= 0 || path.indexOf('\n') >= 0) {
            throw permanent("The path of a token's library may hold no quotes and no line ends: " + path, null);
        }
        String configuration = "--name=postern-" + token.slotIndex() + "\nlibrary=\"" + path + "\"\nslotListIndex="
                + token.slotIndex()
                + "\nattributes(generate,CKO_SECRET_KEY,*)={\nCKA_SENSITIVE=true\nCKA_EXTRACTABLE=false\n}\n";
        try {
            Provider empty = Security.getProvider("SunPKCS11");
            if (empty == null) {
                throw permanent("This Java has no PKCS#11 (module jdk.crypto.cryptoki). Use a whole JDK 25.", null);
            }
            return empty.configure(configuration);
        } catch (InvalidParameterException | ProviderException e) {
            throw permanent(
                    "The token's library " + token.library() + " does not start, or has no token in slot "
                            + token.slotIndex() + ": " + reason(e) + ".",
                    e);
        }
    }

    private static @Nullable Key make(KeyStore store, Provider provider, String label) throws GeneralSecurityException {
        KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
        generator.init(256);
        SecretKey made = generator.generateKey();
        store.setKeyEntry(label, made, null, null);
        return store.getKey(label, null);
    }

    String label() {
        return label;
    }

    /// As [KeyWrap#wrap], done inside the token.
    byte[] wrap(byte[] plain, byte[] context, SecureRandom random) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, context).doFinal(plain);
            byte[] wrapped = Arrays.copyOf(nonce, NONCE + sealed.length);
            System.arraycopy(sealed, 0, wrapped, NONCE, sealed.length);
            return wrapped;
        } catch (GeneralSecurityException | ProviderException e) {
            throw permanent("The token's key \"" + label + "\" cannot seal by AES-GCM: " + reason(e) + ".", e);
        }
    }

    /// Empty when the key or the context is not the one that it was wrapped with.
    Optional<byte[]> unwrap(byte[] wrapped, byte[] context) {
        try {
            byte[] nonce = Arrays.copyOf(wrapped, NONCE);
            return Optional.of(
                    cipher(Cipher.DECRYPT_MODE, nonce, context).doFinal(wrapped, NONCE, wrapped.length - NONCE));
        } catch (GeneralSecurityException | ProviderException e) {
            return Optional.empty(); // Tokens tell a wrong tag in ways of their own.
        }
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
        cipher.init(mode, key, new GCMParameterSpec(128, nonce));
        cipher.updateAAD(context);
        return cipher;
    }

    private static VaultException permanent(String message, @Nullable Exception cause) {
        return cause == null
                ? new VaultException(VaultException.Kind.PERMANENT, message)
                : new VaultException(VaultException.Kind.PERMANENT, message, cause);
    }

    private static String reason(Exception e) {
        Throwable last = e;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        return String.valueOf(last.getMessage());
    }

    @Override
    public void close() {
        if (provider instanceof AuthProvider signedIn) {
            try {
                signedIn.logout();
            } catch (LoginException e) {
                System.getLogger(TokenKey.class.getName())
                        .log(System.Logger.Level.DEBUG, "The token did not sign out: {0}", e.getMessage());
            }
        }
    }
}
