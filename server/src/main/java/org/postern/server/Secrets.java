package org.postern.server;

import java.io.PrintStream;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.postern.console.access.AdministratorToken;

/// The two secrets of a server: the store's passphrase and the administrator's token.
///
/// The token lies in `admin-token` as text, since the command line on the same machine reads it from there; whoever can
/// read that file can read the store's files too. In memory only its hash is kept.
record Secrets(String passphrase, AdministratorToken token) {
    private static final String PASSPHRASE_FILE = "passphrase";
    private static final String TOKEN_FILE = "admin-token";

    static Secrets of(ServerDirectory directory, Options options, RandomGenerator random, PrintStream out)
            throws StartException {
        return new Secrets(passphrase(directory, options, random, out), token(directory, random, out));
    }

    private static String passphrase(
            ServerDirectory directory, Options options, RandomGenerator random, PrintStream out) throws StartException {
        Optional<String> given = options.passphrase();
        if (given.isPresent()) {
            return given.get();
        }
        Optional<String> kept = directory.read(PASSPHRASE_FILE);
        if (kept.isPresent()) {
            return kept.get();
        }
        if (!directory.isNew()) {
            throw new StartException(
                    StartException.PASSPHRASE,
                    "The store in " + directory.path() + " needs its passphrase: give it by POSTERN_PASSPHRASE or"
                            + " --passphrase-file.");
        }
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        String made = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        directory.write(PASSPHRASE_FILE, made);
        out.println("A passphrase for the store was made and lies in "
                + directory.path().resolve(PASSPHRASE_FILE)
                + ". WARNING: beside the store it protects nothing; who loses it loses the store. For real use, keep it"
                + " elsewhere and give it by POSTERN_PASSPHRASE or --passphrase-file.");
        return made;
    }

    private static AdministratorToken token(ServerDirectory directory, RandomGenerator random, PrintStream out)
            throws StartException {
        Optional<String> kept = directory.read(TOKEN_FILE);
        if (kept.isPresent()) {
            try {
                return new AdministratorToken(kept.get());
            } catch (IllegalArgumentException e) {
                throw new StartException(
                        StartException.FAILED,
                        directory.path().resolve(TOKEN_FILE)
                                + " holds no usable token: delete the file, and the next start makes a new one.");
            }
        }
        String made = AdministratorToken.generate(random);
        directory.write(TOKEN_FILE, made);
        out.println("Administrator token, shown once: " + made + " (kept in "
                + directory.path().resolve(TOKEN_FILE) + ")");
        return new AdministratorToken(made);
    }

    @Override
    public String toString() {
        return "Secrets[hidden]";
    }
}
