package org.postern.connections.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import javax.security.auth.login.LoginException;
import org.jspecify.annotations.Nullable;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.ConnectionKey;
import org.postern.connections.KeyToken;

/// Keys made and kept inside a PKCS#11 token (OASIS PKCS #11 v3), which signs for us and gives none of them out.
///
/// Security exposure: loads the token's own library into this process; holds the PIN only while it signs in. The
/// keys are sensitive and not extractable: a thief of the disk has nothing, a thief in the process can sign while
/// there and no longer.
public final class TokenKeystore implements Keystore {
    private final KeyToken token;
    private final Provider provider;
    private final KeyStore store;
    private final RsaKeyMaker maker;
    private final SecureRandom random;
    private final ReentrantLock changing = new ReentrantLock();

    private TokenKeystore(KeyToken token, Provider provider, KeyStore store, SecureRandom random) {
        this.token = token;
        this.provider = provider;
        this.store = store;
        this.maker = new RsaKeyMaker(random, provider);
        this.random = random;
    }

    /// Signs in to the token.
    public static TokenKeystore open(KeyToken token, SecureRandom random) {
        Provider provider = provider(token);
        char[] pin = token.pin().get();
        try {
            KeyStore store = KeyStore.getInstance("PKCS11", provider);
            store.load(null, pin);
            return new TokenKeystore(token, provider, store, random);
        } catch (IOException e) { // So does a PKCS#11 keystore say that the PIN is wrong.
            throw permanent(
                    "The token behind " + token.library() + " refused the PIN, or is not ready: " + reason(e)
                            + ". Check the PIN; a token locks itself after some wrong ones.",
                    e);
        } catch (GeneralSecurityException | ProviderException e) {
            throw permanent("The token behind " + token.library() + " could not be used: " + reason(e) + ".", e);
        } finally {
            Arrays.fill(pin, '\0');
        }
    }

    private static Provider provider(KeyToken token) {
        if (!Files.isReadable(token.library())) {
            throw permanent(
                    "The token's library " + token.library() + " cannot be read. Install it, or give its path.", null);
        }
        String configuration = "--name=postern-keys-" + token.slotIndex() + "\nlibrary=\"" + token.library()
                + "\"\nslotListIndex=" + token.slotIndex()
                + "\nattributes(generate,CKO_PRIVATE_KEY,*)={\nCKA_SENSITIVE=true\nCKA_EXTRACTABLE=false\n"
                + "CKA_PRIVATE=true\n}\n";
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

    @Override
    public ConnectionKey.Kept kind() {
        return ConnectionKey.Kept.TOKEN;
    }

    @Override
    public HeldKey make(KeySlot slot, String commonName, Instant now) {
        changing.lock();
        try {
            deleteAll(slot);
            HeldKey made = maker.make(commonName, now);
            // A label is never used twice: beside a certificate that a token left behind, a second of its label would
            // go by another name.
            String label = label(slot) + HexFormat.of().toHexDigits(random.nextLong());
            store.setKeyEntry(label, made.privateKey(), null, new X509Certificate[] {made.certificate()});
            return read(slot);
        } catch (GeneralSecurityException | ProviderException e) {
            throw permanent(
                    "The token behind " + token.library() + " could not make " + slot + ": " + reason(e)
                            + ". Check its free space and its log.",
                    e);
        } finally {
            changing.unlock();
        }
    }

    @Override
    public HeldKey open(KeySlot slot) {
        changing.lock(); // The keystore's view of the token is one for all threads.
        try {
            return read(slot);
        } catch (GeneralSecurityException | ProviderException e) {
            throw permanent("The token behind " + token.library() + " could not be used: " + reason(e) + ".", e);
        } finally {
            changing.unlock();
        }
    }

    private HeldKey read(KeySlot slot) throws GeneralSecurityException {
        List<String> found = aliases(slot);
        String alias = found.isEmpty() ? label(slot) : found.getFirst();
        if (store.getKey(alias, null) instanceof PrivateKey key
                && store.getCertificate(alias) instanceof X509Certificate certificate) {
            if (key.getEncoded() != null) {
                throw permanent(
                        "The token behind " + token.library() + " would give out " + slot
                                + ", so it protects nothing. Forbid it in the token's policy, then re-establish the"
                                + " connection.",
                        null);
            }
            return new HeldKey(key, certificate, provider);
        }
        throw permanent(
                "The token behind " + token.library() + " does not hold " + slot + " (\"" + label(slot)
                        + "\"). Is it the right token? If the key is lost, re-establish the connection with"
                        + " --old-key-not-trusted.",
                null);
    }

    @Override
    public void destroy(KeySlot slot) {
        changing.lock();
        try {
            deleteAll(slot);
        } catch (GeneralSecurityException | ProviderException e) {
            throw permanent(
                    "The token behind " + token.library() + " could not destroy " + slot + ": " + reason(e)
                            + ". Destroy it with the token's own tool.",
                    e);
        } finally {
            changing.unlock();
        }
    }

    private void deleteAll(KeySlot slot) throws GeneralSecurityException {
        for (String alias : aliases(slot)) {
            store.deleteEntry(alias);
        }
    }

    private List<String> aliases(KeySlot slot) throws GeneralSecurityException {
        return Collections.list(store.aliases()).stream()
                .filter(alias -> alias.startsWith(label(slot)))
                .toList();
    }

    /// How the labels of the slot's keys begin; no other slot's do so.
    private static String label(KeySlot slot) {
        return "postern-" + slot.tenant() + "-" + slot.name() + ".";
    }

    private static ConnectionException permanent(String message, @Nullable Exception cause) {
        return cause == null
                ? new ConnectionException(Kind.PERMANENT, message)
                : new ConnectionException(Kind.PERMANENT, message, cause);
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
                System.getLogger(TokenKeystore.class.getName())
                        .log(System.Logger.Level.DEBUG, "The token did not sign out: {0}", e.getMessage());
            }
        }
    }
}
