package org.postern.console.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postern.console.mailbox.Finder;
import org.postern.console.mailbox.MessageReading;
import org.postern.console.problem.ProblemException;
import org.postern.mail.MailboxId;
import org.postern.mail.TenantId;
import org.postern.vault.MessageVersion;
import org.postern.vault.Vault;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// One message: to read, its bytes, and all its versions.
@RestController
@RequestMapping("/api/v1/tenants/{tenant}/mailboxes/{mailbox}/messages/{message}")
public class MessageApi {
    /// A message with its header fields, text and attachments, all decoded.
    public record Read(
            @JsonUnwrapped MessageView version,
            List<MessageReading.Field> headers,
            String text,
            List<MessageReading.Attachment> attachments) {}

    private static final MediaType RFC822 = MediaType.parseMediaType("message/rfc822");

    private final Finder finder;
    private final Vault vault;

    public MessageApi(Finder finder, Vault vault) {
        this.finder = finder;
        this.vault = vault;
    }

    @GetMapping
    public Read read(
            @PathVariable String tenant,
            @PathVariable String mailbox,
            @PathVariable String message,
            @RequestParam(required = false) @Nullable String asAt) {
        TenantId id = finder.tenant(tenant).id();
        MessageVersion version = version(id, mailbox, message, asAt);
        MessageReading reading = version.content()
                .map(name -> MessageReading.of(vault.content(id, name)))
                .orElseGet(() -> new MessageReading(List.of(), "", List.of()));
        return new Read(MessageView.of(version), reading.headers(), reading.text(), reading.attachments());
    }

    @GetMapping("/history")
    public Listing<MessageView> history(
            @PathVariable String tenant, @PathVariable String mailbox, @PathVariable String message) {
        TenantId id = finder.tenant(tenant).id();
        MailboxId box = finder.mailbox(id, mailbox).id();
        List<MessageVersion> versions = vault.history(id, box, finder.itemId(message));
        if (versions.isEmpty()) {
            throw ProblemException.notFound("message in this mailbox", "List the messages of its folders.");
        }
        return Listing.whole(versions.stream().map(MessageView::of).toList());
    }

    /// The message byte for byte as the service gave it.
    @GetMapping(path = "/mime", produces = "message/rfc822")
    public ResponseEntity<byte[]> mime(
            @PathVariable String tenant,
            @PathVariable String mailbox,
            @PathVariable String message,
            @RequestParam(required = false) @Nullable String asAt) {
        TenantId id = finder.tenant(tenant).id();
        MessageVersion version = version(id, mailbox, message, asAt);
        byte[] mime = version.content()
                .map(name -> vault.content(id, name))
                .orElseThrow(() -> ProblemException.notFound(
                        "content of this message", "The service could not give it: " + version.missing()));
        return ResponseEntity.ok()
                .contentType(RFC822)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("message.eml")
                                .build()
                                .toString())
                .body(mime);
    }

    private MessageVersion version(TenantId tenant, String mailbox, String message, @Nullable String asAt) {
        MailboxId box = finder.mailbox(tenant, mailbox).id();
        Instant instant = Input.instant("asAt", asAt);
        return finder.message(tenant, box, message, instant);
    }
}
