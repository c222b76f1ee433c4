package org.postern.connections.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.postern.mail.TenantId;

/// Sends checkpoints to a witness, or to whatever takes the same request (C2SP tlog-witness, `add-checkpoint`).
///
/// Follows no redirect, so that a checkpoint goes to the host that was named and to no other.
final class WebhookAnchor implements AnchorPlace {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MAX_ANSWER = 64 << 10;
    private static final Pattern SIZE = Pattern.compile("(0|[1-9][0-9]{0,17})\n?");

    private final String url;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(10))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final Map<TenantId, Long> accepted = new ConcurrentHashMap<>();

    WebhookAnchor(String url) {
        this.url = url;
    }

    @Override
    public String name() {
        return "webhook " + URI.create(url.replace("{tenant}", "t")).getAuthority();
    }

    private record Answer(int status, String type, String text) {}

    @Override
    public void publish(TenantId tenant, Checkpoint checkpoint, Proofs proofs)
            throws IOException, InterruptedException {
        Answer answer = post(tenant, proofs.growth(accepted.getOrDefault(tenant, 0L), checkpoint));
        // It tells how much it has of this log, where that is not what we believed.
        if (answer.status() == 409
                && answer.type().startsWith("text/x.tlog.size")
                && SIZE.matcher(answer.text()).matches()) {
            long theirs = Long.parseLong(answer.text().strip());
            if (theirs > checkpoint.size()) {
                throw new RefusedException("it holds a checkpoint of " + theirs + " entries, where the ledger has "
                        + checkpoint.size() + ": entries are missing here");
            }
            answer = post(tenant, proofs.growth(theirs, checkpoint));
        }
        judge(answer);
        accepted.put(tenant, checkpoint.size());
    }

    private static void judge(Answer answer) throws IOException {
        int status = answer.status();
        if (status / 100 == 2) {
            return;
        }
        switch (status) {
            case 409, 422 ->
                throw new RefusedException(
                        "it answers " + status + ": what it holds of this log does not fit the ledger");
            case 403, 404 ->
                throw new RefusedException(
                        "it answers " + status + ": it does not know this log; give it the verifier key");
            case 408, 425, 429 -> throw new IOException("it answers " + status);
            default -> {
                if (status >= 500) {
                    throw new IOException("it answers " + status);
                }
                throw new RefusedException("it answers " + status + "; redirects are not followed");
            }
        }
    }

    private Answer post(TenantId tenant, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url.replace("{tenant}", tenant.value())))
                .timeout(PATIENCE)
                .header("Content-Type", "text/plain; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
        try (InputStream stream = response.body()) {
            String text = new String(stream.readNBytes(MAX_ANSWER), StandardCharsets.UTF_8);
            String type = response.headers().firstValue("Content-Type").orElse("");
            return new Answer(response.statusCode(), type, text);
        }
    }

    @Override
    public Optional<Checkpoint> latest(TenantId tenant, VerifierKey key) {
        return Optional.empty(); // A witness tells what it holds only when something is added.
    }
}
