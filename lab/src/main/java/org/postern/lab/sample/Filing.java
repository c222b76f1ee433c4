package org.postern.lab.sample;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.postern.lab.source.Folder;
import org.postern.lab.source.Mailbox;
import org.postern.lab.source.Message;
import org.postern.lab.source.WellKnownFolder;

/// Puts a person's mail into folders and marks it, as people do: new mail lies in the inbox, old mail is filed,
/// archived or deleted; most is read, some is flagged or has a category.
final class Filing {
    private static final Duration RECENT = Duration.ofDays(30);
    private static final List<String> CATEGORIES = List.of("Red category", "Harbour", "To discuss", "重要");

    private final Instant end;
    private final SplittableRandom random;

    Filing(Instant end, SplittableRandom random) {
        this.end = end;
        this.random = random;
    }

    Mailbox mailbox(Person person, List<Post.Item> items) {
        Map<WellKnownFolder, List<Message>> known = new LinkedHashMap<>();
        Map<String, List<Message>> own = new LinkedHashMap<>();
        for (WellKnownFolder folder : WellKnownFolder.values()) {
            known.put(folder, new ArrayList<>());
        }
        person.folders().forEach(path -> own.put(path, new ArrayList<>()));
        List<Post.Item> inOrder = new ArrayList<>(items);
        inOrder.sort(Comparator.comparing(Post.Item::at));
        for (Post.Item item : inOrder) {
            boolean recent = item.at().isAfter(end.minus(RECENT));
            String path = person.filing().get(item.topic());
            boolean filed = item.box() == Post.Box.RECEIVED && !recent && path != null && chance(55);
            List<Message> folder = filed ? own.get(path) : known.get(wellKnown(item, recent));
            if (folder == null) {
                throw new IllegalStateException(person.address() + " files mail in a folder it has not: " + path);
            }
            folder.add(marked(item, recent));
        }
        return new Mailbox(person.address(), person.name(), folders(known, own));
    }

    private WellKnownFolder wellKnown(Post.Item item, boolean recent) {
        return switch (item.box()) {
            case SENT -> WellKnownFolder.SENT_ITEMS;
            case DRAFT -> WellKnownFolder.DRAFTS;
            case JUNK -> WellKnownFolder.JUNK_EMAIL;
            case RECEIVED -> {
                int roll = random.nextInt(100);
                int deleted = item.topic() == Topic.NEWS || item.topic() == Topic.NOTICE ? 40 : 10;
                yield recent || roll < 45
                        ? WellKnownFolder.INBOX
                        : roll >= 100 - deleted ? WellKnownFolder.DELETED_ITEMS : WellKnownFolder.ARCHIVE;
            }
        };
    }

    private Message marked(Post.Item item, boolean recent) {
        boolean received = item.box() == Post.Box.RECEIVED;
        boolean read = !(received || item.box() == Post.Box.JUNK) || chance(recent ? 60 : 96);
        Message.FollowUp flag = !received || !chance(6)
                ? Message.FollowUp.NOT_FLAGGED
                : chance(40) ? Message.FollowUp.COMPLETE : Message.FollowUp.FLAGGED;
        List<String> categories = chance(5) ? List.of(CATEGORIES.get(random.nextInt(CATEGORIES.size()))) : List.of();
        return new Message(item.content(), item.at(), read, item.box() == Post.Box.DRAFT, flag, categories);
    }

    private static List<Folder> folders(Map<WellKnownFolder, List<Message>> known, Map<String, List<Message>> own) {
        List<Folder> folders = new ArrayList<>();
        known.forEach((folder, messages) -> {
            if (folder != WellKnownFolder.JUNK_EMAIL || !messages.isEmpty()) {
                folders.add(Folder.wellKnown(folder, messages));
            }
        });
        own.forEach((path, messages) -> folders.add(Folder.named(List.of(path.split("/", -1)), messages)));
        return folders;
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }
}
