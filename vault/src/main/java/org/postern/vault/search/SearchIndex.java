package org.postern.vault.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.TopFieldDocs;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.postern.extract.Extraction;
import org.postern.mail.FolderState;
import org.postern.mail.MailboxId;
import org.postern.vault.SearchQuery;
import org.postern.vault.VaultException;
import org.postern.vault.VaultException.Kind;

/// The search index of one tenant; safe from any number of threads.
///
/// The vault tells it each change after it is durable, calls [#refresh] to let searches see them, and now and then
/// [#commit] with the sequence number of the last change told. After a crash the index is as at its last commit, and
/// opening says which that was. Telling a change twice does no harm.
public final class SearchIndex implements AutoCloseable {
    private static final double MEMORY_MIB = 32;
    private static final String SEQUENCE = "sequence";
    private static final String LAYOUT = "layout";
    private static final String PASSAGES = "passages";

    private final Path folder;
    private final Directory directory;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private final SearchPlan plan;
    private final ReentrantLock telling = new ReentrantLock(); // Guards passages.
    private final PassageNumbers passages;

    private SearchIndex(
            Path folder, Directory directory, IndexWriter writer, SearcherManager searchers, int nextPassage) {
        this.folder = folder;
        this.directory = directory;
        this.writer = writer;
        this.searchers = searchers;
        this.plan = new SearchPlan(new TextAnalyzer());
        this.passages = new PassageNumbers(searchers, nextPassage);
    }

    /// Opens the index in `folder`, or makes an empty one. Damage is a value; a folder that another process uses, or
    /// that cannot be written, is a [VaultException].
    public static IndexOpening open(Path folder) {
        try {
            Files.createDirectories(folder);
            FSDirectory directory = FSDirectory.open(folder);
            boolean there = DirectoryReader.indexExists(directory);
            Map<String, String> commit =
                    there ? SegmentInfos.readLatestCommit(directory).getUserData() : Map.of();
            if (there && !IndexFields.LAYOUT.equals(commit.get(LAYOUT))) {
                directory.close();
                return new IndexOpening.Damaged("it has layout " + commit.getOrDefault(LAYOUT, "none")
                        + " where this version needs layout " + IndexFields.LAYOUT);
            }
            SearchIndex index = open(folder, directory, Integer.parseInt(commit.getOrDefault(PASSAGES, "0")));
            return new IndexOpening.Ready(index, Long.parseLong(commit.getOrDefault(SEQUENCE, "-1")));
        } catch (LockObtainFailedException inUse) {
            throw new VaultException(
                    Kind.PERMANENT,
                    "The search index in " + folder + " is in use by another process. Stop that one first.",
                    inUse);
        } catch (IOException | IllegalArgumentException failure) {
            if (IndexTrouble.isDamage(failure)) {
                return new IndexOpening.Damaged(String.valueOf(failure.getMessage()));
            }
            throw IndexTrouble.of(folder, failure);
        }
    }

    private static SearchIndex open(Path folder, Directory directory, int nextPassage) throws IOException {
        IndexWriterConfig config = new IndexWriterConfig(new TextAnalyzer())
                .setCodec(new Lucene104Codec(Lucene104Codec.Mode.BEST_COMPRESSION))
                .setRAMBufferSizeMB(MEMORY_MIB)
                .setCommitOnClose(false);
        IndexWriter writer = null;
        try {
            writer = new IndexWriter(directory, config);
            return new SearchIndex(folder, directory, writer, new SearcherManager(writer, new Uncached()), nextPassage);
        } catch (IOException | RuntimeException failure) {
            if (writer != null) {
                writer.rollback();
            }
            directory.close();
            throw failure;
        }
    }

    /// Deletes an index that is not open; what is no file of the index stays.
    public static void erase(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                return;
            }
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException failure) {
            throw IndexTrouble.of(folder, failure);
        }
    }

    /// Adds the message, or replaces what has its key. Texts that the index does not know yet are read and indexed.
    public void put(IndexedMessage message) {
        run(() -> {
            List<Integer> body = new ArrayList<>();
            List<Integer> attached = new ArrayList<>();
            for (Passage passage : message.passages()) {
                int number = number(passage);
                List<Integer> numbers = switch (passage.role()) {
                    case BODY -> body;
                    case ATTACHMENT -> attached;
                };
                numbers.add(number);
            }
            writer.updateDocument(IndexFields.key(message.key()), IndexFields.message(message, body, attached));
        });
    }

    private int number(Passage passage) throws IOException {
        telling.lock();
        try {
            OptionalInt known = passages.find(passage.key());
            if (known.isPresent()) {
                return known.getAsInt();
            }
            Passage.Text text = passage.text().get();
            int number = passages.add(passage.key());
            writer.addDocument(IndexFields.passage(passage.key(), number, text));
            return number;
        } finally {
            telling.unlock();
        }
    }

    /// Notes a folder's present name.
    public void putFolder(MailboxId mailbox, FolderState folder) {
        Term key = new Term(IndexFields.KEY, IndexFields.place(mailbox, folder.id()));
        run(() -> writer.updateDocument(key, IndexFields.folder(mailbox, folder)));
    }

    /// Notes that an item could not be indexed, or what is new about it.
    public void putFailure(Failure failure) {
        run(() -> writer.updateDocument(new Term(IndexFields.KEY, failure.term()), IndexFields.failure(failure)));
    }

    /// Forgets a failure.
    public void removeFailure(Failure failure) {
        run(() -> writer.deleteDocuments(new Term(IndexFields.KEY, failure.term())));
    }

    /// The failures noted, at most `limit`, as of the last refresh.
    public List<Failure> failures(int limit) {
        List<Failure> failures = new ArrayList<>();
        look(searcher -> {
            TopDocs found = searcher.search(SearchPlan.kind(IndexFields.FAILURE_KIND), limit);
            for (ScoreDoc failure : found.scoreDocs) {
                failures.add(Failure.ofText(
                        searcher.storedFields().document(failure.doc).get(IndexFields.STORED_KEY)));
            }
            return found;
        });
        return failures;
    }

    /// How many texts could not be read, by reason, as of the last refresh.
    public Map<Extraction.Reason, Long> unread() {
        Map<Extraction.Reason, Long> counts = new EnumMap<>(Extraction.Reason.class);
        look(searcher -> {
            for (Extraction.Reason reason : Extraction.Reason.values()) {
                long count = searcher.count(new TermQuery(new Term(IndexFields.UNREAD, reason.name())));
                if (count > 0) {
                    counts.put(reason, count);
                }
            }
            return counts;
        });
        return counts;
    }

    /// The version ended, or goes on until `until`; cheap, as the message is not indexed again.
    public void end(IndexKey key, Instant until) {
        run(() -> {
            if (writer.getFieldNames().contains(IndexFields.UNTIL)) {
                writer.updateNumericDocValue(IndexFields.key(key), IndexFields.UNTIL, Micros.of(until));
            }
        });
    }

    /// Forgets a version, as when retention removes it.
    public void delete(IndexKey key) {
        run(() -> writer.deleteDocuments(IndexFields.key(key)));
    }

    /// What a retention run needs of this index.
    public IndexUpkeep upkeep() {
        return new IndexUpkeep(this, plan);
    }

    /// Works on the index while no passage is added, and all that was told can be seen.
    void exclusively(Upkeep work) {
        run(() -> {
            telling.lock();
            try {
                show();
                work.on(writer);
                show();
            } finally {
                telling.unlock();
            }
        });
    }

    @FunctionalInterface
    interface Upkeep {
        void on(IndexWriter writer) throws IOException;
    }

    /// Lets searches see what was told so far.
    public void refresh() {
        run(this::show);
    }

    private void show() throws IOException {
        telling.lock(); // No passage may come between showing all and forgetting which were new.
        try {
            searchers.maybeRefreshBlocking();
            passages.refreshed();
        } finally {
            telling.unlock();
        }
    }

    /// Makes what was told durable, and notes that all changes up to `sequence` are in it.
    public void commit(long sequence) {
        run(() -> {
            Map<String, String> data = Map.of(
                    SEQUENCE, Long.toString(sequence),
                    LAYOUT, IndexFields.LAYOUT,
                    PASSAGES, Integer.toString(nextPassage()));
            writer.setLiveCommitData(data.entrySet(), true); // Also when no document changed.
            writer.commit();
            show();
        });
    }

    private int nextPassage() {
        telling.lock();
        try {
            return passages.next();
        } finally {
            telling.unlock();
        }
    }

    /// One page of what matches; a query or cursor that makes no sense is a value.
    public SearchResult search(SearchQuery query) {
        return look(searcher -> {
            try {
                return page(searcher, query, plan.of(query, searcher));
            } catch (QueryProblem problem) {
                return new SearchResult.NotUnderstood(problem.words());
            }
        });
    }

    <T> T look(Look<T> look) {
        try {
            IndexSearcher searcher = searchers.acquire();
            try {
                return look.at(searcher);
            } finally {
                searchers.release(searcher);
            }
        } catch (IOException | AlreadyClosedException failure) {
            throw IndexTrouble.of(folder, failure);
        }
    }

    @FunctionalInterface
    interface Look<T> {
        T at(IndexSearcher searcher) throws IOException;
    }

    private static SearchResult page(IndexSearcher searcher, SearchQuery query, Query lucene) throws IOException {
        FieldDoc after = null;
        if (query.after() != null) {
            Optional<FieldDoc> place = PageCursor.read(
                    query.after(), query.order(), searcher.getIndexReader().maxDoc());
            if (place.isEmpty()) {
                return new SearchResult.NotUnderstood(
                        "The page asked for does not belong to this search. Start again from the first page.");
            }
            after = place.get();
        }
        // One more than the page holds, to know whether there is a next; every match is counted.
        TopFieldDocs found = searcher.search(
                lucene,
                new TopFieldCollectorManager(
                        PageCursor.sort(query.order()), query.limit() + 1, after, Integer.MAX_VALUE));
        int shown = Math.min(query.limit(), found.scoreDocs.length);
        List<IndexKey> hits = new ArrayList<>(shown);
        for (ScoreDoc hit : List.of(found.scoreDocs).subList(0, shown)) {
            hits.add(IndexKey.ofText(searcher.storedFields()
                    .document(hit.doc, Set.of(IndexFields.STORED_KEY))
                    .get(IndexFields.STORED_KEY)));
        }
        boolean more = found.scoreDocs.length > shown;
        String next = more ? PageCursor.of((FieldDoc) found.scoreDocs[shown - 1], query.order()) : null;
        return new SearchResult.Found(hits, found.totalHits.value(), next);
    }

    /// Reads the whole index as it was last refreshed; empty when it is sound, else what is wrong with it.
    public Optional<String> verify() {
        try {
            IndexSearcher searcher = searchers.acquire();
            try {
                for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
                    leaf.reader().checkIntegrity();
                }
                return Optional.empty();
            } finally {
                searchers.release(searcher);
            }
        } catch (IOException damage) {
            return Optional.of(String.valueOf(damage.getMessage()));
        }
    }

    /// Messages that a search can find, as of the last refresh.
    public long count() {
        return look(searcher -> searcher.count(SearchPlan.kind(IndexFields.MESSAGE_KIND)));
    }

    /// Distinct texts, as of the last refresh.
    public long passages() {
        return look(searcher -> searcher.count(SearchPlan.kind(IndexFields.PASSAGE_KIND)));
    }

    /// Closes without a commit: what was told since the last one is to be told again.
    @Override
    public void close() {
        run(() -> {
            searchers.close();
            writer.close();
            directory.close();
        });
    }

    private void run(Work work) {
        try {
            work.run();
        } catch (IOException | AlreadyClosedException failure) {
            throw IndexTrouble.of(folder, failure);
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }
}
