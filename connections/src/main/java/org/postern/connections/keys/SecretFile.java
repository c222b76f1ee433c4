package org.postern.connections.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.keys.StretchedPassphrase.Use;

/// A mail server's password in an encrypted file of its own, under the same passphrase as the keys.
///
/// Layout: version (1), rounds (4), salt (16), nonce (12), then AES-256-GCM over the UTF-8 secret with all before it as
/// additional data. The key is PBKDF2-HMAC-SHA-256 of the passphrase (RFC 8018 §5.2).
public final class SecretFile {
    private static final byte VERSION = 1;
    private static final int SALT = StretchedPassphrase.SALT_BYTES;
    private static final int NONCE = 12;
    private static final int HEAD = 1 + Integer.BYTES + SALT + NONCE;
    private static final int MAX_BYTES = 4 << 10;

    private final Path file;
    private final StretchedPassphrase passphrase;

    public SecretFile(Path file, StretchedPassphrase passphrase) {
        this.file = file;
        this.passphrase = passphrase;
    }

    /// Writes the secret, replacing what was there; the caller overwrites its own array.
    public void write(char[] secret, SecureRandom random) {
        byte[] salt = passphrase.salt(Use.PASSWORD_FILE);
        byte[] nonce = new byte[NONCE];
        int rounds = passphrase.rounds();
        random.nextBytes(nonce);
        ByteBuffer head =
                ByteBuffer.allocate(HEAD).put(VERSION).putInt(rounds).put(salt).put(nonce);
        byte[] plain = bytes(secret);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, head.array(), rounds);
            byte[] sealed = cipher.doFinal(plain);
            PrivateFile.replace(
                    file,
                    ByteBuffer.allocate(HEAD + sealed.length)
                            .put(head.array())
                            .put(sealed)
                            .array());
        } catch (IOException e) {
            throw new ConnectionException(
                    Kind.PERMANENT,
                    "The password file " + file + " could not be written: " + e.getMessage()
                            + ". Check the free space and the permissions of its directory.",
                    e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES-GCM", e);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /// Opens the secret; the caller overwrites it after use.
    public char[] open() {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException("it is larger than any password file");
            }
            byte[] content = Files.readAllBytes(file);
            int written = content.length < HEAD || content[0] != VERSION
                    ? 0
                    : ByteBuffer.wrap(content, 1, 4).getInt();
            if (written < 1 || written > StretchedPassphrase.MOST_ROUNDS) {
                throw new IOException("it is no password file of Postern");
            }
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(content, HEAD), written);
            byte[] plain = cipher.doFinal(content, HEAD, content.length - HEAD);
            CharBuffer chars = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(plain));
            char[] secret = new char[chars.remaining()];
            chars.get(secret);
            Arrays.fill(plain, (byte) 0);
            Arrays.fill(chars.array(), '\0');
            return secret;
        } catch (AEADBadTagException e) {
            throw refused("The passphrase does not open the password file " + file + ", or the file is damaged.", e);
        } catch (NoSuchFileException e) {
            throw refused("The password file " + file + " is missing.", e);
        } catch (IOException | GeneralSecurityException e) {
            throw refused("The password file " + file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static byte[] bytes(char[] secret) {
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(secret));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes).rewind();
        while (encoded.hasRemaining()) {
            encoded.put((byte) 0);
        }
        return bytes;
    }

    private static ConnectionException refused(String what, Exception cause) {
        return new ConnectionException(
                Kind.PERMANENT,
                what + " Give the right passphrase, restore the file from a backup, or remove the connection and add it"
                        + " anew.",
                cause);
    }

    private Cipher cipher(int mode, byte[] head, int iterations) throws GeneralSecurityException {
        byte[] salt = Arrays.copyOfRange(head, 1 + Integer.BYTES, 1 + Integer.BYTES + SALT);
        byte[] nonce = Arrays.copyOfRange(head, HEAD - NONCE, HEAD);
        byte[] key = passphrase.key(Use.PASSWORD_FILE, salt, iterations);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
        Arrays.fill(key, (byte) 0);
        cipher.updateAAD(head);
        return cipher;
    }
}
