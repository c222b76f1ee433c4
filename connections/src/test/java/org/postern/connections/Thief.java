package org.postern.connections;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.postern.connections.keys.HeldKey;

/// Whoever copied a key, at another address.
final class Thief implements AutoCloseable {
    static final String ADDRESS = "127.0.0.2";
    private static final Pattern TOKEN = Pattern.compile("\"access_token\"\\s*:\\s*\"([^\"]+)\"");
    private final HttpClient http;

    Thief(SSLContext trusting) throws IOException {
        this.http = HttpClient.newBuilder()
                .sslContext(trusting)
                .localAddress(InetAddress.getByName(ADDRESS))
                .build();
    }

    /// The token that the key opens the tenant with; empty when it is refused.
    String token(Cloud cloud, String directory, String clientId, HeldKey key, String requestId)
            throws IOException, InterruptedException, JOSEException {
        URI endpoint = cloud.login().resolve("/" + directory + "/oauth2/v2.0/token");
        Instant now = Instant.now();
        SignedJWT assertion = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.PS256)
                        .x509CertSHA256Thumbprint(Base64URL.encode(key.thumbprint()))
                        .build(),
                new JWTClaimsSet.Builder()
                        .audience(endpoint.toString())
                        .issuer(clientId)
                        .subject(clientId)
                        .jwtID(UUID.randomUUID().toString())
                        .notBeforeTime(Date.from(now.minusSeconds(60)))
                        .expirationTime(Date.from(now.plusSeconds(300)))
                        .build());
        assertion.sign(new RSASSASigner(key.privateKey()));
        String form = "client_id=" + clientId + "&grant_type=client_credentials&scope="
                + URLEncoder.encode(cloud.graph().resolve("/.default").toString(), StandardCharsets.UTF_8)
                + "&client_assertion_type="
                + URLEncoder.encode("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", StandardCharsets.UTF_8)
                + "&client_assertion=" + assertion.serialize();
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("client-request-id", requestId)
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        Matcher found = TOKEN.matcher(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        return found.find() ? found.group(1) : "";
    }

    @Override
    public void close() {
        http.close();
    }
}
