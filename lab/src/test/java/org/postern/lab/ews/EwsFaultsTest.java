package org.postern.lab.ews;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.lab.ews.EwsClient.ANN;
import static org.postern.lab.ews.EwsClient.INBOX;
import static org.postern.lab.ews.EwsClient.rawId;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postern.lab.Answer;
import org.postern.lab.LabFixture;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EwsFaultsTest {
    private static final String SUBJECT = "<m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape>";

    private final LabFixture lab = LabFixture.start();
    private final EwsClient ews = EwsClient.withToken(lab);
    private final List<String> ids = ews.ids(INBOX);

    @AfterEach
    void mend() {
        lab.control("DELETE", "/_lab/faults", "").is(204);
    }

    @AfterAll
    void stop() {
        lab.close();
    }

    private void onFirst(String json) {
        lab.fault(json + ",\"item\":\"" + rawId(ids.getFirst()) + "\"");
    }

    private List<String> codes(String operation) {
        return ews.messages(operation).stream()
                .map(message -> message.textOf("ResponseCode"))
                .toList();
    }

    private String two(String shape) {
        return ews.get(shape, ids.getFirst(), ids.get(1));
    }

    @Test
    void mimeOfOneItemCannotBeMade() {
        onFirst("\"kind\":\"mimeConversionFailed\"");
        assertThat(codes(two(EwsClient.WITH_MIME))).containsExactly("ErrorMimeContentConversionFailed", "NoError");
        assertThat(codes(two(SUBJECT))).containsExactly("NoError", "NoError");
    }

    @Test
    void oneItemIsCorrupt() {
        onFirst("\"kind\":\"corruptData\"");
        assertThat(codes(two(SUBJECT))).containsExactly("ErrorCorruptData", "NoError");
        assertThat(codes("<m:ExportItems><m:ItemIds>" + ids.getFirst() + ids.get(1) + "</m:ItemIds></m:ExportItems>"))
                .containsExactly("ErrorCorruptData", "NoError");
        assertThat(ews.done(ews.syncItems(INBOX, "", 512)).needs("Changes").children())
                .hasSize(25);
    }

    @Test
    void oneItemFailsItsWholeBatchWithoutBeingNamed() {
        onFirst("\"kind\":\"batchAborted\"");
        Answer answer = ews.post(ANN, two(EwsClient.WITH_MIME));
        assertThat(EwsClient.faultCode(answer)).isEqualTo("ErrorInternalServerError");
        assertThat(answer.text()).doesNotContain(rawId(ids.getFirst()));
        assertThat(codes(ews.get(EwsClient.WITH_MIME, ids.get(1)))).containsExactly("NoError");
    }

    @Test
    void anItemIsListedThatIsNoLongerThere() {
        onFirst("\"kind\":\"ghostItem\"");
        assertThat(ews.ids(INBOX)).hasSize(25);
        assertThat(codes(two(EwsClient.WITH_MIME))).containsExactly("ErrorItemNotFound", "NoError");
        assertThat(codes("<m:ExportItems><m:ItemIds>" + ids.getFirst() + "</m:ItemIds></m:ExportItems>"))
                .containsExactly("ErrorItemNotFound");
    }

    @Test
    void anItemIsTooLarge() {
        onFirst("\"kind\":\"messageSizeExceeded\"");
        assertThat(codes(two(EwsClient.WITH_MIME))).containsExactly("ErrorMessageSizeExceeded", "NoError");
    }

    @Test
    void mimeEndsEarly() {
        onFirst("\"kind\":\"mimeTruncated\",\"bytes\":50");
        assertThat(ews.mime(ids.getFirst())).hasSize(50);
    }

    @Test
    void anAnswerHoldsWhatXmlForbids() {
        onFirst("\"kind\":\"illegalXml\"");
        Answer answer = ews.post(ANN, two(SUBJECT)).is(200);
        assertThat(answer.text()).contains("<t:Subject>&#x1A;ann 25&#x0;</t:Subject>");
        assertThatThrownBy(() -> EwsClient.read(answer)).isInstanceOf(EwsFailure.class);
    }

    @Test
    void throttlesInThreeGuises() {
        String get = two(SUBJECT);
        lab.fault("\"kind\":\"throttled\",\"times\":1,\"status\":503,\"retryAfterSeconds\":9,\"path\":\"GetItem\"");
        assertThat(ews.post(ANN, get).is(503).header("Retry-After")).isEqualTo("9");
        lab.fault("\"kind\":\"throttled\",\"times\":1,\"milliseconds\":1234");
        Answer busy = ews.post(ANN, get);
        assertThat(EwsClient.faultCode(busy)).isEqualTo("ErrorServerBusy");
        assertThat(busy.text()).contains("<t:Value Name=\"BackOffMilliseconds\">1234</t:Value>");
        lab.fault("\"kind\":\"throttled\",\"times\":1,\"status\":200,\"milliseconds\":0");
        List<Element> inner = ews.messages(get);
        assertThat(inner).hasSize(2).allSatisfy(message -> {
            assertThat(message.textOf("ResponseCode")).isEqualTo("ErrorServerBusy");
            assertThat(message.needs("MessageXml").textOf("Value")).isEqualTo("0");
        });
        assertThat(codes(get)).containsExactly("NoError", "NoError");
    }

    @Test
    void throttlingInsideAnAnswerChangesNothing() {
        lab.fault("\"kind\":\"throttled\",\"times\":1,\"status\":200");
        assertThat(codes("<m:DeleteItem DeleteType=\"HardDelete\"><m:ItemIds>" + ids.getFirst()
                        + "</m:ItemIds></m:DeleteItem>"))
                .containsExactly("ErrorServerBusy");
        assertThat(ews.ids(INBOX)).hasSize(25);
    }

    @Test
    void connectionsAreExceeded() {
        lab.fault("\"kind\":\"connectionsExceeded\",\"times\":1,\"milliseconds\":0,\"path\":\"SyncFolderItems\"");
        assertThat(ews.ids(INBOX)).hasSize(25);
        Answer refused = ews.post(ANN, ews.syncItems(INBOX, "", 10));
        assertThat(EwsClient.faultCode(refused)).isEqualTo("ErrorExceededConnectionCount");
        assertThat(refused.text()).contains("BackOffMilliseconds\">0<");
    }

    @Test
    void moreThan27AtOneTimeAreTooMany() {
        lab.fault("\"kind\":\"latency\",\"milliseconds\":1500,\"path\":\"FindItem\"");
        String find = "<m:FindItem Traversal=\"Shallow\">" + EwsClient.ID_ONLY + "<m:ParentFolderIds>" + INBOX
                + "</m:ParentFolderIds></m:FindItem>";
        List<CompletableFuture<Integer>> calls = IntStream.range(0, 35)
                .mapToObj(_ -> CompletableFuture.supplyAsync(
                        () -> ews.raw(EwsClient.envelope(ANN, find)).status(), Thread::startVirtualThread))
                .toList();
        List<Integer> statuses = calls.stream().map(CompletableFuture::join).toList();
        assertThat(statuses).contains(500);
        assertThat(statuses.stream().filter(status -> status == 200).count()).isBetween(27L, 34L);
    }

    @Test
    void aStateIsRefusedInTheMiddleOfARound() {
        String state = ews.done(ews.syncItems(INBOX, "", 10)).textOf("SyncState");
        lab.fault("\"kind\":\"syncStateNotFound\",\"when\":\"nextLink\",\"times\":1");
        assertThat(codes(ews.syncItems(INBOX, "", 10))).containsExactly("NoError");
        assertThat(codes(ews.syncItems(INBOX, state, 10))).containsExactly("ErrorInvalidSyncStateData");
        assertThat(codes(ews.syncItems(INBOX, state, 10))).containsExactly("NoError");
    }

    @Test
    void aPageIsEmptyAndNotTheLast() {
        lab.fault("\"kind\":\"emptyPage\",\"times\":1");
        Element page = ews.done(ews.syncItems(INBOX, "", 512));
        assertThat(page.needs("Changes").children()).isEmpty();
        assertThat(page.textOf("IncludesLastItemInRange")).isEqualTo("false");
        assertThat(ews.done(ews.syncItems(INBOX, page.textOf("SyncState"), 512))
                        .needs("Changes")
                        .children())
                .hasSize(25);
    }

    @Test
    void aFolderIsMadeAnewInTheMiddleOfARound() {
        String ben = "<t:DistinguishedFolderId Id=\"inbox\"/>";
        String first = EwsClient.read(ews.post("ben@contoso.example", ews.syncItems(ben, "", 2)))
                .needs("Body")
                .only()
                .needs("ResponseMessages")
                .only()
                .textOf("SyncState");
        lab.fault("\"kind\":\"folderRecreated\",\"mailbox\":\"ben@contoso.example\"");
        Element message = EwsClient.read(ews.post("ben@contoso.example", ews.syncItems(ben, first, 2)))
                .needs("Body")
                .only()
                .needs("ResponseMessages")
                .only();
        assertThat(message.textOf("ResponseCode")).isEqualTo("ErrorSyncFolderNotFound");
    }

    @Test
    void theConnectionBreaks() {
        lab.fault("\"kind\":\"cutConnection\",\"bytes\":300,\"times\":1");
        assertThatThrownBy(() -> ews.ids(INBOX)).isInstanceOf(UncheckedIOException.class);
        assertThat(ews.ids(INBOX)).hasSize(25);
    }

    @Test
    void theServiceIsAway() {
        lab.fault("\"kind\":\"unavailable\",\"times\":1");
        ews.post(ANN, two(SUBJECT)).is(503);
        assertThat(codes(two(SUBJECT))).containsExactly("NoError", "NoError");
    }
}
