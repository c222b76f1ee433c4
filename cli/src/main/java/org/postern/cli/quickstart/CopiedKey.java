package org.postern.cli.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a thief does with a key that he copied with its passphrase, from an address of his own: the lab's drill only.
///
/// Shares no code with what it attacks.
final class CopiedKey {
    private static final String ADDRESS = "127.0.0.2";
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();
    private final PrivateKey key;
    private final X509Certificate certificate;
    private final JsonMapper json = JsonMapper.shared();

    private CopiedKey(PrivateKey key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    static CopiedKey of(Path keyFile, String passphrase) {
        try (InputStream in = Files.newInputStream(keyFile)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, passphrase.toCharArray());
            String alias = store.aliases().nextElement();
            if (store.getKey(alias, passphrase.toCharArray()) instanceof PrivateKey key
                    && store.getCertificate(alias) instanceof X509Certificate certificate) {
                return new CopiedKey(key, certificate);
            }
            throw new StepFailedException("Copy keys", keyFile + " holds no key.");
        } catch (IOException | GeneralSecurityException e) {
            throw new StepFailedException("Copy keys", keyFile + " does not open: " + e.getMessage(), e);
        }
    }

    /// A private key of his own under a certificate that is public, as anyone can try.
    static CopiedKey made(CopiedKey like) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return new CopiedKey(generator.generateKeyPair().getPrivate(), like.certificate);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot make RSA keys", e);
        }
    }

    /// How many of a tenant's users' mail he could read; 0 where the key opens nothing.
    int mailboxesOpened(SSLContext trusting, URI lab, String directory, String clientId) {
        try {
            return opened(trusting, lab, directory, clientId);
        } catch (IOException e) {
            throw new StepFailedException("Use a copied key", String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StepFailedException("Use a copied key", "interrupted", e);
        }
    }

    private int opened(SSLContext trusting, URI lab, String directory, String clientId)
            throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trusting)
                .localAddress(InetAddress.getByName(ADDRESS))
                .build()) {
            String token = token(http, lab, directory, clientId);
            return token.isEmpty() ? 0 : read(http, lab, token);
        }
    }

    private String token(HttpClient http, URI lab, String directory, String clientId)
            throws IOException, InterruptedException {
        URI endpoint = lab.resolve("/" + directory + "/oauth2/v2.0/token");
        String form = "grant_type=client_credentials&client_id=" + clientId + "&scope="
                + encoded(lab.resolve("/.default").toString()) + "&client_assertion_type="
                + encoded("urn:ietf:params:oauth:client-assertion-type:jwt-bearer") + "&client_assertion="
                + assertion(endpoint, clientId);
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        return json.readTree(response.body()).path("access_token").asString("");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// A client assertion (RFC 7523) by PS256 (RFC 7518 §3.5).
    private String assertion(URI endpoint, String clientId) {
        try {
            byte[] thumbprint = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            long now = Instant.now().getEpochSecond();
            String header =
                    "{\"alg\":\"PS256\",\"typ\":\"JWT\",\"x5t#S256\":\"" + URL.encodeToString(thumbprint) + "\"}";
            String claims =
                    "{\"aud\":\"" + endpoint + "\",\"iss\":\"" + clientId + "\",\"sub\":\"" + clientId + "\",\"jti\":\""
                            + UUID.randomUUID() + "\",\"nbf\":" + (now - 60) + ",\"exp\":" + (now + 300) + "}";
            String signed = URL.encodeToString(header.getBytes(StandardCharsets.UTF_8)) + "."
                    + URL.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
            Signature signature = Signature.getInstance("RSASSA-PSS");
            signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + URL.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot sign PS256", e);
        }
    }

    private int read(HttpClient http, URI lab, String token) throws IOException, InterruptedException {
        int opened = 0;
        for (JsonNode user :
                get(http, lab.resolve("/v1.0/users?$select=id"), token).path("value")) {
            URI messages = lab.resolve("/v1.0/users/" + user.path("id").asString("") + "/messages?$top=1");
            opened += get(http, messages, token).path("value").isArray() ? 1 : 0;
        }
        return opened;
    }

    private JsonNode get(HttpClient http, URI uri, String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + token)
                .build();
        return json.readTree(http.send(request, BodyHandlers.ofString()).body());
    }
}
