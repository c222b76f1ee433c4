package org.postern.vault.key;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.postern.vault.KeySlot;
import org.postern.vault.KeySource;
import org.postern.vault.VaultException;
import org.postern.vault.key.VaultKeyFile.Slot;

/// Finds the slot that a key source opens, and says in plain words why there is none.
final class SlotOpening {
    private SlotOpening() {}

    /// @param slot its place in the file, from 0
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Unwrapped(int slot, byte[] key) {}

    static Unwrapped open(VaultKeyFile file, KeySource source) {
        return switch (source) {
            case KeySource.Passphrase(char[] words) -> byPassphrase(file, words);
            case KeySource.Token token -> byToken(file, token);
        };
    }

    private static Unwrapped byPassphrase(VaultKeyFile file, char[] words) {
        boolean tried = false;
        for (int i = 0; i < file.slots().size(); i++) {
            Slot slot = file.slots().get(i);
            if (slot.kind() == Slot.PASSPHRASE) {
                tried = true;
                Optional<byte[]> key = PassphraseSlot.unwrap(file.vaultId(), slot, words);
                if (key.isPresent()) {
                    return new Unwrapped(i, key.get());
                }
            }
        }
        throw permanent(
                tried
                        ? "The passphrase does not open this vault. Give the one that it was made with, or that was set"
                                + " last; nothing was changed. (If you are sure of it, keys/_vault.key may be damaged:"
                                + " put it back from a backup.) If it is lost, nobody can make it anew."
                                + others(file, Slot.PASSPHRASE)
                        : "This vault is not opened by a passphrase." + others(file, Slot.PASSPHRASE));
    }

    private static Unwrapped byToken(VaultKeyFile file, KeySource.Token token) {
        List<Integer> fitting = IntStream.range(0, file.slots().size())
                .filter(i -> file.slots().get(i).kind() == Slot.TOKEN)
                .filter(i -> TokenSlot.isFor(file.slots().get(i), token))
                .boxed()
                .toList();
        if (fitting.isEmpty()) {
            throw permanent("This vault is not opened by a token's key \"" + token.keyLabel() + "\"."
                    + others(file, Slot.TOKEN));
        }
        try (TokenKey key = TokenKey.open(token, false)) {
            for (int i : fitting) {
                Optional<byte[]> opened =
                        TokenSlot.unwrap(file.vaultId(), file.slots().get(i), key);
                if (opened.isPresent()) {
                    return new Unwrapped(i, opened.get());
                }
            }
        }
        throw permanent("The token's key \"" + token.keyLabel() + "\" does not open this vault: it is another key of"
                + " that name. Is it the right token?" + others(file, Slot.TOKEN));
    }

    /// The ways that were not tried.
    private static String others(VaultKeyFile file, int tried) {
        String others = IntStream.range(0, file.slots().size())
                .filter(i -> file.slots().get(i).kind() != tried)
                .mapToObj(i -> shown(i + 1, file.slots().get(i), false).description())
                .collect(Collectors.joining(", "));
        return others.isEmpty() ? " There is no other way to open it." : " It can also be opened by: " + others + ".";
    }

    static KeySlot shown(int number, Slot slot, boolean current) {
        return switch (slot.kind()) {
            case Slot.PASSPHRASE -> new KeySlot(number, KeySlot.Kind.PASSPHRASE, "a passphrase", current);
            case Slot.TOKEN ->
                new KeySlot(
                        number,
                        KeySlot.Kind.TOKEN,
                        "the token's key \"" + TokenSlot.label(slot).orElse("?") + "\"",
                        current);
            default ->
                new KeySlot(number, KeySlot.Kind.UNKNOWN, "a kind of key that this version does not know", current);
        };
    }

    private static VaultException permanent(String message) {
        return new VaultException(VaultException.Kind.PERMANENT, message);
    }
}
