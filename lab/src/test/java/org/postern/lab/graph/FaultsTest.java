package org.postern.lab.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postern.lab.Answer;
import org.postern.lab.LabFixture;

class FaultsTest {
    private static final String ANN = "/v1.0/users/ann@contoso.example";
    private static final String INBOX = ANN + "/mailFolders/inbox";

    private final LabFixture lab = LabFixture.start();

    @AfterEach
    void stop() {
        lab.close();
    }

    private List<String> ids() {
        return lab.getImmutable(INBOX + "/messages?$top=25").is(200).value().stream()
                .map(message -> message.path("id").asString())
                .toList();
    }

    @Test
    void conversionFailsForEverForTheItemAndForNoOther() {
        List<String> ids = ids();
        String fault = lab.fault("\"kind\":\"mimeConversionFailed\",\"item\":\"" + ids.getFirst() + "\"");
        for (int i = 0; i < 3; i++) {
            lab.get(ANN + "/messages/" + ids.getFirst() + "/$value").isError(500, "ErrorMimeContentConversionFailed");
        }
        lab.get(ANN + "/messages/" + ids.getFirst()).is(200);
        lab.get(ANN + "/messages/" + ids.get(1) + "/$value").is(200);
        lab.control("DELETE", "/_lab/faults/" + fault, "").is(204);
        lab.get(ANN + "/messages/" + ids.getFirst() + "/$value").is(200);
    }

    @Test
    void everyNthItemAlwaysMeansTheSameOnes() {
        lab.fault("\"kind\":\"mimeConversionFailed\",\"everyNth\":5");
        List<Integer> first = statuses();
        assertThat(first.stream().filter(status -> status == 500)).hasSize(5);
        assertThat(statuses()).isEqualTo(first);
    }

    private List<Integer> statuses() {
        return ids().stream()
                .map(id -> lab.get(ANN + "/messages/" + id + "/$value").status())
                .toList();
    }

    @Test
    void corruptDataStrikesEveryReadOfTheItemButNotTheDelta() {
        String id = ids().getFirst();
        lab.fault("\"kind\":\"corruptData\",\"item\":\"" + id + "\"");
        lab.get(ANN + "/messages/" + id).isError(500, "ErrorCorruptData");
        lab.get(ANN + "/messages/" + id + "/$value").isError(500, "ErrorCorruptData");
        assertThat(lab.getImmutable(INBOX + "/messages/delta").is(200).value()).hasSize(25);
    }

    @Test
    void throttlesWithAndWithoutRetryAfter() {
        lab.fault("\"kind\":\"throttled\",\"times\":2,\"path\":\"/mailFolders\"");
        Answer bare = lab.get(INBOX).isError(429, "TooManyRequests");
        assertThat(bare.headers().map()).doesNotContainKey("retry-after");
        lab.get("/v1.0/users").is(200);
        lab.get(INBOX).is(429);
        lab.get(INBOX).is(200);
        lab.fault("\"kind\":\"throttled\",\"times\":1,\"retryAfterSeconds\":7,\"mailbox\":\"ben@contoso.example\"");
        lab.get(INBOX).is(200);
        assertThat(lab.get("/v1.0/users/ben@contoso.example/messages").is(429).header("Retry-After"))
                .isEqualTo("7");
    }

    @Test
    void unavailableAsksForABackOff() {
        lab.fault("\"kind\":\"unavailable\",\"times\":1,\"milliseconds\":0");
        Answer busy = lab.get(INBOX).isError(503, "ErrorServerBusy");
        assertThat(busy.at("/error/message")).contains("0 milliseconds");
        lab.get(INBOX).is(200);
    }

    @Test
    void cutsTheConnectionInTheMiddleOfABody() {
        lab.fault("\"kind\":\"cutConnection\",\"bytes\":100,\"times\":1,\"path\":\"/messages\"");
        assertThatThrownBy(() -> lab.get(INBOX + "/messages")).isInstanceOf(UncheckedIOException.class);
        lab.get(INBOX + "/messages").is(200);
    }

    @Test
    void cutsABatch() {
        lab.fault("\"kind\":\"cutConnection\",\"times\":1,\"path\":\"$batch\"");
        String batch = "{\"requests\":[{\"id\":\"1\",\"method\":\"GET\",\"url\":\"/users\"}]}";
        assertThatThrownBy(() -> lab.post("/v1.0/$batch", batch)).isInstanceOf(UncheckedIOException.class);
        lab.post("/v1.0/$batch", batch).is(200);
    }

    @Test
    void truncatesMimeSilently() {
        String id = ids().getFirst();
        lab.fault("\"kind\":\"mimeTruncated\",\"bytes\":50");
        assertThat(lab.get(ANN + "/messages/" + id + "/$value").is(200).body()).hasSize(50);
    }

    @Test
    void slowsDown() {
        lab.fault("\"kind\":\"latency\",\"milliseconds\":300,\"times\":1");
        long start = System.nanoTime();
        lab.get(INBOX).is(200);
        assertThat(System.nanoTime() - start).isGreaterThan(300_000_000L);
    }

    @Test
    void moreThanFourAtOneTimeAreTooManyForAMailbox() {
        lab.fault("\"kind\":\"latency\",\"milliseconds\":1500");
        List<CompletableFuture<Integer>> calls = IntStream.range(0, 8)
                .mapToObj(
                        _ -> CompletableFuture.supplyAsync(() -> lab.get(INBOX).status(), Thread::startVirtualThread))
                .toList();
        List<Integer> statuses = calls.stream().map(CompletableFuture::join).toList();
        assertThat(statuses).contains(429);
        assertThat(statuses.stream().filter(status -> status == 200).count()).isBetween(4L, 7L);
        lab.control("DELETE", "/_lab/faults", "").is(204);
        lab.get(INBOX).is(200);
    }

    @Test
    void signInCanBeDown() {
        lab.fault("\"kind\":\"signInUnavailable\",\"times\":1");
        lab.token("x").is(503);
        lab.token("x").is(401);
    }

    @Test
    void refusesFaultsThatDoNotExist() {
        Answer answer =
                lab.control("POST", "/_lab/faults", "{\"kind\":\"gremlins\"}").is(400);
        assertThat(answer.at("/error")).contains("mimeConversionFailed");
        lab.control("DELETE", "/_lab/faults/f99", "").is(404);
        lab.control("POST", "/_lab/faults", "{\"kind\":\"latency\",\"everyNth\":0}")
                .is(400);
    }
}
