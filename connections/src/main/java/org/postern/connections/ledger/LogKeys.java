package org.postern.connections.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.keys.HeldKey;
import org.postern.connections.keys.KeyFile;
import org.postern.connections.keys.PrivateFile;
import org.postern.connections.keys.StretchedPassphrase;
import org.postern.mail.TenantId;

/// Makes and opens logs' keys, each in an encrypted PKCS#12 file of its own beside its ledger; its public half lies
/// there in clear as well.
///
/// The certificate in the file is read by nobody: PKCS#12 wants one, and it carries the log's name.
public final class LogKeys {
    /// A log's name begins so; a name without an owner, since no customer's log is to be found under it.
    private static final String ORIGIN = "postern.example/";

    private final StretchedPassphrase passphrase;
    private final SecureRandom random;

    public LogKeys(StretchedPassphrase passphrase, SecureRandom random) {
        this.passphrase = passphrase;
        this.random = random;
    }

    /// The public half as it lies beside the ledger; empty while there is no key.
    static Optional<VerifierKey> verifier(Path ledger) {
        Path file = LedgerTree.beside(ledger, ".vkey");
        try {
            return Files.exists(file)
                    ? Optional.of(VerifierKey.parse(Files.readString(file).strip()))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            throw unusable(file, String.valueOf(e.getMessage()), e);
        }
    }

    /// Opens the key; makes it at first.
    LogKey open(Path ledger, TenantId tenant, Clock clock) {
        Path file = LedgerTree.beside(ledger, ".p12");
        Optional<VerifierKey> known = verifier(ledger);
        if (Files.exists(file)) {
            LogKey key = opened(new KeyFile(file, passphrase).open());
            if (known.isPresent()
                    && !known.get().toString().equals(key.verifier().toString())) {
                throw unusable(LedgerTree.beside(ledger, ".vkey"), "it is not that of the key beside it", null);
            }
            publish(ledger, key); // A crash between the two files left the first alone.
            return key;
        }
        if (known.isPresent()) {
            throw unusable(file, "it is missing", null);
        }
        return make(ledger, file, tenant, clock);
    }

    private LogKey make(Path ledger, Path file, TenantId tenant, Clock clock) {
        byte[] log = new byte[8];
        random.nextBytes(log);
        HeldKey held = generate(ORIGIN + HexFormat.of().formatHex(log) + "/" + tenant, clock.instant());
        new KeyFile(file, passphrase).write(held, random);
        LogKey key = opened(held);
        publish(ledger, key);
        return key;
    }

    private static void publish(Path ledger, LogKey key) {
        Path file = LedgerTree.beside(ledger, ".vkey");
        try {
            if (!Files.exists(file)) {
                PrivateFile.replace(file, (key.verifier() + "\n").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw unusable(file, "it could not be written: " + e.getMessage(), e);
        }
    }

    private HeldKey generate(String origin, Instant now) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(255, random);
            KeyPair pair = generator.generateKeyPair();
            X500Name name = new X500NameBuilder(BCStyle.INSTANCE)
                    .addRDN(BCStyle.CN, origin)
                    .build();
            // RFC 5280 §4.1.2.5: 99991231235959Z for a certificate that has no end.
            Date end = Date.from(Instant.parse("9999-12-31T23:59:59Z"));
            var certificate = new JcaX509v3CertificateBuilder(
                            name, java.math.BigInteger.ONE, Date.from(now), end, name, pair.getPublic())
                    .build(new JcaContentSignerBuilder("Ed25519").build(pair.getPrivate()));
            return new HeldKey(pair.getPrivate(), new JcaX509CertificateConverter().getCertificate(certificate));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("this Java cannot make Ed25519 keys", e);
        }
    }

    private static LogKey opened(HeldKey held) {
        X509Certificate certificate = held.certificate();
        X500Name subject =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        String origin = IETFUtils.valueToString(
                subject.getRDNs(BCStyle.CN)[0].getFirst().getValue());
        return new LogKey(VerifierKey.of(origin, certificate.getPublicKey()), held.privateKey());
    }

    private static ConnectionException unusable(Path file, String why, @org.jspecify.annotations.Nullable Exception e) {
        String message = "The ledger's key file " + file + " cannot be used: " + why
                + ". Restore it from a backup. Where there is none, stop the server, move every file beside it whose"
                + " name begins with \"ledger\" to a safe place, and start it again: a new log begins, and the customer"
                + " is to be told its key.";
        return e == null
                ? new ConnectionException(Kind.PERMANENT, message)
                : new ConnectionException(Kind.PERMANENT, message, e);
    }
}
