package org.postern.lab.ews;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.postern.lab.Answer;
import org.postern.lab.LabFixture;

/// Speaks SOAP with the lab over a real socket, and holds what goes out and comes in against Microsoft's schema where
/// the test data is there.
final class EwsClient {
    static final String PATH = "/EWS/Exchange.asmx";
    static final String ANN = "ann@contoso.example";
    static final String INBOX = "<t:DistinguishedFolderId Id=\"inbox\"/>";
    static final String ID_ONLY = "<m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>";
    static final String FOLDER_ID_ONLY = "<m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape>";
    static final String WITH_MIME =
            "<m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:IncludeMimeContent>true</t:IncludeMimeContent></m:ItemShape>";

    private final LabFixture lab;
    private final String authorization;

    private EwsClient(LabFixture lab, String authorization) {
        this.lab = lab;
        this.authorization = authorization;
    }

    /// With a token of an application that has the role for EWS.
    static EwsClient withToken(LabFixture lab) {
        lab.signIn("full_access_as_app", "Mail.ReadWrite");
        return withToken(lab, "https://outlook.office365.com/.default");
    }

    static EwsClient withToken(LabFixture lab, String scope) {
        Answer answer = lab.form(
                        lab.tokenPath(),
                        Map.of(
                                "client_id",
                                lab.appId(),
                                "scope",
                                scope,
                                "grant_type",
                                "client_credentials",
                                "client_assertion_type",
                                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                                "client_assertion",
                                lab.assertion(LabFixture.KEY, lab.appId())))
                .is(200);
        return new EwsClient(lab, "Bearer " + answer.at("/access_token"));
    }

    static EwsClient withPassword(LabFixture lab, String name, String password) {
        byte[] pair = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new EwsClient(lab, "Basic " + Base64.getEncoder().encodeToString(pair));
    }

    String bearer() {
        return authorization.substring("Bearer ".length());
    }

    static String envelope(String user, String operation) {
        String impersonation = user.isEmpty()
                ? ""
                : "<t:ExchangeImpersonation><t:ConnectingSID><t:PrimarySmtpAddress>" + user
                        + "</t:PrimarySmtpAddress></t:ConnectingSID></t:ExchangeImpersonation>";
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?>"
                + "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\""
                + " xmlns:t=\"http://schemas.microsoft.com/exchange/services/2006/types\""
                + " xmlns:m=\"http://schemas.microsoft.com/exchange/services/2006/messages\"><s:Header>"
                + "<t:RequestServerVersion Version=\"Exchange2013_SP1\"/>" + impersonation + "</s:Header><s:Body>"
                + operation + "</s:Body></s:Envelope>";
    }

    /// The answer to an operation on a mailbox; `user` empty for none impersonated.
    Answer post(String user, String operation) {
        String envelope = envelope(user, operation);
        EwsSchema.check(envelope.getBytes(StandardCharsets.UTF_8));
        return raw(envelope);
    }

    Answer raw(String body) {
        return lab.send(lab.request(
                "POST",
                PATH,
                body,
                "Content-Type",
                "text/xml; charset=utf-8",
                "X-AnchorMailbox",
                ANN,
                "Authorization",
                authorization));
    }

    /// The response messages of an operation on Ann's mailbox, whatever they say.
    List<Element> messages(String operation) {
        Answer answer = post(ANN, operation).is(200);
        EwsSchema.check(answer.body());
        return read(answer).needs("Body").only().needs("ResponseMessages").children();
    }

    /// The only response message, which must be a success.
    Element done(String operation) {
        Element message = messages(operation).getFirst();
        if (!message.textOf("ResponseCode").equals("NoError")) {
            throw new AssertionError("not done: " + message);
        }
        return message;
    }

    /// The code of the only response message.
    String code(String operation) {
        return messages(operation).getFirst().textOf("ResponseCode");
    }

    /// The code of the SOAP fault that an operation on Ann's mailbox ends in.
    String fault(String operation) {
        return faultCode(post(ANN, operation));
    }

    static String faultCode(Answer answer) {
        return read(answer.is(500)).needs("Body").needs("Fault").needs("detail").textOf("ResponseCode");
    }

    static Element read(Answer answer) {
        return ElementReader.read(answer.body());
    }

    // ---- what most tests do ----

    /// The id elements of the items in a folder, newest first.
    List<String> ids(String folder) {
        Element found = done("<m:FindItem Traversal=\"Shallow\">" + ID_ONLY + "<m:ParentFolderIds>" + folder
                + "</m:ParentFolderIds></m:FindItem>");
        List<String> ids = new ArrayList<>();
        found.needs("RootFolder").needs("Items").children().forEach(item -> ids.add(id(item.needs("ItemId"))));
        return ids;
    }

    /// An `ItemId` or `FolderId` as it is written.
    static String id(Element element) {
        return "<t:" + element.name() + " Id=\"" + element.needsAttribute("Id") + "\" ChangeKey=\""
                + element.attribute("ChangeKey").orElse("") + "\"/>";
    }

    static String rawId(String idElement) {
        return idElement.replaceFirst(".*? Id=\"([^\"]*)\".*", "$1");
    }

    String get(String shape, String... ids) {
        return "<m:GetItem>" + shape + "<m:ItemIds>" + String.join("", ids) + "</m:ItemIds></m:GetItem>";
    }

    byte[] mime(String id) {
        Element item = done(get(WITH_MIME, id)).needs("Items").only();
        return Base64.getDecoder().decode(item.textOf("MimeContent"));
    }

    String syncItems(String folder, String state, int max) {
        return "<m:SyncFolderItems>" + ID_ONLY + "<m:SyncFolderId>" + folder + "</m:SyncFolderId>"
                + (state.isEmpty() ? "" : "<m:SyncState>" + state + "</m:SyncState>") + "<m:MaxChangesReturned>" + max
                + "</m:MaxChangesReturned></m:SyncFolderItems>";
    }

    String syncFolders(String state) {
        return "<m:SyncFolderHierarchy><m:FolderShape><t:BaseShape>AllProperties</t:BaseShape></m:FolderShape>"
                + (state.isEmpty() ? "" : "<m:SyncState>" + state + "</m:SyncState>") + "</m:SyncFolderHierarchy>";
    }

    String create(String folder, String properties) {
        return "<m:CreateItem MessageDisposition=\"SaveOnly\"><m:SavedItemFolderId>" + folder
                + "</m:SavedItemFolderId><m:Items><t:Message>" + properties + "</t:Message></m:Items></m:CreateItem>";
    }

    static String mimeContent(byte[] mime) {
        return "<t:MimeContent>" + Base64.getEncoder().encodeToString(mime) + "</t:MimeContent>";
    }
}
