package org.postern.connections.keys;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.CipherOutputStream;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.GenericKey;
import org.bouncycastle.operator.MacCalculator;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS12MacCalculatorBuilder;
import org.bouncycastle.pkcs.PKCS12PfxPdu;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBagFactory;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS12SafeBagBuilder;
import org.jspecify.annotations.Nullable;
import org.postern.connections.keys.StretchedPassphrase.Use;

/// A key with its certificate as PKCS#12 (RFC 7292): the key bag by PBES2 with AES-256-CBC (RFC 8018 §6.2), the
/// integrity check with as many rounds as the key, which the JDK's own writer does not give it.
final class Pkcs12 {
    private static final String ALIAS = "postern";
    private static final AlgorithmIdentifier SHA256 =
            new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE);
    private static final AlgorithmIdentifier HMAC_SHA256 =
            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE);

    private final StretchedPassphrase passphrase;

    Pkcs12(StretchedPassphrase passphrase) {
        this.passphrase = passphrase;
    }

    /// The passphrase is not that with which it was written, or a byte was changed since.
    static final class NotOpenedException extends GeneralSecurityException {
        private static final long serialVersionUID = 1;

        NotOpenedException() {
            super("its integrity check fails");
        }
    }

    byte[] encode(HeldKey key, SecureRandom random) throws GeneralSecurityException, PKCSException, IOException {
        PKCS12SafeBagBuilder keyBag = named(new JcaPKCS12SafeBagBuilder(key.privateKey(), encryptor(random)), key);
        PKCS12SafeBagBuilder certificateBag = named(new JcaPKCS12SafeBagBuilder(key.certificate()), key);
        byte[] salt = passphrase.salt(Use.INTEGRITY);
        return new PKCS12PfxPduBuilder()
                .addData(keyBag.build())
                .addData(certificateBag.build())
                .build(integrity(new PKCS12PBEParams(salt, passphrase.rounds())), new char[0])
                .getEncoded();
    }

    /// Reads what [#encode] wrote.
    ///
    /// @throws NotOpenedException for another passphrase, and for most damage
    HeldKey decode(byte[] content) throws GeneralSecurityException, IOException {
        try {
            return parse(content);
        } catch (PKCSException | RuntimeException e) {
            // BouncyCastle meets what is not of its form with unchecked exceptions of many kinds.
            throw new IOException("it is no PKCS#12 of Postern's: " + e.getMessage(), e);
        }
    }

    private HeldKey parse(byte[] content) throws GeneralSecurityException, PKCSException, IOException {
        PKCS12PfxPdu file = new PKCS12PfxPdu(content);
        if (!file.hasMac() || !file.isMacValid(Pkcs12.this::integrityOf, new char[0])) {
            throw new NotOpenedException();
        }
        X509Certificate certificate = null;
        PrivateKeyInfo key = null;
        for (ContentInfo info : file.getContentInfos()) {
            for (PKCS12SafeBag bag : new PKCS12SafeBagFactory(info).getSafeBags()) {
                Object value = bag.getBagValue();
                if (value instanceof X509CertificateHolder holder) {
                    certificate = new JcaX509CertificateConverter().getCertificate(holder);
                } else if (value instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
                    key = PrivateKeyInfo.getInstance(decrypted(encrypted));
                }
            }
        }
        return held(key, certificate);
    }

    private static HeldKey held(@Nullable PrivateKeyInfo key, @Nullable X509Certificate certificate)
            throws IOException, GeneralSecurityException {
        if (key == null || certificate == null) {
            throw new IOException("it holds no key of Postern");
        }
        String algorithm = certificate.getPublicKey().getAlgorithm();
        return new HeldKey(
                KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded())),
                certificate);
    }

    private static PKCS12SafeBagBuilder named(PKCS12SafeBagBuilder bag, HeldKey key) throws GeneralSecurityException {
        return bag.addBagAttribute(PKCSObjectIdentifiers.pkcs_9_at_friendlyName, new DERBMPString(ALIAS))
                .addBagAttribute(
                        PKCSObjectIdentifiers.pkcs_9_at_localKeyId,
                        new JcaX509ExtensionUtils()
                                .createSubjectKeyIdentifier(key.certificate().getPublicKey()));
    }

    private OutputEncryptor encryptor(SecureRandom random) throws GeneralSecurityException {
        byte[] salt = passphrase.salt(Use.KEY_BAG);
        byte[] start = new byte[16];
        random.nextBytes(start);
        var derivation = new KeyDerivationFunc(
                PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(salt, passphrase.rounds(), HMAC_SHA256));
        var scheme = new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(start));
        return new Encryptor(
                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, new PBES2Parameters(derivation, scheme)),
                aes(Cipher.ENCRYPT_MODE, salt, passphrase.rounds(), start));
    }

    private byte[] decrypted(PKCS8EncryptedPrivateKeyInfo encrypted) throws GeneralSecurityException, IOException {
        AlgorithmIdentifier algorithm = encrypted.toASN1Structure().getEncryptionAlgorithm();
        if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
            PBES2Parameters scheme = PBES2Parameters.getInstance(algorithm.getParameters());
            KeyDerivationFunc derivation = scheme.getKeyDerivationFunc();
            PBKDF2Params params = PBKDF2Params.getInstance(derivation.getParameters());
            if (derivation.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)
                    && params.getPrf().getAlgorithm().equals(HMAC_SHA256.getAlgorithm())
                    && scheme.getEncryptionScheme().getAlgorithm().equals(NISTObjectIdentifiers.id_aes256_CBC)) {
                byte[] start = ASN1OctetString.getInstance(
                                scheme.getEncryptionScheme().getParameters())
                        .getOctets();
                int rounds = params.getIterationCount().intValueExact();
                return aes(Cipher.DECRYPT_MODE, params.getSalt(), rounds, start)
                        .doFinal(encrypted.toASN1Structure().getEncryptedData());
            }
        }
        throw new IOException("its key is not encrypted as Postern does it");
    }

    private Cipher aes(int mode, byte[] salt, int rounds, byte[] start) throws GeneralSecurityException {
        byte[] key = passphrase.key(Use.KEY_BAG, salt, rounds);
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(start));
        Arrays.fill(key, (byte) 0);
        return cipher;
    }

    private PKCS12MacCalculatorBuilder integrityOf(AlgorithmIdentifier algorithm) {
        return integrity(PKCS12PBEParams.getInstance(algorithm.getParameters()));
    }

    /// The check by HMAC-SHA-256; the passphrase that BouncyCastle hands through is not used, since ours is stretched.
    private PKCS12MacCalculatorBuilder integrity(PKCS12PBEParams params) {
        return new PKCS12MacCalculatorBuilder() {
            @Override
            public MacCalculator build(char[] unused) {
                return new Integrity(params, mac(params));
            }

            @Override
            public AlgorithmIdentifier getDigestAlgorithmIdentifier() {
                return SHA256;
            }
        };
    }

    private Mac mac(PKCS12PBEParams params) {
        try {
            byte[] key = passphrase.key(
                    Use.INTEGRITY, params.getIV(), params.getIterations().intValueExact());
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            Arrays.fill(key, (byte) 0);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private record Encryptor(AlgorithmIdentifier algorithm, Cipher cipher) implements OutputEncryptor {
        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return algorithm;
        }

        @Override
        public OutputStream getOutputStream(OutputStream out) {
            return new CipherOutputStream(out, cipher);
        }

        @Override
        public GenericKey getKey() {
            throw new UnsupportedOperationException("the key of a key bag is handed to nobody");
        }
    }

    private static final class Integrity implements MacCalculator {
        private final PKCS12PBEParams params;
        private final Mac mac;
        private final ByteArrayOutputStream covered = new ByteArrayOutputStream();

        Integrity(PKCS12PBEParams params, Mac mac) {
            this.params = params;
            this.mac = mac;
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, params);
        }

        @Override
        public OutputStream getOutputStream() {
            return covered;
        }

        @Override
        public byte[] getMac() {
            return mac.doFinal(covered.toByteArray());
        }

        @Override
        public GenericKey getKey() {
            throw new UnsupportedOperationException("the key of an integrity check is handed to nobody");
        }
    }
}
