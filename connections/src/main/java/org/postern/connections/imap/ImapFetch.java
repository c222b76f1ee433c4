package org.postern.connections.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.angus.mail.iap.ByteArray;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.MailboxInfo;
import org.eclipse.angus.mail.imap.protocol.RFC822SIZE;
import org.eclipse.angus.mail.imap.protocol.UID;
import org.postern.connections.ConnectionException;
import org.postern.connections.ConnectionException.Kind;
import org.postern.connections.MailReader.Fetched;
import org.postern.connections.flow.BodyBuffer;
import org.postern.connections.flow.ByteBudget;
import org.postern.mail.FolderId;
import org.postern.mail.ItemId;
import org.postern.mail.MailboxId;

/// Fetches messages' bytes: small ones many in a command, large ones piece by piece.
final class ImapFetch {
    private static final int GROUP_BYTES = 2 << 20;
    private static final int GROUP_MOST = 200;
    private static final int PIECE = 1 << 20;

    private final Sessions sessions;
    private final ByteBudget budget;
    private final int maxMessageBytes;

    ImapFetch(Sessions sessions, ByteBudget budget, int maxMessageBytes) {
        this.sessions = sessions;
        this.budget = budget;
        this.maxMessageBytes = maxMessageBytes;
    }

    void fetch(MailboxId mailbox, List<ItemId> ids, Consumer<Fetched> sink) {
        Map<FolderId, List<MessageRef>> byFolder = new LinkedHashMap<>();
        for (ItemId id : new LinkedHashSet<>(ids)) {
            MessageRef.of(id)
                    .ifPresentOrElse(
                            ref -> byFolder.computeIfAbsent(ref.folder(), _ -> new ArrayList<>())
                                    .add(ref),
                            () -> sink.accept(new Fetched.Gone(id)));
        }
        byFolder.forEach((folder, refs) -> {
            for (int from = 0; from < refs.size(); from += GROUP_MOST) {
                new Run(mailbox, folder, sink).fetch(refs.subList(from, Math.min(refs.size(), from + GROUP_MOST)));
            }
        });
    }

    /// The messages of one folder that are asked for together.
    private final class Run {
        private final MailboxId mailbox;
        private final FolderId folder;
        private final Consumer<Fetched> sink;
        private final Map<Long, MessageRef> open = new LinkedHashMap<>();
        private boolean anyGood;

        Run(MailboxId mailbox, FolderId folder, Consumer<Fetched> sink) {
            this.mailbox = mailbox;
            this.folder = folder;
            this.sink = sink;
        }

        void fetch(List<MessageRef> refs) {
            refs.forEach(ref -> open.put(ref.uid(), ref));
            try {
                together(List.copyOf(open.values()));
            } catch (ConnectionException e) {
                if (e.kind() != Kind.RETRYABLE || open.isEmpty()) {
                    throw e;
                }
                oneByOne();
            }
        }

        private void together(List<MessageRef> refs) {
            sessions.with(mailbox, "Fetching messages of mailbox " + mailbox, session -> {
                List<MessageRef> left =
                        refs.stream().filter(ref -> open.containsKey(ref.uid())).toList();
                some(session, left);
                return true;
            });
        }

        /// One message can break a session again and again: then it is that message's fault, if others come.
        private void oneByOne() {
            ConnectionException last = null;
            for (MessageRef ref : List.copyOf(open.values())) {
                try {
                    together(List.of(ref));
                } catch (ConnectionException e) {
                    if (e.kind() != Kind.RETRYABLE || (last != null && !anyGood)) {
                        throw e;
                    }
                    last = e;
                }
            }
            if (last != null && !anyGood) {
                throw last;
            }
            for (MessageRef ref : List.copyOf(open.values())) {
                give(ref, new Fetched.Failed(ref.id(), "PosternNoUsableAnswer", reason(last), false));
            }
        }

        private static String reason(@org.jspecify.annotations.Nullable ConnectionException e) {
            return e == null ? "the server gave nothing for it" : String.valueOf(e.getMessage());
        }

        private void give(MessageRef ref, Fetched fetched) {
            open.remove(ref.uid());
            anyGood = true;
            sink.accept(fetched);
        }

        private void some(ImapSession session, List<MessageRef> refs)
                throws IOException, Refusal, InterruptedException {
            Optional<MailboxInfo> found = session.find(folder);
            if (found.isEmpty()) {
                refs.forEach(ref -> give(ref, new Fetched.Gone(ref.id())));
                return;
            }
            MailboxInfo info = found.get();
            List<MessageRef> there = new ArrayList<>();
            for (MessageRef ref : refs) {
                if (ref.validity() == info.uidvalidity) {
                    there.add(ref);
                } else {
                    give(ref, new Fetched.Gone(ref.id()));
                }
            }
            Map<Long, Long> sizes = there.isEmpty() ? Map.of() : sizes(session, there);
            List<MessageRef> group = new ArrayList<>();
            long bytes = 0;
            for (MessageRef ref : there) {
                Long size = sizes.get(ref.uid());
                if (size == null) {
                    give(ref, new Fetched.Gone(ref.id()));
                } else if (size > maxMessageBytes) {
                    give(ref, tooLarge(ref));
                } else if (size > GROUP_BYTES) {
                    pieces(session, ref, size.intValue());
                } else {
                    if (bytes + size > GROUP_BYTES) {
                        group(session, group, bytes);
                        group = new ArrayList<>();
                        bytes = 0;
                    }
                    group.add(ref);
                    bytes += size;
                }
            }
            group(session, group, bytes);
        }

        private Fetched tooLarge(MessageRef ref) {
            String reason = "the message is larger than the " + maxMessageBytes + " bytes that are fetched";
            return new Fetched.Failed(ref.id(), "PosternMessageTooLarge", reason, true);
        }

        private Map<Long, Long> sizes(ImapSession session, List<MessageRef> refs) throws IOException, Refusal {
            Map<Long, Long> sizes = new LinkedHashMap<>();
            for (Response response : session.command(
                    "message.size:" + refs.size(), "UID FETCH " + set(refs) + " (UID RFC822.SIZE)", null)) {
                if (response instanceof FetchResponse fetched) {
                    UID uid = fetched.getItem(UID.class);
                    RFC822SIZE size = fetched.getItem(RFC822SIZE.class);
                    if (uid != null && size != null) {
                        sizes.put(uid.uid, size.size);
                    }
                }
            }
            return sizes;
        }

        private static UidSet set(List<MessageRef> refs) {
            return UidSet.of(refs.stream().map(MessageRef::uid).toList());
        }

        private void group(ImapSession session, List<MessageRef> group, long bytes)
                throws IOException, Refusal, InterruptedException {
            if (group.isEmpty()) {
                return;
            }
            try (ByteBudget.Lease _ = budget.take((int) bytes)) {
                List<Response> responses = bodies(session, group, bytes);
                for (Response response : responses) {
                    if (response instanceof FetchResponse fetched) {
                        take(fetched);
                    }
                }
            } catch (Refusal refusal) {
                if (group.size() == 1) {
                    MessageRef ref = group.getFirst();
                    String code = refusal.code().isEmpty() ? "NO" : refusal.code();
                    give(ref, new Fetched.Failed(ref.id(), code, refusal.text(), !refusal.passing()));
                    return;
                }
                alone(session, group);
                return;
            }
            if (group.size() > 1) {
                alone(session, group); // Those that the answer left out; none, as a rule.
            } else if (open.containsKey(group.getFirst().uid())) {
                give(group.getFirst(), new Fetched.Gone(group.getFirst().id()));
            }
        }

        private void alone(ImapSession session, List<MessageRef> group)
                throws IOException, Refusal, InterruptedException {
            for (MessageRef ref : group) {
                if (open.containsKey(ref.uid())) {
                    group(session, List.of(ref), GROUP_BYTES);
                }
            }
        }

        private List<Response> bodies(ImapSession session, List<MessageRef> group, long bytes)
                throws IOException, Refusal {
            long slack = (1L << 20) + 1_000L * group.size(); // Sizes are often a little wrong.
            return session.command(
                    "message.bytes:" + group.size(),
                    "UID FETCH " + set(group) + " (UID BODY.PEEK[])",
                    null,
                    2 * bytes + slack,
                    2L * GROUP_BYTES);
        }

        private void take(FetchResponse fetched) {
            UID uid = fetched.getItem(UID.class);
            BODY body = fetched.getItem(BODY.class);
            MessageRef ref = uid == null ? null : open.get(uid.uid);
            ByteArray bytes = body == null ? null : body.getByteArray();
            if (ref != null && bytes != null) {
                byte[] mime = java.util.Arrays.copyOfRange(
                        bytes.getBytes(), bytes.getStart(), bytes.getStart() + bytes.getCount());
                give(ref, new Fetched.Bytes(ref.id(), mime));
            }
        }

        private void pieces(ImapSession session, MessageRef ref, int size)
                throws IOException, Refusal, InterruptedException {
            BodyBuffer buffer = BodyBuffer.expecting(budget, maxMessageBytes, size);
            try {
                int from = 0;
                int got = PIECE;
                while (got == PIECE && !buffer.oversize()) {
                    got = piece(session, ref, from, buffer);
                    from += Math.max(got, 0);
                }
                if (buffer.oversize()) {
                    give(ref, tooLarge(ref));
                } else if (got < 0) {
                    give(ref, new Fetched.Gone(ref.id()));
                } else {
                    byte[] mime = buffer.toBytes();
                    try (ByteBudget.Lease _ = buffer.lease()) {
                        give(ref, new Fetched.Bytes(ref.id(), mime));
                    }
                }
            } catch (Refusal refusal) {
                String code = refusal.code().isEmpty() ? "NO" : refusal.code();
                give(ref, new Fetched.Failed(ref.id(), code, refusal.text(), !refusal.passing()));
            } finally {
                buffer.clear();
            }
        }

        /// @return how many bytes came; -1 when the message is gone
        private int piece(ImapSession session, MessageRef ref, int from, BodyBuffer buffer)
                throws IOException, Refusal {
            List<Response> responses = session.command(
                    "message.bytes:1",
                    "UID FETCH " + ref.uid() + " (UID BODY.PEEK[]<" + from + "." + PIECE + ">)",
                    null,
                    PIECE + (1L << 20),
                    PIECE);
            for (Response response : responses) {
                BODY body = response instanceof FetchResponse fetched ? fetched.getItem(BODY.class) : null;
                ByteArray bytes = body == null ? null : body.getByteArray();
                if (bytes != null) {
                    buffer.write(bytes.getBytes(), bytes.getStart(), bytes.getCount());
                    return bytes.getCount();
                }
            }
            return -1;
        }
    }
}
