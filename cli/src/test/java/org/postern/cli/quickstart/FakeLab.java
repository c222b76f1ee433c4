package org.postern.cli.quickstart;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A lab in memory: mailboxes with folders of messages.
public final class FakeLab implements Lab {
    /// A message as the fake keeps it.
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    public record Held(String id, String folderPath, byte[] mime, String subject) {}

    public final Map<String, List<Held>> mailboxes = new LinkedHashMap<>();
    private int nextId;
    private long requests;

    public static FakeLab withMail() {
        FakeLab lab = new FakeLab();
        for (String mailbox : List.of("anna", "ben")) {
            lab.mailboxes.put(mailbox, new ArrayList<>());
            for (int i = 0; i < 7; i++) {
                String folder = i < 4 ? "Inbox" : "Inbox/Projects";
                lab.deliver("t", mailbox, folder, mime("Invoice number " + i + " for " + mailbox));
            }
        }
        return lab;
    }

    public static byte[] mime(String subject) {
        return ("Subject: " + subject + "\r\nFrom: sender@example.org\r\n\r\nText of " + subject + "\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public JsonNode state() {
        long messages = mailboxes.values().stream().mapToLong(List::size).sum();
        return JsonMapper.shared()
                .valueToTree(Map.of("tenants", List.of(Map.of("messages", messages, "domain", "sample.example"))));
    }

    @Override
    public long requests() {
        return requests;
    }

    public void countRequest() {
        requests++;
    }

    @Override
    public void resetRequests() {
        requests = 0;
    }

    @Override
    public String register(String tenant, String displayName, String certificateBase64, List<String> roles) {
        return "client-" + displayName.replace(' ', '-');
    }

    @Override
    public synchronized List<LabMailbox> mailboxes(String tenant) {
        return mailboxes.entrySet().stream()
                .map(entry -> new LabMailbox(
                        entry.getKey(),
                        entry.getKey() + "@sample.example",
                        entry.getKey(),
                        entry.getValue().size(),
                        entry.getValue().stream().collect(Collectors.groupingBy(Held::folderPath)).entrySet().stream()
                                .map(folder -> new LabMailbox.Folder(
                                        folder.getKey(),
                                        folder.getKey(),
                                        folder.getValue().size()))
                                .toList()))
                .toList();
    }

    @Override
    public synchronized List<LabMessage> messages(String tenant, String mailbox) {
        return mailboxes.getOrDefault(mailbox, List.of()).stream()
                .map(held -> new LabMessage(
                        held.id(),
                        held.folderPath(),
                        held.folderPath(),
                        sha256(held.mime()),
                        held.mime().length,
                        held.subject()))
                .toList();
    }

    @Override
    public byte[] mime(String tenant, String mailbox, String message) {
        return mailboxes.getOrDefault(mailbox, List.of()).stream()
                .filter(held -> held.id().equals(message))
                .findFirst()
                .orElseThrow()
                .mime();
    }

    @Override
    public synchronized long deleteFolder(String tenant, String mailbox, String folderPath) {
        List<Held> held = mailboxes.getOrDefault(mailbox, new ArrayList<>());
        long before = held.size();
        held.removeIf(message -> message.folderPath().equals(folderPath));
        return before - held.size();
    }

    @Override
    public synchronized long deleteMessages(String tenant, String mailbox, List<String> ids) {
        List<Held> held = mailboxes.getOrDefault(mailbox, new ArrayList<>());
        long before = held.size();
        held.removeIf(message -> ids.contains(message.id()));
        return before - held.size();
    }

    @Override
    public synchronized void move(String tenant, String mailbox, List<String> ids, String folderPath) {
        mailboxes
                .getOrDefault(mailbox, new ArrayList<>())
                .replaceAll(held ->
                        ids.contains(held.id()) ? new Held(held.id(), folderPath, held.mime(), held.subject()) : held);
    }

    @Override
    public void mark(String tenant, String mailbox, List<String> ids, boolean read) {}

    @Override
    public synchronized void deliver(String tenant, String mailbox, String folderPath, byte[] mime) {
        String text = new String(mime, StandardCharsets.UTF_8);
        String subject = text.startsWith("Subject: ") ? text.substring("Subject: ".length(), text.indexOf('\r')) : "";
        mailboxes
                .computeIfAbsent(mailbox, _ -> new ArrayList<>())
                .add(new Held("id-" + nextId++ + "==", folderPath, mime, subject));
    }

    @Override
    public void close() {}
}
