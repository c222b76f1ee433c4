package org.postern.connections.keys;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.function.Supplier;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.crypto.util.PBKDF2Config;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS12PfxPdu;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCS12MacCalculatorBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;

/// One connection's key in an encrypted PKCS#12 file of its own.
///
/// Written by BouncyCastle, because the JDK's keystore gives its integrity check far fewer rounds than the key, which
/// would be the cheap way to guess the passphrase; read by the JDK, so that any standard tool opens it too. The key is
/// read for each signature (about one an hour) and not kept in memory between.
public final class KeyFile {
    private static final String ALIAS = "postern";
    private static final int MAX_BYTES = 64 << 10;

    private final Path file;
    private final Supplier<char[]> passphrase;
    private final int rounds;

    /// @param passphrase gives a fresh array at each call, which is overwritten after use
    /// @param rounds of PBKDF2 when writing
    public KeyFile(Path file, Supplier<char[]> passphrase, int rounds) {
        this.file = file;
        this.passphrase = passphrase;
        this.rounds = rounds;
    }

    /// Writes the key, replacing what was there.
    public void write(HeldKey key, SecureRandom random) {
        char[] secret = passphrase.get();
        try {
            PrivateFile.replace(file, encode(key, secret, random).getEncoded());
        } catch (IOException e) {
            throw new ConnectionException(
                    Kind.PERMANENT,
                    "The key file " + file + " could not be written: " + e.getMessage()
                            + ". Check the free space and the permissions of its directory.",
                    e);
        } catch (GeneralSecurityException | OperatorCreationException | PKCSException e) {
            throw new IllegalStateException("this Java cannot write PKCS#12", e);
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    /// Opens the key; a wrong passphrase, a missing and a damaged file each say so.
    public HeldKey open() {
        char[] secret = passphrase.get();
        try {
            return decode(content(), secret);
        } catch (NoSuchFileException e) {
            throw new ConnectionException(
                    Kind.PERMANENT,
                    "The key file " + file + " is missing. Restore it from a backup, or remove the connection and add"
                            + " it anew.",
                    e);
        } catch (IOException | GeneralSecurityException e) {
            throw refused(e);
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    private byte[] content() throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException("it is larger than any key file");
        }
        return Files.readAllBytes(file);
    }

    private ConnectionException refused(Exception e) {
        boolean wrong = e.getCause() instanceof UnrecoverableKeyException || e instanceof UnrecoverableKeyException;
        String message = wrong
                ? "The passphrase does not open the key file " + file
                        + ". Give the passphrase with which the key was made; nothing was changed."
                : "The key file " + file + " cannot be read: " + e.getMessage()
                        + ". Restore it from a backup, or remove the connection and add it anew.";
        return new ConnectionException(Kind.PERMANENT, message, e);
    }

    private PKCS12PfxPdu encode(HeldKey key, char[] secret, SecureRandom random)
            throws GeneralSecurityException, OperatorCreationException, PKCSException, IOException {
        var provider = new BouncyCastleProvider(); // Used here only; the JDK's list of providers stays as it is.
        OutputEncryptor encryptor = new JcePKCSPBEOutputEncryptorBuilder(
                        new PBKDF2Config.Builder()
                                .withPRF(PBKDF2Config.PRF_SHA256)
                                .withIterationCount(rounds)
                                .build(),
                        NISTObjectIdentifiers.id_aes256_CBC)
                .setProvider(provider)
                .setRandom(random)
                .build(secret);
        PKCS12SafeBagBuilder keyBag = named(new JcaPKCS12SafeBagBuilder(key.privateKey(), encryptor), key);
        PKCS12SafeBagBuilder certificateBag = named(new JcaPKCS12SafeBagBuilder(key.certificate()), key);
        return new PKCS12PfxPduBuilder()
                .addData(keyBag.build())
                .addData(certificateBag.build())
                .build(
                        new JcePKCS12MacCalculatorBuilder(NISTObjectIdentifiers.id_sha256)
                                .setProvider(provider)
                                .setIterationCount(rounds),
                        secret);
    }

    private static PKCS12SafeBagBuilder named(PKCS12SafeBagBuilder bag, HeldKey key) throws GeneralSecurityException {
        return bag.addBagAttribute(PKCSObjectIdentifiers.pkcs_9_at_friendlyName, new DERBMPString(ALIAS))
                .addBagAttribute(
                        PKCSObjectIdentifiers.pkcs_9_at_localKeyId,
                        new JcaX509ExtensionUtils()
                                .createSubjectKeyIdentifier(key.certificate().getPublicKey()));
    }

    private static HeldKey decode(byte[] content, char[] secret) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(content), secret);
        if (store.getKey(ALIAS, secret) instanceof PrivateKey privateKey
                && store.getCertificate(ALIAS) instanceof X509Certificate certificate) {
            return new HeldKey(privateKey, certificate);
        }
        throw new IOException("it holds no key of Postern");
    }
}
