package org.postern.lab.ews;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.lab.ews.EwsClient.ANN;
import static org.postern.lab.ews.EwsClient.INBOX;
import static org.postern.lab.ews.EwsClient.id;
import static org.postern.lab.ews.EwsClient.rawId;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postern.lab.LabFixture;
import org.postern.lab.entra.AccessTokens;
import org.postern.lab.fault.Faults;
import org.postern.lab.graph.Throttle;
import org.postern.lab.net.Reply;
import org.postern.lab.net.Request;
import org.postern.lab.world.ServiceAccount;
import org.postern.lab.world.World;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EwsTransfersTest {
    private static final String STATES = "<m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape>";

    private final LabFixture lab = LabFixture.start();
    private final EwsClient ews = EwsClient.withToken(lab);
    private final String drafts = folderId("drafts");

    @AfterAll
    void stop() {
        lab.close();
    }

    private String folderId(String name) {
        return id(ews.done("<m:GetFolder>" + EwsClient.FOLDER_ID_ONLY + "<m:FolderIds><t:DistinguishedFolderId Id=\""
                        + name + "\"/></m:FolderIds></m:GetFolder>")
                .needs("Folders")
                .only()
                .needs("FolderId"));
    }

    private String export(String id) {
        return ews.done("<m:ExportItems><m:ItemIds>" + id + "</m:ItemIds></m:ExportItems>")
                .textOf("Data");
    }

    private String upload(String action, String id, String data) {
        return "<m:UploadItems><m:Items><t:Item CreateAction=\"" + action + "\">"
                + drafts.replace("t:FolderId", "t:ParentFolderId") + id + "<t:Data>" + data
                + "</t:Data></t:Item></m:Items></m:UploadItems>";
    }

    private String uploaded(String action, String id, String data) {
        return id(ews.done(upload(action, id, data)).needs("ItemId"));
    }

    private String states(String id) {
        // All but what names the item or says where and since when it lies there.
        return ews.done(ews.get(STATES, id)).needs("Items").only().children().stream()
                .filter(child -> !child.name().matches("ItemId|ParentFolderId|DateTimeCreated|LastModifiedTime"))
                .toList()
                .toString();
    }

    @Test
    void anItemComesBackWithItsBytesAndStates() {
        String id = ews.ids(INBOX).getFirst();
        String graph = rawId(id).replace('+', '-').replace('/', '_');
        lab.patch(
                        "/v1.0/users/" + ANN + "/messages/" + graph,
                        "{\"categories\":[\"Blue\"],\"flag\":{\"flagStatus\":\"complete\"},\"importance\":\"low\"}")
                .is(200);
        String copy = uploaded("CreateNew", "", export(id));
        assertThat(ews.mime(copy)).isEqualTo(ews.mime(id));
        assertThat(states(copy)).isEqualTo(states(id));
    }

    @Test
    void anUpdateKeepsTheItemAndNeedsItsChangeKey() {
        String first = uploaded("CreateNew", "", export(ews.ids(INBOX).get(1)));
        String other = export(ews.ids(INBOX).get(2));
        String updated = uploaded("Update", first, other);
        assertThat(rawId(updated)).isEqualTo(rawId(first));
        assertThat(ews.mime(updated)).isEqualTo(ews.mime(ews.ids(INBOX).get(2)));
        assertThat(ews.code(upload("Update", first, other))).isEqualTo("ErrorIrresolvableConflict");
        ews.done("<m:DeleteItem DeleteType=\"HardDelete\"><m:ItemIds>" + updated + "</m:ItemIds></m:DeleteItem>");
        assertThat(ews.code(upload("Update", updated, other))).isEqualTo("ErrorItemNotFound");
        assertThat(rawId(uploaded("UpdateOrCreate", updated, other))).isNotEqualTo(rawId(updated));
    }

    @Test
    void aStreamThatIsBrokenIsNotTaken() {
        byte[] stream = Base64.getDecoder().decode(export(ews.ids(INBOX).getFirst()));
        int before = ews.ids("<t:DistinguishedFolderId Id=\"drafts\"/>").size();
        stream[20] ^= 1;
        assertThat(ews.code(upload("CreateNew", "", Base64.getEncoder().encodeToString(stream))))
                .isEqualTo("ErrorCorruptData");
        assertThat(ews.code(upload("CreateNew", "", "AAAA"))).isEqualTo("ErrorCorruptData");
        assertThat(ews.ids("<t:DistinguishedFolderId Id=\"drafts\"/>")).hasSize(before);
    }

    /// Past the socket: encrypting so much takes longer than all other tests here.
    @Test
    void anItemMayHave25MegabytesOfBase64() throws IOException {
        lab.tenant().exchange().add(new ServiceAccount("backup", Optional.of("secret"), Optional.empty(), true));
        World world = lab.lab().world();
        AccessTokens tokens = new AccessTokens(world.clock(), world.seed(), AccessTokens.newKeys());
        Ews host = new Ews(world, tokens, new Faults(), new Throttle(world.clock(), Throttle.Limits.OFF));
        String large = EwsClient.envelope(ANN, upload("CreateNew", "", "A".repeat(25 * 1024 * 1024 + 4)));
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        host.answer(request(large)).body().writeTo(answer);
        assertThat(answer.toString(StandardCharsets.UTF_8)).contains("ErrorMessageSizeExceeded");
        Reply tooLong = host.answer(request("x".repeat(64 * 1024 * 1024 + 1)));
        assertThat(tooLong.status()).isEqualTo(413);
    }

    private static Request request(String body) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Content-Type", "text/xml");
        headers.put(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString("backup:secret".getBytes(StandardCharsets.US_ASCII)));
        return new Request(
                "POST",
                EwsClient.PATH,
                "",
                headers,
                new ByteArrayInputStream(body.getBytes(StandardCharsets.US_ASCII)),
                "127.0.0.1",
                Optional.empty(),
                "https://localhost");
    }
}
