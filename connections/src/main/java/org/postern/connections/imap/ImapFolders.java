package org.postern.connections.imap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.angus.mail.iap.ParsingException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.imap.protocol.ListInfo;
import org.eclipse.angus.mail.imap.protocol.Namespaces;
import org.eclipse.angus.mail.imap.protocol.Status;
import org.jspecify.annotations.Nullable;
import org.postern.connections.MailReader.ChangePage;
import org.postern.mail.FolderId;
import org.postern.mail.FolderState;

/// Lists a mailbox's own folders. A folder's id is its name: IMAP has no other, so one that is renamed is another one.
final class ImapFolders {
    private static final Map<String, String> SPECIAL_USE = Map.of(
            "\\sent", "sentitems",
            "\\drafts", "drafts",
            "\\trash", "deleteditems",
            "\\junk", "junkemail",
            "\\archive", "archive");

    private ImapFolders() {}

    /// One folder as the server lists it.
    ///
    /// @param delimiter between the levels of names; NUL for none
    record Listed(String name, char delimiter, List<String> attributes) {
        boolean selectable() {
            return attributes.stream()
                    .noneMatch(attribute -> attribute.equals("\\noselect") || attribute.equals("\\nonexistent"));
        }

        String leaf() {
            return name.substring(name.lastIndexOf(delimiter) + 1);
        }
    }

    /// The feed of changes: the whole list, or that nothing in it changed. What changed in which way is not told, so
    /// that a change is an expired state.
    static ChangePage<FolderState, FolderId> changes(ImapSession session, @Nullable String state)
            throws IOException, Refusal {
        Map<String, Integer> counts = new HashMap<>();
        Map<String, Listed> listed = list(session, counts);
        String now = "imap:" + digest(listed);
        if (state != null && !state.equals(now)) {
            return new ChangePage.StateExpired<>();
        }
        return new ChangePage.Changes<>(states(listed, counts), List.of(), now, true);
    }

    static Map<String, Listed> list(ImapSession session, Map<String, Integer> counts) throws IOException, Refusal {
        List<String> foreign = foreign(session);
        boolean specialUse = session.can("SPECIAL-USE");
        boolean status = session.can("LIST-STATUS");
        String wanted = specialUse || status
                ? " RETURN (" + (specialUse ? "SPECIAL-USE" : "") + (specialUse && status ? " " : "")
                        + (status ? "STATUS (MESSAGES)" : "") + ")"
                : "";
        Map<String, Listed> listed = new TreeMap<>();
        for (Response response : session.command("folder.list:1", "LIST \"\" \"*\"" + wanted, null)) {
            if (response instanceof IMAPResponse imap) {
                take(imap, listed, counts);
            }
        }
        listed.keySet()
                .removeIf(
                        name -> !FolderName.usable(name) || foreign.stream().anyMatch(prefix -> within(name, prefix)));
        return listed;
    }

    private static void take(IMAPResponse response, Map<String, Listed> listed, Map<String, Integer> counts)
            throws IOException {
        try {
            if (response.keyEquals("LIST")) {
                ListInfo info = new ListInfo(response);
                List<String> attributes = info.attrs == null
                        ? List.of()
                        : Arrays.stream(info.attrs)
                                .map(attribute -> attribute.toLowerCase(Locale.ROOT))
                                .sorted()
                                .toList();
                listed.put(info.name, new Listed(info.name, info.separator, attributes));
            } else if (response.keyEquals("STATUS")) {
                Status status = new Status(response);
                counts.put(status.mbox, status.total);
            }
        } catch (ParsingException e) {
            throw new IOException("the server's list of folders cannot be read", e);
        }
    }

    private static boolean within(String name, String prefix) {
        return name.startsWith(prefix) || name.equals(prefix.substring(0, prefix.length() - 1));
    }

    /// Prefixes of other users' and shared folders (RFC 2342): they belong to other mailboxes.
    private static List<String> foreign(ImapSession session) throws IOException, Refusal {
        if (!session.can("NAMESPACE")) {
            return List.of();
        }
        List<String> prefixes = new ArrayList<>();
        Namespaces namespaces = session.act("folder.namespace:1", library -> library.namespace());
        if (namespaces != null) {
            add(namespaces.otherUsers, prefixes);
            add(namespaces.shared, prefixes);
        }
        return prefixes;
    }

    private static void add(Namespaces.Namespace @Nullable [] namespaces, List<String> prefixes) {
        if (namespaces != null) {
            Arrays.stream(namespaces)
                    .map(namespace -> namespace.prefix)
                    .filter(prefix -> !prefix.isEmpty())
                    .forEach(prefixes::add);
        }
    }

    private static List<FolderState> states(Map<String, Listed> listed, Map<String, Integer> counts) {
        List<FolderState> states = new ArrayList<>();
        for (Listed folder : listed.values()) {
            int count = folder.selectable() ? counts.getOrDefault(folder.name(), -1) : 0;
            states.add(state(folder, listed, count));
        }
        return states;
    }

    static FolderState state(Listed folder, Map<String, Listed> listed, int count) {
        return new FolderState(
                FolderName.id(folder.name()),
                parent(folder, listed)
                        .map(parent -> FolderName.id(parent.name()))
                        .orElse(null),
                folder.leaf(),
                wellKnown(folder),
                count);
    }

    static Optional<Listed> parent(Listed folder, Map<String, Listed> listed) {
        String name = folder.name();
        int end = name.lastIndexOf(folder.delimiter());
        Listed parent = end <= 0 ? null : listed.get(name.substring(0, end));
        return Optional.ofNullable(parent);
    }

    private static @Nullable String wellKnown(Listed folder) {
        return folder.name().equalsIgnoreCase("INBOX")
                ? "inbox"
                : folder.attributes().stream()
                        .map(SPECIAL_USE::get)
                        .filter(java.util.Objects::nonNull)
                        .findFirst()
                        .orElse(null);
    }

    /// Of names and attributes, not of what lies in the folders; nor of what a server says by the way (\HasChildren
    /// follows from the names, \Marked from the messages).
    private static String digest(Map<String, Listed> listed) {
        Map<String, String> lasting = new LinkedHashMap<>();
        listed.forEach((name, folder) -> lasting.put(name, folder.selectable() + " " + wellKnown(folder)));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(lasting.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
