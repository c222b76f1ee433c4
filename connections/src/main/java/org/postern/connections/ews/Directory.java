package org.postern.connections.ews;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.MailReader.RemoteMailbox;
import org.postern.mail.MailboxId;

/// The mailboxes: those that the connection names, or else what the server's address book resolves.
///
/// ResolveNames (MS-OXWSRSLNM) gives at most a hundred names for the beginning of one; where there are more the
/// beginning is made longer.
final class Directory {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LONGEST_BEGINNING = 6;
    private static final int REQUESTS_MOST = 5_000;

    private final EwsClient client;
    private final List<String> named;
    private final @Nullable MailboxId as;

    /// @param as whom to impersonate for the address book, because a token has no mailbox; null for the account itself
    Directory(EwsClient client, List<String> named, @Nullable MailboxId as) {
        this.client = client;
        this.named = named;
        this.as = as;
    }

    boolean asksServer() {
        return named.isEmpty();
    }

    List<RemoteMailbox> mailboxes() {
        return named.isEmpty()
                ? resolved()
                : named.stream()
                        .map(address -> new RemoteMailbox(new MailboxId(address), address, address))
                        .toList();
    }

    private List<RemoteMailbox> resolved() {
        Map<String, RemoteMailbox> found = new TreeMap<>();
        Deque<String> beginnings = new ArrayDeque<>();
        LETTERS.chars().forEach(letter -> beginnings.add(String.valueOf((char) letter)));
        for (int asked = 0; !beginnings.isEmpty(); asked++) {
            if (asked == REQUESTS_MOST) {
                throw new ConnectionException(
                        Kind.PERMANENT,
                        "The server's address book is too large to be walked by names (" + found.size()
                                + " mailboxes after " + asked + " requests). Name the mailboxes in the connection.");
            }
            String beginning = beginnings.remove();
            if (!resolve(beginning, found) && beginning.length() < LONGEST_BEGINNING) {
                LETTERS.chars().forEach(letter -> beginnings.add(beginning + (char) letter));
            }
        }
        return List.copyOf(found.values());
    }

    /// @return whether that was all of them
    private boolean resolve(String beginning, Map<String, RemoteMailbox> found) {
        Xml body = new Xml()
                .open("m:ResolveNames ReturnFullContactData=\"false\" SearchScope=\"ActiveDirectory\"")
                .text("m:UnresolvedEntry", beginning)
                .close("m:ResolveNames");
        boolean[] all = {true};
        Status status = client.call(EwsRequest.read("ResolveNames", "directory.resolve", 1, as, body), () -> {
                    all[0] = true;
                    return (_, name, xml) -> {
                        if (name.equals("ResolutionSet")) {
                            all[0] = !xml.attribute("IncludesLastItemInRange").equals("false");
                            xml.children(_ -> xml.children(part -> mailbox(part, xml, found)));
                        }
                    };
                })
                .getFirst();
        boolean none = status.code().equals("ErrorNameResolutionNoResults");
        boolean several = status.code().equals("ErrorNameResolutionMultipleResults");
        if (!status.good() && !none && !several) {
            throw EwsFaults.refused("Listing the mailboxes", status);
        }
        return all[0];
    }

    private static void mailbox(String part, SoapReader xml, Map<String, RemoteMailbox> found)
            throws IOException, InterruptedException {
        if (!part.equals("Mailbox")) {
            return;
        }
        Map<String, String> fields = new TreeMap<>();
        xml.children(field -> fields.put(field, xml.text()));
        String address = fields.getOrDefault("EmailAddress", "").toLowerCase(Locale.ROOT);
        boolean ours = fields.getOrDefault("MailboxType", "Mailbox").equals("Mailbox");
        if (ours && address.contains("@") && address.length() <= 255) {
            found.put(
                    address, new RemoteMailbox(new MailboxId(address), address, fields.getOrDefault("Name", address)));
        }
    }
}
