package org.postern.vault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// What opens a vault: one of the ways under which its key is wrapped.
///
/// A passphrase from a file or the environment is for automation; a token keeps its key to itself, so that a copy of
/// the vault's files and of the server's disk opens nothing.
public sealed interface KeySource {
    /// Words that someone keeps. The caller clears them after use.
    @SuppressWarnings("ArrayRecordComponent") // A char[] can be cleared; nothing compares passphrases.
    record Passphrase(char[] words) implements KeySource {
        /// Fewer characters are refused for a new slot.
        static final int MIN = 8;

        public Passphrase {
            if (words.length == 0) {
                throw new VaultException(
                        VaultException.Kind.PERMANENT,
                        "The vault needs a passphrase: whoever has it and the files can read all mail. Set one and keep"
                                + " it where it cannot be lost.");
            }
        }

        @Override
        public String toString() {
            return "Passphrase[]"; // Never the words.
        }
    }

    /// An AES key of 256 bits in a PKCS#11 token, which never leaves it.
    ///
    /// @param library the token's PKCS#11 module, such as `/usr/lib/softhsm/libsofthsm2.so`
    /// @param slotIndex which of the library's slots with a token, counted from 0
    /// @param keyLabel the key's CKA_LABEL
    @SuppressWarnings("ArrayRecordComponent") // As above.
    record Token(Path library, int slotIndex, String keyLabel, char[] pin) implements KeySource {
        public Token {
            int bytes = keyLabel.getBytes(StandardCharsets.UTF_8).length;
            if (bytes == 0 || bytes > 255 || slotIndex < 0) {
                throw new IllegalArgumentException(
                        "A token's key has a label of 1 to 255 bytes, and its slot a number from 0.");
            }
        }

        @Override
        public String toString() {
            return "Token[library=" + library + ", slotIndex=" + slotIndex + ", keyLabel=" + keyLabel + "]";
        }
    }

    /// The passphrase in the first line of a file.
    static Passphrase passphraseIn(Path file) {
        try {
            String line = Files.readString(file, StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
            return new Passphrase(line.toCharArray());
        } catch (IOException e) {
            throw new VaultException(
                    VaultException.Kind.PERMANENT,
                    "The passphrase file " + file + " cannot be read: " + e
                            + ". Give a file whose first line is the passphrase, readable by this user alone.",
                    e);
        }
    }
}
