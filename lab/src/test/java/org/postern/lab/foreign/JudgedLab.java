package org.postern.lab.foreign;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.graph.core.requests.GraphClientFactory;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.kiota.authentication.AccessTokenProvider;
import com.microsoft.kiota.authentication.AllowedHostsValidator;
import com.microsoft.kiota.authentication.BaseBearerTokenAuthenticationProvider;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;
import org.postern.lab.Lab;
import org.postern.lab.LabConfig;
import org.postern.lab.entra.AccessTokens;
import org.postern.lab.source.MailSource;
import org.postern.lab.world.Application;
import org.postern.lab.world.Tenant;

/// A lab with one registered application, and Microsoft's clients set up for it by their own means.
final class JudgedLab implements AutoCloseable {
    static final String SCOPE = "https://graph.microsoft.com/.default";
    static final String EWS_SCOPE = "https://outlook.office365.com/.default";

    /// A key with its self-signed certificate.
    record Held(KeyPair keys, X509Certificate certificate) {}

    private static final class Keys {
        static final KeyPair TOKENS = AccessTokens.newKeys();
        static final Held HELD = held();

        private static Held held() {
            try {
                return newKey();
            } catch (GeneralSecurityException | OperatorCreationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private final Lab lab;
    private final Tenant tenant;
    private final Application application;
    private final Held held;
    private final X509TrustManager trust;
    private final SSLContext tls;

    private JudgedLab(Lab lab, Held held) throws GeneralSecurityException, IOException {
        this.lab = lab;
        this.held = held;
        this.tenant = lab.world().tenants().getFirst();
        this.application = tenant.register(
                "Foreign judge",
                Set.of("Mail.ReadWrite", "User.Read.All", "Organization.Read.All", "full_access_as_app"));
        application.addKey(tenant.key(application, held.certificate(), "CN=judge"));
        this.trust = trust(lab.caCertificate());
        this.tls = SSLContext.getInstance("TLS");
        tls.init(null, new X509TrustManager[] {trust}, null);
    }

    /// A lab of its own; only the keys, which take long to make, are those of all others.
    static JudgedLab start(Path directory, MailSource source) throws Exception {
        return new JudgedLab(Lab.start(LabConfig.of(directory, source).withTokenKeys(Keys.TOKENS)), Keys.HELD);
    }

    Lab lab() {
        return lab;
    }

    Tenant tenant() {
        return tenant;
    }

    Application application() {
        return application;
    }

    Held held() {
        return held;
    }

    /// msal4j with a key, for the lab's authority.
    ConfidentialClientApplication signIn(Held key, String clientId, String tenantName) throws IOException {
        return ConfidentialClientApplication.builder(
                        clientId,
                        ClientCredentialFactory.createFromCertificate(key.keys().getPrivate(), key.certificate()))
                .authority(lab.baseUrl() + "/" + tenantName + "/")
                .sslSocketFactory(tls.getSocketFactory())
                .instanceDiscovery(false)
                .build();
    }

    static IAuthenticationResult token(ConfidentialClientApplication client)
            throws ExecutionException, InterruptedException {
        return token(client, SCOPE);
    }

    static IAuthenticationResult token(ConfidentialClientApplication client, String scope)
            throws ExecutionException, InterruptedException {
        return client.acquireToken(
                        ClientCredentialParameters.builder(Set.of(scope)).build())
                .get();
    }

    /// A token for EWS, by msal4j.
    String ewsToken() throws Exception {
        ConfidentialClientApplication client =
                signIn(held, application.appId().toString(), tenant.id().toString());
        return token(client, EWS_SCOPE).accessToken();
    }

    String ewsUrl() {
        return lab.baseUrl() + "/EWS/Exchange.asmx";
    }

    SSLContext tls() {
        return tls;
    }

    /// Microsoft's Graph SDK, which asks msal4j for its tokens.
    GraphServiceClient graph() throws Exception {
        ConfidentialClientApplication signIn =
                signIn(held, application.appId().toString(), tenant.id().toString());
        var http = GraphClientFactory.create()
                .sslSocketFactory(tls.getSocketFactory(), trust)
                .callTimeout(Duration.ofSeconds(60))
                .build();
        GraphServiceClient client = new GraphServiceClient(
                new BaseBearerTokenAuthenticationProvider(
                        new Tokens(token(signIn).accessToken())),
                http);
        client.getRequestAdapter().setBaseUrl(lab.baseUrl() + "/v1.0");
        return client;
    }

    @Override
    public void close() {
        lab.close();
    }

    /// Keeps the token that it got: msal4j does not find its own again when the authority has a port.
    private static final class Tokens implements AccessTokenProvider {
        private final String token;

        Tokens(String token) {
            this.token = token;
        }

        @Override
        public String getAuthorizationToken(URI uri, @Nullable Map<String, Object> context) {
            return token;
        }

        @Override
        public AllowedHostsValidator getAllowedHostsValidator() {
            return new AllowedHostsValidator("localhost");
        }
    }

    static Held newKey() throws GeneralSecurityException, OperatorCreationException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair keys = generator.generateKeyPair();
        Instant now = Instant.now();
        X500Name name = new X500Name("CN=judge");
        var builder = new JcaX509v3CertificateBuilder(
                name,
                BigInteger.valueOf(now.toEpochMilli()),
                Date.from(now.minusSeconds(600)),
                Date.from(now.plus(Duration.ofDays(30))),
                name,
                keys.getPublic());
        var signer = new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate());
        return new Held(keys, new JcaX509CertificateConverter().getCertificate(builder.build(signer)));
    }

    private static X509TrustManager trust(X509Certificate authority) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("lab", authority);
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return (X509TrustManager) factory.getTrustManagers()[0];
    }
}
