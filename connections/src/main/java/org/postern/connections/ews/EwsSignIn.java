package org.postern.connections.ews;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Supplier;
import org.postern.connections.signin.TokenSource;

/// How requests say who sends them.
public sealed interface EwsSignIn {
    /// A bearer token (RFC 6750).
    record Token(TokenSource tokens) implements EwsSignIn {}

    /// Basic over TLS (RFC 7617), in UTF-8.
    ///
    /// @param password opened for each use and overwritten
    record Password(String account, Supplier<char[]> password) implements EwsSignIn {
        String header() {
            char[] secret = password.get();
            CharBuffer pair = CharBuffer.allocate(account.length() + 1 + secret.length);
            pair.put(account).put(':').put(secret).flip();
            ByteBuffer encoded = StandardCharsets.UTF_8.encode(pair);
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            String header = "Basic " + Base64.getEncoder().encodeToString(bytes);
            Arrays.fill(secret, '\0');
            Arrays.fill(pair.array(), '\0');
            Arrays.fill(bytes, (byte) 0);
            return header;
        }

        @Override
        public String toString() {
            return "Password[" + account + "]";
        }
    }

    /// TLS has said it already.
    record Certificate() implements EwsSignIn {}
}
